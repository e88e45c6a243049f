using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Submissions;

/// <summary>What the links ask for by which things are handed in.</summary>
public static class SubmissionLinks
{
    /// <summary>Hand in what a <see cref="SubmissionKind"/> describes: a record, an application, a report.</summary>
    public static LinkPurpose Report { get; } = new("Report");

    /// <summary>The same where it is a file, of which the mail's words speak.</summary>
    public static LinkPurpose Upload { get; } = new("Upload");

    /// <summary>Whether something is handed in by the links of a purpose.</summary>
    public static bool Takes(LinkPurpose purpose) => purpose == Report || purpose == Upload;
}
