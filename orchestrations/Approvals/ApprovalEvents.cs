using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// The events of an approval. They carry no content: they only wake the orchestration, which then reads the record. Step and round are part
/// of the name, so that a late event of an earlier round wakes no other wait.
/// </summary>
public static class ApprovalEvents
{
    /// <summary>A step's record changed, e.g. by a decision or a withdrawal.</summary>
    public static string Decided(StepRound of) => $"decided-{of.Step}-{of.Round}";

    /// <summary>The applicant answered a returned round or withdrew the subject.</summary>
    public static string Resubmitted(StepRound of) => $"resubmitted-{of.Step}-{of.Round}";
}
