using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The work of a panel (第十条第一款): 市数字经济局 names it and every expert is asked. While answers are missing, 市数字经济局 may
/// replace or drop those experts. Once all have answered, the majority decides.
/// </summary>
internal sealed class PanelWork(TaskOrchestrationContext context, ProjectRef project)
{
    private readonly LibraryInterruption _interruption = new(context, project);
    private readonly List<Seat> _seats = [];
    private readonly List<Seat> _left = [];

    private sealed record Seat(string Expert, int Round)
    {
        public Task<AskResult> Asking { get; set; } = null!;

        public DateTimeOffset? Due { get; set; }
    }

    /// <summary>Runs the panel until its conclusion.</summary>
    public async Task<StageResult> RunAsync(DateOnly from)
    {
        var naming = Asking.AskAsync(context, Ask(new(MainLineKinds.Panel, project.Passage), "请组织专家论证，从专家库中选定专家组（不少于3人的单数）。") with
        {
            Post = ProjectPosts.Planners,
            From = from,
            Period = new WorkingDays(project.Policy.OpinionWorkingDays),
        });
        if (await _interruption.UntilAsync(naming) is { } act) return context.Ends(LibraryInterruption.EndOf(act));
        if ((await naming).Submission is not { } panel) return context.Ends(StageEnd.Cancelled);

        Invite(panel.Read<ExpertPanel>().Experts!);
        if (await HearAsync() is { } acted) return context.Ends(LibraryInterruption.EndOf(acted));
        var answers = _seats.Select(seat => seat.Asking.Result.Submission).ToList();
        return answers.Any(answer => answer is null)
            ? context.Ends(StageEnd.Cancelled)
            : await ConcludeAsync([.. answers.Select(answer => answer!.Read<ExpertOpinion>())]);
    }

    private void Invite(IEnumerable<string> experts)
    {
        foreach (var expert in experts)
        {
            var seat = new Seat(expert, project.RoundOf(_seats.Count + _left.Count + 1));
            _seats.Add(seat);
            seat.Asking = Asking.AskAsync(
                context,
                Ask(new(MainLineKinds.Opinion, seat.Round), "请论证项目是否确有必要建设，给出评分和意见。") with
                {
                    Person = expert,
                    Period = new WorkingDays(project.Policy.OpinionWorkingDays),
                },
                opened => seat.Due = opened.Deadline?.Due);
        }
    }

    /// <summary>Waits for every opinion; returns the unit's act if it acted in the meantime, otherwise null.</summary>
    private async Task<LibraryActKind?> HearAsync()
    {
        for (var change = project.RoundOf(1); ; change++)
        {
            var woken = context.WaitForExternalEvent<object?>(SubmissionEvents.Submitted(new(MainLineKinds.PanelChange, change)));
            var offer = await OpenChangeAsync(change);
            var (act, wanted) = await HearUntilChangedAsync(change, woken, offer);
            if (act is not null) await _interruption.StopAsync(All());
            if (wanted is null)
            {
                await CloseChangeAsync(change);
                await All();
                return act;
            }

            await CloseChangeAsync(change, AskEnd.HandedIn);
            await ChangeAsync(wanted);
        }
    }

    /// <summary>Waits until all have answered, the unit has acted or 市数字经济局 requests another panel.</summary>
    private async Task<(LibraryActKind? Act, SubmissionRow? Wanted)> HearUntilChangedAsync(int change, Task woken, OpenedAsk? offer)
    {
        var patience = new Patience();
        var told = false;
        while (true)
        {
            if (await _interruption.ReadAsync() is { } act) return (act, null);
            var opinions = Task.WhenAll(_seats.Select(seat => seat.Asking));
            if (opinions.IsCompleted) return (null, null);
            var late = _seats.Where(seat => !seat.Asking.IsCompleted).Select(seat => seat.Due).Min();
            if (!told && offer is not null && late <= context.Now())
            {
                told = true;
                await UnitMail.SendToAsync(context, project, $"late|{change}", offer.Person, Asking.MailOf(Offer(change) with { ToDo = Late }, offer, context.Now()));
            }

            if (offer is not null && await ReadChangeAsync(change) is { } wanted) return (null, wanted);
            if (await patience.WaitAsync(context, woken, told ? null : late, opinions, _interruption.Woken))
                woken = context.WaitForExternalEvent<object?>(SubmissionEvents.Submitted(new(MainLineKinds.PanelChange, change)));
        }
    }

