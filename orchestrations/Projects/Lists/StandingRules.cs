using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>What the records say of how a project stands.</summary>
/// <param name="Unit">the id of its unit</param>
/// <param name="Stage">the stage it is in</param>
/// <param name="Steps">its open steps, each with those who are asked and have not decided</param>
/// <param name="Returned">the steps that were returned and wait for 补正</param>
/// <param name="Asks">what is asked for and not handed in</param>
/// <param name="Deadlines">its deadlines, open and ended</param>
public sealed record StandingFacts(
    string Unit,
    string Stage,
    IReadOnlyList<(ApprovalStepRow Step, IReadOnlyList<string> Waiting)> Steps,
    IReadOnlyList<ApprovalStepRow> Returned,
    IReadOnlyList<AskRow> Asks,
    IReadOnlyList<DeadlineRow> Deadlines);

/// <summary>Who holds a project and what is awaited: its own stage comes first, then what runs beside it, each by deadlines.</summary>
public static class StandingRules
{
    /// <summary>What a project waits for, the first first.</summary>
    public static IReadOnlyList<ProjectWait> Waits(StandingFacts facts)
    {
        if (Stages.IsFinal(facts.Stage)) return [];
        var waits = new List<ProjectWait>();
        waits.AddRange(facts.Steps.Where(open => open.Waiting.Count > 0).Select(open => (open.Step, open.Waiting, Deadline: DeadlineOf(facts, open.Step))).Select(open => new ProjectWait
        {
            Kind = WaitKind.Decide,
            Step = open.Step.Step.Key,
            Round = open.Step.Round,
            Stage = open.Step.Stage,
            What = open.Step.Step.Act.Chinese(),
            Article = open.Step.Step.Article,
            People = open.Waiting,
            Since = open.Step.OpenedAt,
            Deadline = open.Deadline,
            Due = (open.Deadline?.Deadline ?? open.Step.Deadline)?.Due,
        }));
        waits.AddRange(facts.Returned.Select(step => new ProjectWait
        {
            Kind = WaitKind.Correct,
            Step = step.Step.Key,
            Round = step.Round,
            Stage = step.Stage,
            What = "补正后重新提交",
            Article = step.Step.Article,
            Unit = facts.Unit,
            Since = step.Outcome?.ClosedAt ?? step.OpenedAt,
        }));
        // What several people are asked for at once, as the experts for their opinions, is one thing.
        waits.AddRange(facts.Asks.Select(ask => WaitOf(facts, ask)).GroupBy(wait => (wait.Stage, wait.What))
            .Select(same => same.OrderBy(wait => wait.Due ?? DateTimeOffset.MaxValue).First() with { People = [.. same.SelectMany(wait => wait.People)] }));
        // A stage in which nobody is asked for anything waits for its period: the publicity, the trial run, the building.
        if (waits.All(wait => wait.Stage != facts.Stage) && NextOf(facts.Deadlines.Where(row => row.Deadline.Stage == facts.Stage)) is { } period)
            waits.Add(WaitOf(period));
        return [.. waits.OrderBy(wait => wait.Stage != facts.Stage).ThenBy(wait => wait.Due ?? DateTimeOffset.MaxValue).ThenBy(wait => wait.Since)];
    }

    /// <summary>What lists show of it.</summary>
    /// <param name="waits">what it waits for, see <see cref="Waits"/></param>
    /// <param name="deadlines">its deadlines, open and ended</param>
    /// <param name="holders">the names of those who hold it for the first of them</param>
    public static ProjectStanding Of(IReadOnlyList<ProjectWait> waits, IReadOnlyList<DeadlineRow> deadlines, IReadOnlyList<string> holders)
    {
        var next = NextOf(deadlines);
        return new()
        {
            Awaited = waits.Count > 0 ? waits[0].What : null,
            Holder = holders.Count > 0 ? string.Join('、', holders) : null,
            Others = Math.Max(0, waits.Count - 1),
            Next = next?.Deadline,
            ReminderDays = next?.Plan.ReminderDays,
            BehindPlan = next?.BehindPlan ?? false,
            PausedAt = next is { State: DeadlineState.Paused } ? next.Light : null,
        };
    }

    /// <summary>The open deadline that comes next; null if none runs.</summary>
    public static DeadlineRow? NextOf(IEnumerable<DeadlineRow> deadlines) => deadlines.Where(row => !row.IsClosed).MinBy(row => row.Deadline.Due);

    private static ProjectWait WaitOf(StandingFacts facts, AskRow ask)
    {
        var deadline = DeadlineOf(facts, ask);
        return new()
        {
            Kind = WaitKind.HandIn,
            Step = ask.Step,
            Round = ask.Round,
            Stage = ask.Stage,
            What = SubmissionKinds.Find(ask.Step) is { } kind ? $"提交{kind.Title}" : ask.ToDo,
            Article = ask.Article,
            // What a state alone asks for names nobody; its deadline does.
            People = ask.Person.Length > 0 ? [ask.Person] : [.. deadline?.Plan.Responsible.Select(contact => contact.Person) ?? []],
            Unit = facts.Unit,
            Since = ask.OpenedAt,
            Deadline = deadline,
            Due = (deadline?.Deadline ?? ask.Deadline)?.Due,
        };
    }

    private static ProjectWait WaitOf(DeadlineRow row) => new()
    {
        Kind = WaitKind.Period,
        Step = row.Plan.Step.Step,
        Round = row.Plan.Step.Round ?? 1,
        Stage = row.Deadline.Stage,
        What = row.Plan.ToDo.StartsWith('请') ? row.Plan.ToDo[1..] : row.Plan.ToDo,
        Article = row.Deadline.Article,
        People = [.. row.Plan.Responsible.Select(contact => contact.Person)],
        Unit = row.Plan.Unit,
        Since = row.OpenedAt,
        Deadline = row,
        Due = row.Deadline.Due,
    };

    private static DeadlineRow? DeadlineOf(StandingFacts facts, IOfStepRound of) =>
        facts.Deadlines.FirstOrDefault(row => !row.IsClosed && row.Plan.Step == DeadlineKey.Of(of.StepRound));
}
