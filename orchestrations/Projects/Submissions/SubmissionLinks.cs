using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Projects;

/// <summary>What the links of projects ask for.</summary>
public static class SubmissionLinks
{
    /// <summary>Hand in what a <see cref="SubmissionKind"/> describes: a record, an application, a report.</summary>
    public static LinkPurpose Report { get; } = new("Report");

    /// <summary>Upload the technical plan (第三十六条).</summary>
    public static LinkPurpose Upload { get; } = new("Upload");
}
