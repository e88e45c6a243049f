using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Approvals;

/// <summary>How long a step took.</summary>
public static class StepTimes
{
    /// <summary>The outcome with the natural days between opening and closing.</summary>
    public static StepOutcome Outcome(
        string step,
        int round,
        ApprovalResult result,
        IReadOnlyList<GivenDecision> decisions,
        DateTimeOffset openedAt,
        DateTimeOffset closedAt,
        int daysOverdue) =>
        new(
            step,
            round,
            result,
            decisions,
            openedAt,
            closedAt,
            ChinaTime.DayOf(closedAt).DayNumber - ChinaTime.DayOf(openedAt).DayNumber,
            daysOverdue);
}
