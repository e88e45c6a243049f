using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>
/// Whoever is asked for something is weeks late, at each step once across Spring Festival and once across National Day:
/// the last day, and every reminder on exactly the expected morning. The days are those of the State Council's notice for
/// 2026, written down here once more so that the calendar of the code is not asked about itself.
/// </summary>
public sealed class LateAtEachStepTests
{
    private static readonly HashSet<DateOnly> Off = [.. Days("2026-01-01", "2026-01-03"), .. Days("2026-02-15", "2026-02-23"), .. Days("2026-04-04", "2026-04-06"),
        .. Days("2026-05-01", "2026-05-05"), .. Days("2026-06-19", "2026-06-21"), .. Days("2026-09-25", "2026-09-27"), .. Days("2026-10-01", "2026-10-07")];

    private static readonly HashSet<DateOnly> MakeUp =
        [new(2026, 1, 4), new(2026, 2, 14), new(2026, 2, 28), new(2026, 5, 9), new(2026, 9, 20), new(2026, 10, 10)];

    /// <summary>Step, sample, whether library and experts come first, start, stage, last day.</summary>
    public static TheoryData<string, string, bool, string, string, string> Steps { get; } = new()
    {
        // Spring Festival is 15 to 23 February; 14 and 28 February are worked.
        { "LibraryAdmission", "tier-150", true, "2026-02-02", Stages.LibraryAdmission, "2026-02-14" },
        { "ExpertArgumentation.panel", "tier-150", true, "2026-02-02", Stages.ExpertArgumentation, "2026-02-14" },
        { "ExpertArgumentation.opinion", "tier-150", true, "2026-02-02", Stages.ExpertArgumentation, "2026-02-24" },
        { "Establishment.review", "tier-320", false, "2026-02-09", Stages.Establishment, "2026-02-14" },
        { "Establishment.endorsement", "tier-320", false, "2026-02-09", Stages.Establishment, "2026-02-14" },
        { "Establishment.decision", "tier-320", false, "2026-02-09", Stages.Establishment, "2026-02-24" },
        { "Establishment.deliberation", "tier-1800", false, "2026-02-09", Stages.Establishment, "2026-03-13" },
        { "TechnicalPlan", "tier-150", false, "2025-12-10", Stages.TechnicalPlan, "2026-02-24" },
        { "TechnicalReview", "tier-150", false, "2026-02-02", Stages.TechnicalReview, "2026-02-24" },
        { "BudgetReview", "tier-150", false, "2026-01-05", Stages.BudgetReview, "2026-03-05" },
        { "Procurement.plan", "tier-150", false, "2026-01-05", Stages.Procurement, "2026-02-24" },
        { "Procurement.contract", "tier-150", false, "2025-11-10", Stages.Procurement, "2026-02-24" },
        { "PreAcceptance.application", "tier-150", false, "2025-11-10", Stages.PreAcceptance, "2026-02-25" },
        { "PreAcceptance", "tier-150", false, "2025-11-10", Stages.PreAcceptance, "2026-02-10" },
        { "Acceptance.report", "tier-150", false, "2025-11-10", Stages.Acceptance, "2026-02-27" },
        { "Payment.application", "tier-150", false, "2025-11-10", Stages.Payment, "2026-02-28" },
        { "Payment", "tier-150", false, "2025-11-10", Stages.Payment, "2026-02-13" },

        // National Day is 1 to 7 October, the Mid-Autumn Festival 25 to 27 September; 20 September and 10 October are worked.
        { "LibraryAdmission", "tier-150", true, "2026-09-14", Stages.LibraryAdmission, "2026-09-28" },
        { "ExpertArgumentation.panel", "tier-150", true, "2026-09-14", Stages.ExpertArgumentation, "2026-09-28" },
        { "ExpertArgumentation.opinion", "tier-150", true, "2026-09-14", Stages.ExpertArgumentation, "2026-09-29" },
        { "Establishment.review", "tier-320", false, "2026-09-21", Stages.Establishment, "2026-09-29" },
        { "Establishment.endorsement", "tier-320", false, "2026-09-21", Stages.Establishment, "2026-09-29" },
        { "Establishment.decision", "tier-320", false, "2026-09-21", Stages.Establishment, "2026-09-30" },
        { "Establishment.deliberation", "tier-1800", false, "2026-09-14", Stages.Establishment, "2026-10-16" },
        { "TechnicalPlan", "tier-150", false, "2026-07-27", Stages.TechnicalPlan, "2026-10-08" },
        { "TechnicalReview", "tier-150", false, "2026-09-14", Stages.TechnicalReview, "2026-10-08" },
        { "BudgetReview", "tier-150", false, "2026-08-24", Stages.BudgetReview, "2026-10-22" },
        { "Procurement.plan", "tier-150", false, "2026-08-24", Stages.Procurement, "2026-10-08" },
        { "Procurement.contract", "tier-150", false, "2026-06-22", Stages.Procurement, "2026-10-08" },
        { "PreAcceptance.application", "tier-150", false, "2026-06-22", Stages.PreAcceptance, "2026-10-08" },
        { "PreAcceptance", "tier-150", false, "2026-07-06", Stages.PreAcceptance, "2026-10-14" },
        { "Acceptance.report", "tier-150", false, "2026-06-15", Stages.Acceptance, "2026-10-08" },
        { "Payment.application", "tier-150", false, "2026-06-15", Stages.Payment, "2026-10-08" },
        { "Payment", "tier-150", false, "2026-07-06", Stages.Payment, "2026-10-15" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_LateAcrossAHoliday_IsRemindedOnExactlyTheExpectedMornings(
        string step, string sample, bool argued, string start, string stage, string lastDay)
    {
        var last = DateOnly.Parse(lastDay);
        var morning = step switch { "TechnicalPlan" => 80, "Procurement.contract" => 110, _ => 60 };
        var result = await Life.RehearseAsync(
            sample, new([new(step, Morning: morning)]), Life.At($"{start}T00:00"), argued ? ProjectPolicy.Gazette : new(), application => application with { ConstructionMonths = 1 });

        Assert.Equal(Stages.Completed, result.End);
        var deadline = LateOne(result, stage, last);
        Assert.Equal($"{last:yyyy-MM-dd}", $"{deadline.Due!.Value.AddDays(-1):yyyy-MM-dd}");
        var toDo = ToDo(deadline);
        var reminders = RemindersOf(result, stage, toDo).Select(entry => entry.At).Distinct().Order().ToList();
        Assert.Equal(Expected(deadline.At, last, reminders[^1]), reminders.Select(at => $"{at:yyyy-MM-dd HH:mm}"));
        Assert.True(
            Off.Any(day => day > deadline.From && day < ChinaTime.DayOf(reminders[^1])) && reminders.Count(at => at > deadline.Due) >= 2,
            "No holiday lies in it, or it ends before its second notice.");
        // Whoever answers for it is told on the first morning after the last day.
        Assert.Contains(result.Of(RehearsalKind.Reminder, stage), entry => entry.Text.StartsWith("报告", StringComparison.Ordinal) && entry.Text.Contains(toDo, StringComparison.Ordinal));
    }

    private static RehearsalEntry LateOne(RehearsalResult result, string stage, DateOnly last) =>
        result.Of(RehearsalKind.Deadline, stage).FirstOrDefault(entry => DateOnly.FromDateTime(entry.Due!.Value.AddDays(-1).Date) == last
            && RemindersOf(result, stage, ToDo(entry)).Any(reminder => reminder.At > entry.Due))
        ?? throw new InvalidOperationException(
            $"No late deadline on {last}: {string.Join("; ", result.Of(RehearsalKind.Deadline, stage).Select(entry => $"{entry.At:MM-dd} {entry.Text}"))}");

    /// <summary>The text of a deadline is what is to be done, a colon, and its period.</summary>
    private static string ToDo(RehearsalEntry deadline) => deadline.Text[..deadline.Text.LastIndexOf('：')];

    private static IEnumerable<RehearsalEntry> RemindersOf(RehearsalResult result, string stage, string toDo) =>
        result.Of(RehearsalKind.Reminder, stage).Where(entry => entry.Text.StartsWith("提醒", StringComparison.Ordinal) && entry.Text.Contains(toDo, StringComparison.Ordinal));

    /// <summary>
    /// 7, 3, 1 days before and on the last day, whatever days those are; then on the first working day after it, and each seventh day from
    /// that one on, or on the working day after where that is off.
    /// </summary>
    private static IEnumerable<string> Expected(DateTimeOffset asked, DateOnly last, DateTimeOffset until)
    {
        var before = new[] { 7, 3, 1, 0 }.Select(days => last.AddDays(-days));
        var first = Enumerable.Range(1, 20).Select(days => last.AddDays(days)).First(Works);
        var after = Enumerable.Range(0, 30).Select(week => Enumerable.Range(7 * week, 20).Select(days => first.AddDays(days)).First(Works));
        return before.Concat(after)
            .Distinct()
            .Select(day => new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.FromHours(8)))
            .Where(at => at > asked && at <= until)
            .Select(at => $"{at:yyyy-MM-dd HH:mm}");
    }

    private static bool Works(DateOnly day) =>
        MakeUp.Contains(day) || (!Off.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static IEnumerable<DateOnly> Days(string from, string to)
    {
        for (var day = DateOnly.Parse(from); day <= DateOnly.Parse(to); day = day.AddDays(1)) yield return day;
    }
}
