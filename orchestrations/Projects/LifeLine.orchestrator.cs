using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Takes a project from stage to stage, and starts and ends what runs beside the stages.</summary>
internal sealed class LifeLine(TaskOrchestrationContext context, ProjectRef project)
{
    private readonly List<Task> _companions = [];

    /// <summary>The project with its last update.</summary>
    public ProjectRef Project { get; private set; } = project;

    private int _place;

    /// <summary>Records that the project enters a stage.</summary>
    public async Task<string> EnterAsync(string stage, int round = 1)
    {
        _place++;
        context.SetCustomStatus(new ProjectStatus(stage, round));
        await context.CallActivityAsync(
            nameof(ProjectActivities.EnterStage),
            new StageEntry(Project.Id, _place, stage, round, context.Now()),
            ActivityRetry.Patient);
        return stage;
    }

    /// <summary>Runs a stage's orchestration.</summary>
    public Task<T> CallAsync<T>(string stage, object input, int round = 1) =>
        context.CallSubOrchestratorAsync<T>(stage, input, OrchestrationVersion.Part(InstanceIdOf(stage, round)));

    /// <summary>Enters a stage and runs it.</summary>
    public async Task<StageResult> StageAsync(string stage, DateOnly from, int round = 1)
    {
        await EnterAsync(stage, round);
        var result = await CallAsync<StageResult>(stage, new StageInput(Project, from), round);
        Correct(result.Corrected);
        return result;
    }

    /// <summary>Continues with the project as corrected by its unit; unchanged for null.</summary>
    public void Correct(ProjectRef? corrected) => Project = corrected ?? Project;

    /// <summary>Continues with the project as updated by its unit.</summary>
    public async Task RenewAsync() =>
        Project = await context.CallActivityAsync<ProjectRef>(nameof(LibraryActivities.RenewProject), Project, ActivityRetry.Patient);

    /// <summary>Starts an orchestration that runs beside the stages.</summary>
    public void Accompany(string orchestration, DateOnly from) =>
        _companions.Add(CallAsync<int>(orchestration, new StageInput(Project, from)));

    /// <summary>Tells an orchestration beside the stages that it can end.</summary>
    public void Release(string orchestration) => context.SendEvent(InstanceIdOf(orchestration, 1), SubmissionEvents.Over, payload: null!);

    /// <summary>Whether the project was terminated.</summary>
    public async Task<bool> IsTerminatedAsync() => (await context.ReadLedgerAsync(Project)).Ledger.EndedAt is not null;

    /// <summary>Whether the project lapsed because its technical plan was overdue.</summary>
    public async Task<bool> HasLapsedAsync() => (await context.ReadLedgerAsync(Project)).Ledger.Lapsed;

    /// <summary>Ends the life after cancelling what still waits beside it; returns its final stage.</summary>
    public async Task<string> EndAsync(string stage)
    {
        if (_companions.Count > 0)
        {
            await context.CallActivityAsync(
                nameof(BuildingActivities.EndProject),
                new ProjectEnd(Project.Id, context.Now(), stage, string.Empty, Reason: null),
                ActivityRetry.Patient);
            await Task.WhenAll(_companions);
        }

        return await EnterAsync(stage);
    }

    private string InstanceIdOf(string stage, int round) => $"{context.InstanceId}:{stage}:{round}";
}