    private async Task ChangeAsync(SubmissionRow wanted)
    {
        var experts = wanted.Read<ExpertPanel>().Experts!;
        var leaving = _seats.Where(seat => !experts.Contains(seat.Expert)).ToList();
        if (leaving.Any(seat => seat.Asking.IsCompleted))
        {
            // The opinion arrived just as the panel was changed; a given opinion is kept.
            await context.TellAsync(project, $"unchanged|{wanted.Round}", ProjectPosts.Planners, Article, "调整的专家已经提出意见，专家组没有调整。");
            return;
        }

        foreach (var seat in leaving) _seats.Remove(seat);
        _left.AddRange(leaving);
        if (leaving.Count > 0)
        {
            await context.CallActivityAsync(
                nameof(LibraryActivities.CancelAsks),
                new CancelAsks(project.Id, context.InstanceId, context.Now(), [.. leaving.Select(seat => new StepRound(MainLineKinds.Opinion, seat.Round).RowKey)]),
                ActivityRetry.Patient);
        }

        Invite(experts.Where(expert => _seats.All(seat => seat.Expert != expert)).ToList());
    }

    private Task<OpenedAsk?> OpenChangeAsync(int change) =>
        context.CallActivityAsync<OpenedAsk?>(
            nameof(SubmissionActivities.OpenAsk), new OpenAsk(Offer(change), context.InstanceId, context.Now()), ActivityRetry.Patient);

    private SubmissionRequest Offer(int change) =>
        Ask(new(MainLineKinds.PanelChange, change), "专家未按期提出意见的，可以更换专家，或者减少专家（仍须为不少于3人的单数）。") with { Post = ProjectPosts.Planners };

    private async Task<SubmissionRow?> ReadChangeAsync(int change) =>
        (await context.CallActivityAsync<AskReading>(
            nameof(SubmissionActivities.ReadAsk), new AskRef(project.Id, MainLineKinds.PanelChange, change, context.InstanceId), ActivityRetry.Patient)).Submission;

    private Task CloseChangeAsync(int change, AskEnd end = AskEnd.Cancelled) =>
        context.CallActivityAsync(
            nameof(SubmissionActivities.CloseAsk), new CloseAsk(project.Id, MainLineKinds.PanelChange, change, end, context.Now()), ActivityRetry.Patient);

    private async Task<StageResult> ConcludeAsync(IReadOnlyList<ExpertOpinion> opinions)
    {
        var conclusion = await context.CallActivityAsync<PanelConclusion>(
            nameof(ArgumentationActivities.WriteMinutes),
            new ArgumentationMinutes(project, [.. _seats.Select(seat => seat.Expert)], opinions, context.Now())
            {
                Replaced = [.. _left.Select(seat => seat.Expert)],
            },
            ActivityRetry.Patient);
        if (conclusion.Necessary) return context.Ends(StageEnd.Done);
        await context.TellUnitAsync(project, "concluded", Article, "专家论证认为项目没有必要建设。");
        return context.Ends(StageEnd.Refused);
    }

    private Task All() => Task.WhenAll(_seats.Concat(_left).Select(seat => seat.Asking));

    private SubmissionRequest Ask(StepRound of, string toDo) => new()
    {
        Subject = project,
        Stage = Stages.ExpertArgumentation,
        Step = of.Step,
        Round = of.Round,
        Article = Article,
        ToDo = toDo,
        Escalation = ProjectPosts.ReviewersSuperior,
    };

    private const string Article = "第十条第一款";
    private const string Late = "有专家未按期提出论证意见，可以更换专家，或者减少专家（仍须为不少于3人的单数），也可以继续等待。";
}
