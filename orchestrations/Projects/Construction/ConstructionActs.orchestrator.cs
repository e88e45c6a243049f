using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Handles submissions during construction; each act that needs a decision runs in its own sub-orchestration.</summary>
/// <param name="context">the context of the construction stage</param>
/// <param name="project">the project</param>
internal sealed class ConstructionActs(TaskOrchestrationContext context, ProjectRef project)
{
    private readonly List<Task> _running = [];
    private Task<StageResult>? _termination;
    private SubmissionRow? _nextTermination;
    private DateTimeOffset? _term;

    /// <summary>Whether construction is paused.</summary>
    public bool Paused { get; private set; }

    /// <summary>Whether the project was terminated.</summary>
    public bool Terminated { get; private set; }

    /// <summary>Whether every started act has ended.</summary>
    public bool AllEnded => _running.TrueForAll(task => task.IsCompleted);

    /// <summary>Whether a termination was decided but not processed yet.</summary>
    public bool HasNews => _termination is { IsCompleted: true };

    /// <summary>The acts still running.</summary>
    public Task[] Running => [.. _running.Where(task => !task.IsCompleted)];

    public async Task HandleAsync(SubmissionRow act)
    {
        switch (act.Step)
        {
            case BuildingKinds.Supplement:
                _running.Add(BeginAsync<StageResult>(Stages.SupplementaryContract, act));
                break;
            case BuildingKinds.Adjustment:
                _running.Add(BeginAsync<StageResult>(Stages.Adjustment, act));
                break;
            case BuildingKinds.Termination when _termination is null:
                _termination = BeginAsync<StageResult>(Stages.Termination, act);
                _running.Add(_termination);
                break;
            case BuildingKinds.Termination:
                // The previous application was refused but not processed yet; the rules admit no second one before that.
                _nextTermination = act;
                break;
            case BuildingKinds.Trouble:
                var report = act.Read<TroubleReport>();
                await context.TellAsync(
                    project, $"trouble|{act.Round}", ProjectPosts.Reviewers, "第四十六条",
                    $"项目单位报告{(report.SeriousDelay == true ? "工程严重逾期" : "投资重大损失")}：{report.Description}。请决定整改或者暂停项目建设。");
                break;
            case BuildingKinds.Pause when !Paused:
                await PauseAsync(act);
                break;
            case BuildingKinds.Resume when Paused:
                await ResumeAsync(act);
                break;
            case BuildingKinds.UnapprovedChange:
                await NoteUnapprovedChangeAsync(act);
                break;
        }
    }

    /// <summary>Processes a termination decided in the meantime.</summary>
    public async Task CollectAsync()
    {
        if (_termination is not { IsCompleted: true }) return;
        Terminated = (await _termination).End == StageEnd.Done;
        _termination = null;
        if (_nextTermination is not { } next) return;
        _nextTermination = null;
        if (!Terminated) await HandleAsync(next);
    }

    /// <summary>When the contract term ends, extended by pauses; null while paused and once 进度滞后 was noted.</summary>
    public DateTimeOffset? BehindAt => Paused ? null : _term;

    /// <summary>Starts the construction with the ledger's contract term.</summary>
    public void Begin(ProjectLedgerRow ledger) => _term = ledger.Term;

    /// <summary>Answers submissions that arrived just as construction ended, so that nobody waits for a reply.</summary>
    public async Task AnswerLateAsync(IEnumerable<SubmissionRow> late)
    {
        foreach (var act in late)
        {
            var kind = SubmissionKinds.Of(act.Step);
            var post = kind.Side == SubmissionSide.Unit ? ProjectPosts.ContactOf(project.Unit) : ProjectPosts.Reviewers;
            await context.TellAsync(project, $"late|{act.RowKey}", post, kind.Article, $"项目建设已经结束，{kind.Title}（第{act.Round}次）没有办理。");
        }
    }

