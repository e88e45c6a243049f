using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>The activities of <see cref="ProblemCase"/>. Each may run twice.</summary>
public sealed class ProblemActivities(
    ProblemBook book, ITableStore tables, IDirectory directory, WorkCalendarSource calendars, IAuditTrail audit, Wakes wakes)
{
    /// <summary>Returns where a problem stands, whom it asks next, and after its end whom to tell.</summary>
    [Function(nameof(ReadProblem))]
    public async Task<ProblemReading> ReadProblem([ActivityTrigger] ProblemInstant instant, CancellationToken cancellation = default)
    {
        var problem = await FindAsync(instant.Problem, cancellation);
        return await ReadingAsync(problem, problem.State.Phase == ProblemPhase.Withdrawn ? ProblemActKind.Withdrawn : null, instant.At, cancellation);
    }

    /// <summary>Takes a submission into the problem's state, and returns where it stands then.</summary>
    [Function(nameof(TakeProblemStep))]
    public async Task<ProblemReading> TakeProblemStep([ActivityTrigger] ProblemStep step, CancellationToken cancellation = default)
    {
        var submission = (await tables.FindAsync<SubmissionRow>(ProblemSubject.Of(step.Problem), new StepRound(step.Step, step.Round).RowKey, cancellation))!.Value;
        var act = await ActOfAsync(await FindAsync(step.Problem, cancellation), submission, cancellation);
        var problem = await book.ChangeAsync(step.Problem, state => ProblemRules.Apply(state, act), cancellation);
        if (act.Kind == ProblemActKind.Assigned)
        {
            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = submission.Subject,
                    Key = $"assigned|{step.Round}",
                    At = submission.At,
                    Actor = AuditEntry.System,
                    Action = $"交由{act.UnitName}办理，{ChinaTime.Text(act.Until!.Value)}前答复",
                    Article = problem.Origin.Article,
                    Stage = nameof(ProblemCase),
                },
                cancellation);
        }

        return await ReadingAsync(problem, problem.State.Phase == ProblemPhase.Withdrawn ? ProblemActKind.Withdrawn : act.Kind, step.At, cancellation);
    }

    /// <summary>Ends the open requests of a problem that was withdrawn.</summary>
    [Function(nameof(EndAsksOfProblem))]
    public Task EndAsksOfProblem([ActivityTrigger] ProblemInstant instant, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default) =>
        Asks.CancelAsync(tables, wakes, client, ProblemSubject.Of(instant.Problem), _ => true, instant.At, cancellation);

    private async Task<ProblemAct> ActOfAsync(ProblemRow problem, SubmissionRow submission, CancellationToken cancellation)
    {
        if (submission.Step == ProblemKinds.Assign.Step)
        {
            var data = RecordJson.Read<AssignmentData>(submission.Data);
            // The rules found it; should it have left the directory since, the office is asked what it called it.
            var unit = await directory.FindUnitAsync(data.Unit!.Trim(), cancellation);
            return new(ProblemActKind.Assigned, submission.Round, submission.At)
            {
                Unit = unit?.Id ?? data.Unit.Trim(),
                UnitName = unit?.Name ?? data.Unit.Trim(),
                Until = data.Until ?? DeadlineRules.LastDay(
                    new WorkingDays(problem.Policy.AnswerWorkingDays), ChinaTime.DayOf(submission.At), await calendars.GetAsync(cancellation)),
                Text = TextOf(data.Instruction),
            };
        }

        if (submission.Step == ProblemKinds.Answer.Step)
        {
            var data = RecordJson.Read<AnswerData>(submission.Data);
            return new(data.Outcome == AnswerData.NotOurs ? ProblemActKind.NotOurs : ProblemActKind.Answered, submission.Round, submission.At) { Text = TextOf(data.Text) };
        }

        var confirmation = RecordJson.Read<ConfirmationData>(submission.Data);
        return new(confirmation.Solved == true ? ProblemActKind.Confirmed : ProblemActKind.SentBack, submission.Round, submission.At) { Text = TextOf(confirmation.Reason) };
    }

    private static string? TextOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().TrimEnd('。');

    private async Task<ProblemReading> ReadingAsync(ProblemRow problem, ProblemActKind? after, DateTimeOffset at, CancellationToken cancellation)
    {
        var (state, on) = (problem.State, ChinaTime.DayOf(at));
        var notice = await NoticeAsync(problem, after, on, cancellation);
        if (state.IsEnded) return new(state, null, null, notice);
        var asked = await PostOfAsync(state.Phase switch { ProblemPhase.Raised => problem.Office, ProblemPhase.Assigned => state.Unit!, _ => problem.Raiser }, on, cancellation);
        return new(state, asked, await EscalationAsync(problem, asked.Unit, on, cancellation), notice);
    }

    /// <summary>The coordinating office hears of others that are late; of the office itself 分管领导 hears, where the directory has one.</summary>
    private async Task<ApproverPost?> EscalationAsync(ProblemRow problem, string asked, DateOnly on, CancellationToken cancellation)
    {
        if (asked != problem.Office)
        {
            var office = await PostOfAsync(problem.Office, on, cancellation);
            return await HeldAsync(office, on, cancellation) ? office : null;
        }

        return await directory.FindSupervisorAsync(problem.Office, on, cancellation) is null ? null : ApproverPost.SupervisorOf(problem.Office);
    }

    private async Task<ProblemNotice?> NoticeAsync(ProblemRow problem, ProblemActKind? after, DateOnly on, CancellationToken cancellation)
    {
        var state = problem.State;
        var (units, text) = after switch
        {
            ProblemActKind.Assigned => ((IReadOnlyList<string>)[problem.Raiser], $"你单位提出的问题已经交由{state.UnitName}办理，{(state.Until is { } until ? $"{ChinaTime.Text(until)}前答复" : "请等待答复")}。"),
            ProblemActKind.SentBack => ([state.Unit!], $"{state.Reason}。由{problem.OfficeName}重新交办。"),
            ProblemActKind.Confirmed => ([problem.Office, state.Unit!], $"{problem.RaiserName}确认问题已经解决。"),
            ProblemActKind.Withdrawn => (state.Unit is { } unit ? [problem.Office, unit] : [problem.Office], $"{problem.RaiserName}撤回了问题：{state.Reason}。不必再办理。"),
            _ => ([], ""),
        };
        var people = new List<string>();
        foreach (var unit in units.Distinct(StringComparer.Ordinal))
        {
            var post = await PostOfAsync(unit, on, cancellation);
            if ((await directory.FindByPostAsync(post.Unit, post.Post!, on, cancellation))?.Person.Id is { } person && !people.Contains(person, StringComparer.Ordinal)) people.Add(person);
        }

        return people.Count == 0 ? null : new($"{after}|{state.Round}", people, text);
    }

    /// <summary>Returns who is asked in a unit: its office, else whoever the directory has; the office again if that is nobody, which is waited for.</summary>
    private async Task<ApproverPost> PostOfAsync(string unit, DateOnly on, CancellationToken cancellation)
    {
        var office = new ApproverPost(unit, UnitRow.OfficePost);
        if (await HeldAsync(office, on, cancellation)) return office;
        await foreach (var person in directory.PeopleOfAsync(unit, cancellation))
        {
            if (!person.IsOnlyExpert && new ApproverPost(unit, person.Post) is var post && await HeldAsync(post, on, cancellation)) return post;
        }

        return office;
    }

    private async Task<bool> HeldAsync(ApproverPost post, DateOnly on, CancellationToken cancellation) =>
        await directory.FindByPostAsync(post.Unit, post.Post!, on, cancellation) is not null;

    private async Task<ProblemRow> FindAsync(string problem, CancellationToken cancellation) =>
        await book.FindAsync(problem, cancellation) ?? throw new InvalidOperationException($"There is no problem {problem}.");
}
