using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// A ledger from 交办 to its assessment: hands its tasks out, runs its cycles side by side, and then has the year assessed where the
/// definition names who does (达市府办发〔2023〕16号: 市政管局). Input: the ledger's id.
/// </summary>
public static class LedgerLife
{
    /// <summary>Tasks handed out by one activity.</summary>
    private const int AtOnce = 500;

    /// <summary>The instance id of a ledger.</summary>
    public static string InstanceIdOf(string ledger) => $"ledger-{ledger}";

    /// <summary>Runs the ledger; returns the number of cycles that were compiled.</summary>
    [Function(nameof(LedgerLife))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = context.GetInput<string>()!;
        var plan = await context.CallActivityAsync<LedgerPlan>(nameof(LedgerActivities.PlanLedger), id, ActivityRetry.Patient);
        await context.CallActivityAsync(nameof(LedgerActivities.AskToSign), id, ActivityRetry.Patient);
        for (var from = 0; from < plan.Tasks; from += AtOnce)
            await context.CallActivityAsync(nameof(LedgerActivities.WatchTasks), new TaskRange(id, from, AtOnce), ActivityRetry.Patient);

        var cycles = plan.Rhythms.Select(mode => context.CallSubOrchestratorAsync<int>(
            nameof(LedgerCycle), new CycleCall(plan.Ledger, mode, After: 0, Compiled: 0), OrchestrationVersion.Part($"{context.InstanceId}:{mode}"))).ToList();
        var compiled = await Task.WhenAll(cycles);
        // A ledger whose plan was made before there were assessments goes on without.
        if (plan.Assessment is { } assessment)
            await context.CallSubOrchestratorAsync<int>(nameof(LedgerAssessment), assessment, OrchestrationVersion.Part(LedgerAssessment.InstanceIdOf(id)));
        return compiled.Sum();
    }
}
