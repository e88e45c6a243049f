using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Approvals;

/// <summary>How long a step took, and when people are reminded of it.</summary>
public static class StepTimes
{
    /// <summary>
    /// When an applicant whose subject was returned is reminded: at the time of all reminders on the third and the seventh day after,
    /// then each week, at +08:00. A choice of ours: the regulation sets no period for 补正.
    /// </summary>
    /// <param name="returnedAt">when it was returned</param>
    /// <param name="number">1 for the first reminder</param>
    public static DateTimeOffset CorrectionReminder(DateTimeOffset returnedAt, int number) =>
        ChinaTime.At(ChinaTime.DayOf(returnedAt).AddDays(number == 1 ? 3 : 7 * (number - 1)), DeadlineRules.ReminderTime);

    /// <summary>What an applicant whose subject was returned is reminded of at an instant, after so many reminders.</summary>
    public static ApplicantReading Reminders(ApplicantAct act, DateTimeOffset returnedAt, int reminded, DateTimeOffset at)
    {
        var remind = act == ApplicantAct.None && CorrectionReminder(returnedAt, reminded + 1) <= at;
        return new(act, remind, CorrectionReminder(returnedAt, remind ? reminded + 2 : reminded + 1));
    }

    /// <summary>The days before its last on which a step reminds that opened on a day: who was asked this morning needs no reminder at nine.</summary>
    public static IReadOnlyList<int>? ReminderDays(Deadline? deadline, DateOnly opened) =>
        deadline is null ? null : [.. DeadlineRules.DefaultReminderDays.Where(days => deadline.LastDay.AddDays(-days) > opened)];

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