    /// <summary>进度滞后: the contract term is over, although the regulation's year is not.</summary>
    public async Task NoteBehindPlanAsync(bool completed)
    {
        _term = null;
        if (completed) return;
        await WakeAsync(context.CallActivityAsync<IReadOnlyList<string>>(
            nameof(BuildingActivities.NoteBehindPlan),
            new SubjectAct(project.Id, DeadlineKey.Of(new StepRound(BuildingKinds.Completion, 1)), new DeadlineAct("behind-plan", AuditEntry.System, context.Now(), "合同约定的建设期限已到")),
            ActivityRetry.Patient));
    }

    private Task<T> BeginAsync<T>(string orchestration, SubmissionRow act) =>
        context.CallSubOrchestratorAsync<T>(
            orchestration, new ActInput(project, act), OrchestrationVersion.Part($"{context.InstanceId}:{orchestration}:{act.Round}"));

    /// <summary>暂停 (第四十六条): pauses all deadlines of the project.</summary>
    private async Task PauseAsync(SubmissionRow act)
    {
        Paused = true;
        var reason = act.Read<PauseOrder>().Reason!;
        await context.SettleAsync(
            project, act.RowKey, Stages.Construction, "第四十六条", $"暂停项目建设：{reason}", new PauseSet(act.At));
        await WakeAsync(context.CallActivityAsync<IReadOnlyList<string>>(
            nameof(DeadlineActivities.PauseDeadlines),
            new SubjectAct(project.Id, Step: null, new DeadlineAct(act.RowKey, act.By, act.At, reason)),
            ActivityRetry.Patient));
        await context.TellUnitAsync(project, act.RowKey, "第四十六条", $"项目暂停建设，各项期限停止计算：{reason}");
    }

    private async Task ResumeAsync(SubmissionRow act)
    {
        Paused = false;
        var reason = act.Read<PauseOrder>().Reason!;
        var ledger = await context.SettleAsync(
            project, act.RowKey, Stages.Construction, "第四十六条", $"恢复项目建设：{reason}", new PauseSet(PausedAt: null, ResumedAt: act.At));
        // Once noted, the end of the term is not noted again.
        if (_term is not null) _term = ledger.Term;
        await WakeAsync(context.CallActivityAsync<IReadOnlyList<string>>(
            nameof(DeadlineActivities.ResumeDeadlines),
            new SubjectAct(project.Id, Step: null, new DeadlineAct(act.RowKey, act.By, act.At, reason)),
            ActivityRetry.Patient));
        await context.TellUnitAsync(project, act.RowKey, "第四十六条", $"项目恢复建设，各项期限继续计算：{reason}");
    }

    private async Task NoteUnapprovedChangeAsync(SubmissionRow act)
    {
        var change = act.Read<UnapprovedChange>();
        if (!await context.CallActivityAsync<bool>(nameof(BuildingVerdictActivities.BlocksPayment), change, ActivityRetry.Patient)) return;
        await context.SettleAsync(
            project, act.RowKey, Stages.Construction, "第四十四条", $"未经批准擅自变更导致超概算，不得拨付资金：{change.Description}",
            new PaymentBlocked(change.Description!));
        await context.TellUnitAsync(project, act.RowKey, "第四十四条", $"项目未经批准擅自进行重大设计变更而导致超概算，不得拨付资金：{change.Description}");
        await context.TellAsync(
            project, $"{act.RowKey}|treasury", ProjectPosts.Treasury, "第四十四条", $"该项目擅自变更导致超概算，请勿拨付资金：{change.Description}");
    }

    private async Task WakeAsync(Task<IReadOnlyList<string>> watches)
    {
        foreach (var watch in await watches) context.SendEvent(watch, DeadlineWatch.ChangedEvent, payload: null!);
    }
}

/// <summary>The input of an act's sub-orchestration.</summary>
public sealed record ActInput(ProjectRef Project, SubmissionRow Act);
