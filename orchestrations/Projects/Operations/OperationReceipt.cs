namespace Dazhou.Serverless.Projects;

/// <summary>Something to be recorded about a budget: one of the contents, by its step.</summary>
/// <param name="Step">see <see cref="OperationSteps"/></param>
/// <param name="By">who: a unit's or person's id</param>
public sealed record OperationInput(string Step, string By)
{
    /// <summary>For <see cref="OperationSteps.Application"/>: the application as corrected.</summary>
    public OperationApplication? Application { get; init; }

    /// <summary>For <see cref="OperationSteps.Assessment"/>.</summary>
    public OperationAssessment? Assessment { get; init; }

    /// <summary>For <see cref="OperationSteps.Arrangement"/>.</summary>
    public OperationArrangement? Arrangement { get; init; }

    /// <summary>For <see cref="OperationSteps.Withdrawal"/>.</summary>
    public OperationWithdrawal? Withdrawal { get; init; }

    /// <summary>The file that comes with it.</summary>
    public SubmissionFile? File { get; init; }

    /// <summary>SHA-256 of the mailed link by which it came; null without one.</summary>
    public string? Link { get; init; }

    internal OperationActRow ToRow(string budget, int round, DateTimeOffset at) => new()
    {
        Budget = budget,
        Step = Step,
        Round = round,
        By = By,
        At = at,
        Application = Application,
        Assessment = Assessment,
        Arrangement = Arrangement,
        Withdrawal = Withdrawal,
        Link = Link,
    };

    internal bool Repeats(OperationActRow act) =>
        (act.Application, act.Assessment, act.Arrangement, act.Withdrawal) == (Application, Assessment, Arrangement, Withdrawal);
}

/// <summary>What became of something that was handed in about O&amp;M.</summary>
public enum OperationStatus
{
    /// <summary>It is recorded, now or before.</summary>
    Taken,

    /// <summary>It breaks rules; nothing was recorded.</summary>
    Refused,

    /// <summary>The budget's state does not allow it now.</summary>
    Conflict,
}

/// <summary>The answer.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Budget">the budget; null if there is none</param>
/// <param name="Failures">every rule it breaks</param>
public sealed record OperationReceipt(OperationStatus Status, OperationBudgetRow? Budget, IReadOnlyList<RuleFailure> Failures)
{
    internal static OperationReceipt Refused(IReadOnlyList<RuleFailure> failures) => new(OperationStatus.Refused, null, failures);

    internal static OperationReceipt Conflict(OperationBudgetRow budget, string article, string why) =>
        new(OperationStatus.Conflict, budget, [new("operation-state", article, "", why)]);
}
