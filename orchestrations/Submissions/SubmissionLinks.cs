using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Submissions;

/// <summary>The purposes of links for submissions.</summary>
public static class SubmissionLinks
{
    /// <summary>Hand in what a <see cref="SubmissionKind"/> describes: a record, an application, a report.</summary>
    public static LinkPurpose Report { get; } = new("Report");

    /// <summary>Hand in a file; otherwise the same as <see cref="Report"/>, but with other words in the mail.</summary>
    public static LinkPurpose Upload { get; } = new("Upload");

    /// <summary>Returns whether links of a purpose are for submissions.</summary>
    public static bool Takes(LinkPurpose purpose) => purpose == Report || purpose == Upload;
}
