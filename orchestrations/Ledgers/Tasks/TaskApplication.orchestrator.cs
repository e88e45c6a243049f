using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>退办 or 延期 as applied for by a unit, decided by the coordinating office.</summary>
public static class TaskApplication
{
    /// <summary>The instance id of an application: the number of its act tells it from others on the task.</summary>
    public static string InstanceIdOf(string ledger, string key, int number) => $"ledger-application-{ledger}-{key}-{number}";

    /// <summary>The key of the step in which an application is decided.</summary>
    public static string StepOf(int number) => $"{nameof(TaskApplication)}.{number}";

    /// <summary>Has the application decided; returns whether it was agreed to. Input: <see cref="ApplicationCall"/>.</summary>
    [Function(nameof(TaskApplication))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<ApplicationCall>()!;
        var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
            nameof(Approval), call.ToRequest(), OrchestrationVersion.Part($"{context.InstanceId}:{nameof(Approval)}"));
        var agreed = outcome.Result == ApprovalResult.Agreed;
        await context.CallActivityAsync(
            nameof(TaskActivities.DecideApplication),
            new ApplicationDecision(call, agreed, outcome.By.Count > 0 ? outcome.By[^1] : call.Ledger.Coordinator, outcome.Comment, context.Now()),
            ActivityRetry.Patient);
        return agreed;
    }
}

/// <summary>The input of <see cref="TaskApplication"/>.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Key">the task's key</param>
/// <param name="Ordinal">its place</param>
/// <param name="Number">the number of the act</param>
/// <param name="Applicant">who applied</param>
/// <param name="Title">the task's title</param>
/// <param name="Summary">what was applied for, with the reason</param>
public sealed record ApplicationCall(LedgerRef Ledger, string Key, int Ordinal, int Number, AskedUnit Applicant, string Title, string Summary)
{
    internal ApprovalRequest ToRequest() => new()
    {
        Subject = new("ledger-task", LedgerSubject.OfTask(Ledger.Id, Key), Title),
        Stage = nameof(TaskApplication),
        Summary = Summary,
        // A returned application is refused: the unit may apply again.
        ReturnsToCaller = true,
        Applicant = new(Applicant.Unit, Applicant.Post ?? LedgerSubject.AskedPost),
        Steps =
        [
            new()
            {
                Key = TaskApplication.StepOf(Number),
                Act = Act.Decide,
                Approvers = [Ledger.Office],
                Period = new WorkingDays(Ledger.Policy.DecideWorkingDays),
                Article = Ledger.Document,
            },
        ],
    };
}
