using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Requests a progress report at 9:00 on the contract's day of every month; nothing waits for it and it is never overdue.</summary>
internal sealed class MonthlyProgress(TaskOrchestrationContext context, ProjectRef project, DateOnly signedOn)
{
    private readonly List<int> _asked = [];
    private readonly Queue<ProgressTurn> _turns = [];

    /// <summary>When the next report is requested.</summary>
    public DateTimeOffset NextAt => _turns.Peek().At;

    /// <summary>Skips the months due until now (those of a pause); they are not requested later either.</summary>
    public Task SkipAsync() => PassAsync();

    /// <summary>Requests the report if it is due; if several months are due, only the last one.</summary>
    public async Task AskWhenDueAsync()
    {
        if (await PassAsync() is not { } month) return;
        var opened = await Asking.OpenAsync(context, new()
        {
            Subject = project,
            Stage = Stages.Construction,
            Step = BuildingKinds.Progress,
            Round = month,
            Article = "第四十二条",
            ToDo = $"请填报第{month}个月的建设进度。",
            Post = ProjectPosts.ContactOf(project.Unit),
            Waits = false,
        });
        if (opened is not null) _asked.Add(month);
    }

    /// <summary>Closes the links of reports that were not submitted.</summary>
    public async Task CloseAsync()
    {
        foreach (var month in _asked)
        {
            await context.CallActivityAsync(
                nameof(SubmissionActivities.CloseAsk),
                new CloseAsk(project.Id, BuildingKinds.Progress, month, AskEnd.Cancelled, context.Now()),
                ActivityRetry.Patient);
        }
    }

    /// <summary>Returns the last month that became due since the last call; null if there is none.</summary>
    private async Task<int?> PassAsync()
    {
        int? passed = null;
        while (_turns.TryPeek(out var turn) && turn.At <= context.Now()) passed = _turns.Dequeue().Month;
        if (_turns.Count > 0) return passed;
        var plan = await context.CallActivityAsync<ProgressPlan>(
            nameof(BuildingVerdictActivities.PlanProgress), new ProgressQuestion(signedOn, context.Now()), ActivityRetry.Patient);
        foreach (var turn in plan.Turns) _turns.Enqueue(turn);
        return passed is null ? null : plan.Passed;
    }
}
