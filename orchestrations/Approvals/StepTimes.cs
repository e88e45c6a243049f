using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Approvals;

/// <summary>Computes how long a step took, and when reminders are sent.</summary>
public static class StepTimes
{
    /// <summary>
    /// Returns when an applicant is reminded of a returned subject, at +08:00: at the usual reminder time on the third and seventh day
    /// after, then weekly. Our own choice: the regulation sets no period for 补正.
    /// </summary>
    /// <param name="returnedAt">the time of the return</param>
    /// <param name="number">the number of the reminder, from 1</param>
    public static DateTimeOffset CorrectionReminder(DateTimeOffset returnedAt, int number) =>
        ChinaTime.At(ChinaTime.DayOf(returnedAt).AddDays(number == 1 ? 3 : 7 * (number - 1)), DeadlineRules.ReminderTime);

    /// <summary>Returns whether a reminder is due and when the next one is, given the number already sent.</summary>
    public static ApplicantReading Reminders(ApplicantAct act, DateTimeOffset returnedAt, int reminded, DateTimeOffset at)
    {
        var remind = act == ApplicantAct.None && CorrectionReminder(returnedAt, reminded + 1) <= at;
        return new(act, remind, CorrectionReminder(returnedAt, remind ? reminded + 2 : reminded + 1));
    }

    /// <summary>
    /// Returns the days before the last day on which to remind, only those after the day of opening: a person asked in the morning needs no
    /// reminder at nine.
    /// </summary>
    public static IReadOnlyList<int>? ReminderDays(Deadline? deadline, DateOnly opened) =>
        deadline is null ? null : [.. DeadlineRules.DefaultReminderDays.Where(days => deadline.LastDay.AddDays(-days) > opened)];

    /// <summary>Creates an outcome, computing the natural days from opening to closing.</summary>
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
