using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Approvals;

/// <summary>What the links of approvals are for.</summary>
public static class ApprovalLinks
{
    /// <summary>Decide a step.</summary>
    public static LinkPurpose Decide { get; } = new("Decide");

    /// <summary>Supply what a step was returned for, or withdraw (退回补正).</summary>
    public static LinkPurpose Correct { get; } = new("Correct");

    /// <summary>Say that a confirmed decision was not one's own (不是我本人操作).</summary>
    public static LinkPurpose Dispute { get; } = new("Dispute");
}
