namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// The periods and points of a ledger, kept by it as they were when it started. None of them stands in the documents, unless a
/// comment says so: they are values of ours.
/// </summary>
public sealed record LedgerPolicy
{
    /// <summary>黄灯 so many natural days before a task is due.</summary>
    public int YellowDays { get; init; } = 15;

    /// <summary>滞后: when the progress lies so many percentage points behind the share of time that has passed.</summary>
    public int BehindPoints { get; init; } = 30;

    /// <summary>签收 within so many working days.</summary>
    public int SignWorkingDays { get; init; } = 3;

    /// <summary>The coordinating office decides on 退办 and 延期 within so many working days.</summary>
    public int DecideWorkingDays { get; init; } = 3;

    /// <summary>A cycle opens so many natural days before its day of report; of the short rhythms see <c>CycleRules</c>.</summary>
    public int OpensDaysBefore { get; init; } = 10;

    /// <summary>A cycle closes so many working days after its last day; what comes in between is 迟报, what does not is 未报.</summary>
    public int CloseWorkingDays { get; init; } = 5;

    /// <summary>Objections to the points within so many natural days.</summary>
    public int ObjectionDays { get; init; } = 5;

    /// <summary>The coordinating office answers an objection within so many working days.</summary>
    public int AnswerWorkingDays { get; init; } = 5;

    /// <summary>The assessment is decided within so many working days.</summary>
    public int AssessmentWorkingDays { get; init; } = 10;

    /// <summary>The days before a task is due on which whoever must act is urged.</summary>
    public IReadOnlyList<int> ReminderDays { get; init; } = [15, 7, 3, 0];

    /// <summary>The points of the assessment.</summary>
    public AssessmentPoints Points { get; init; } = new();
}
