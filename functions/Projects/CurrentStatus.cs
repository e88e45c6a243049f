using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Corrections;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Something that a project waits for, as its page shows it.</summary>
/// <param name="Wait">What is waited for.</param>
/// <param name="Holders">Who holds it, by names.</param>
/// <param name="Deadline">Its deadline as it is now; null without one.</param>
/// <param name="Remaining">How long it may still take, e.g. 还有7天（5个工作日）.</param>
public sealed record WaitView(ProjectWait Wait, IReadOnlyList<string> Holders, DeadlineView? Deadline, string? Remaining);

/// <summary>What a reader is to do about a project.</summary>
/// <param name="Text">What, e.g. 审核 or 提交合同.</param>
/// <param name="Href">Where it is done: a page, or a form of this one.</param>
public sealed record PrimaryAction(string Text, string Href);

/// <summary>Where a project stands, for one reader.</summary>
/// <param name="Waits">What it waits for, the first first.</param>
/// <param name="Action">The one thing that this reader is to do; null for nothing.</param>
public sealed record StatusView(IReadOnlyList<WaitView> Waits, PrimaryAction? Action);

/// <summary>Reads where a project stands.</summary>
public sealed class StatusReader(ProjectStandings standings, WorkCalendarSource calendars, TimeProvider time)
{
    /// <summary>Where it stands, by what its page has read already.</summary>
    /// <param name="project">The project.</param>
    /// <param name="role">As whom the page is read.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="standing">What its applicant may do.</param>
    /// <param name="acts">Everything that may be handed in.</param>
    /// <param name="forms">What of it this reader hands in here.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<StatusView> ReadAsync(
        ProjectView project, PageRole role, IReadOnlyList<StepView> steps, ApplicantStanding? standing,
        IReadOnlyList<OpenAct> acts, IReadOnlyList<OpenAct> forms, CancellationToken cancellationToken)
    {
        var facts = new StandingFacts(
            project.UnitId,
            project.Stage,
            [.. steps.Where(step => step.Row.Outcome is null).Select(step => (step.Row, Undecided(step)))],
            standing is { Returned: true } ? [standing.Step] : [],
            [.. acts.Where(act => !act.Kind.IsOffered).Select(act => act.Ask).OfType<AskRow>()],
            [.. project.Deadlines.Select(deadline => deadline.Row).OfType<DeadlineRow>()]);
        var waits = StandingRules.Waits(facts);
        var (calendar, now) = (await calendars.GetAsync(cancellationToken), time.GetChinaNow());
        var views = new List<WaitView>();
        foreach (var wait in waits)
        {
            var deadline = wait.Deadline is { } row ? project.Deadlines.FirstOrDefault(known => known.Row == row) : null;
            var remaining = deadline is not null ? RemainingOf(deadline, now, calendar) : wait.Due is { } due ? OfficeText.Remaining(now, due) : null;
            views.Add(new(wait, await standings.HoldersAsync(wait, cancellationToken), deadline, remaining));
        }

        return new(views, waits.Select(wait => ActionFor(wait, role, steps, acts, forms)).FirstOrDefault(action => action is not null)
            // 加签: heard, not waited for.
            ?? steps.Where(step => step.Row.Outcome is null && step.Consulted.Any(person => person.Person == role.Person && person.Decision is null))
                .Select(step => new PrimaryAction("提出意见", SessionDecisionFunctions.PathOf(step.Row))).FirstOrDefault());
    }

    /// <summary>What a reader is to do about something that is waited for; null for nothing.</summary>
    /// <param name="wait">What is waited for.</param>
    /// <param name="role">As whom the page is read.</param>
    /// <param name="steps">The project's steps.</param>
    /// <param name="acts">Everything that may be handed in.</param>
    /// <param name="forms">What of it this reader hands in on the page.</param>
    public static PrimaryAction? ActionFor(
        ProjectWait wait, PageRole role, IReadOnlyList<StepView> steps, IReadOnlyList<OpenAct> acts, IReadOnlyList<OpenAct> forms)
    {
        switch (wait.Kind)
        {
            case WaitKind.Decide when role.Person is { } person && wait.People.Contains(person):
                var step = steps.First(step => step.Row.Step.Key == wait.Step && step.Row.Round == wait.Round);
                return new(wait.What, SessionDecisionFunctions.PathOf(step.Row));
            case WaitKind.Correct when wait.Unit is { } unit && role.ActsFor(unit):
                return new(wait.What, "#resubmit");
            case WaitKind.HandIn or WaitKind.Period:
                // What several are asked for at once is one wait: each of them has a request of his own.
                if (acts.FirstOrDefault(act => IsFor(act, wait) && act.Ask!.Person == role.Person) is { Ask: { } mine })
                    return new(wait.What, AskPlace.PathOf(mine.Subject, mine.StepRound));
                return forms.FirstOrDefault(act => IsFor(act, wait)) is { } form ? new(wait.What, $"#{form.Step}") : null;
            default:
                return null;
        }
    }

    /// <summary>还有7天, with the working days where the period is counted in them.</summary>
    public static string RemainingOf(DeadlineView deadline, DateTimeOffset now, WorkCalendar calendar)
    {
        if (deadline.State == DeadlineState.Paused)
            return "已暂停计时";
        var text = OfficeText.Remaining(now, deadline.Due);
        var last = ChinaTime.DayOf(deadline.Due.AddTicks(-1));
        var days = deadline.Row?.Counting is WorkingDays ? calendar.CountWorkingDays(ChinaTime.DayOf(now), last) : 0;
        return days > 0 ? $"{text}（{days}个工作日）" : text;
    }

    private static bool IsFor(OpenAct act, ProjectWait wait) =>
        act.Ask is { } ask && ask.Stage == wait.Stage && !act.Kind.IsOffered
        && (ask.Step == wait.Step || $"提交{act.Kind.Title}" == wait.What);

    private static IReadOnlyList<string> Undecided(StepView step) => [.. step.People.Where(person => person.Decision is null).Select(person => person.Person)];
}
