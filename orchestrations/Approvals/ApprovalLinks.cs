using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Approvals;

/// <summary>The purposes of links for approvals.</summary>
public static class ApprovalLinks
{
    /// <summary>Decide a step.</summary>
    public static LinkPurpose Decide { get; } = new("Decide");

    /// <summary>Correct a returned subject, or withdraw it (退回补正).</summary>
    public static LinkPurpose Correct { get; } = new("Correct");

    /// <summary>Report that a confirmed decision was made by somebody else (不是我本人操作).</summary>
    public static LinkPurpose Dispute { get; } = new("Dispute");
}
