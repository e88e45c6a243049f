namespace Dazhou.Serverless.Projects;

/// <summary>The answer to an application for O&amp;M money, or to its withdrawal.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Budget">the budget; null if there is none</param>
/// <param name="Failures">why it was not taken</param>
public sealed record OperationReceipt(SubmissionStatus Status, OperationBudgetRow? Budget, IReadOnlyList<RuleFailure> Failures)
{
    internal static OperationReceipt Taken(OperationBudgetRow budget) => new(SubmissionStatus.HandedIn, budget, []);

    internal static OperationReceipt Conflict(SubmissionStatus status, OperationBudgetRow budget, string article, string why) =>
        new(status, budget, [new("operation-state", article, "", why)]);
}
