namespace Dazhou.Serverless.Projects;

/// <summary>The result of an application for O&amp;M money or of its withdrawal.</summary>
/// <param name="Status">the status of the submission</param>
/// <param name="Budget">the budget; null if there is none</param>
/// <param name="Failures">the broken rules</param>
public sealed record OperationReceipt(SubmissionStatus Status, OperationBudgetRow? Budget, IReadOnlyList<RuleFailure> Failures)
{
    internal static OperationReceipt Taken(OperationBudgetRow budget) => new(SubmissionStatus.HandedIn, budget, []);

    internal static OperationReceipt Conflict(SubmissionStatus status, OperationBudgetRow budget, string article, string why) =>
        new(status, budget, [new("operation-state", article, "", why)]);
}
