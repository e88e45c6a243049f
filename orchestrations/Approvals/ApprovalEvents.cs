using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// The events of an approval. They carry no content: the record decides, the event only wakes. Step and round
/// are part of the name, so that a late event of an earlier round wakes nobody by mistake.
/// </summary>
public static class ApprovalEvents
{
    /// <summary>Something was decided about a step, or the subject was withdrawn.</summary>
    public static string Decided(StepRound of) => $"decided-{of.Step}-{of.Round}";

    /// <summary>The applicant supplied what a round had asked for, or withdrew.</summary>
    public static string Resubmitted(StepRound of) => $"resubmitted-{of.Step}-{of.Round}";
}
