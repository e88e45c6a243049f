using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// Watches the due date of a task: urges its compiling unit by rule (催办), reports what is late (通报), and ends when the task is closed
/// or another unit compiles it, in which case another watch follows. Only the task counts; events merely wake.
/// </summary>
public static class TaskWatch
{
    /// <summary>The task was changed.</summary>
    public const string ChangedEvent = "task-changed";

    /// <summary>The instance id of a task's watch.</summary>
    public static string InstanceIdOf(string ledger, string key, int watch) => $"ledger-watch-{ledger}-{key}-{watch}";

    /// <summary>Runs the watch; returns whether the task was closed. Input: <see cref="TaskWatchCall"/>.</summary>
    [Function(nameof(TaskWatch))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<TaskWatchCall>()!;
        var woken = context.WaitForExternalEvent<object?>(ChangedEvent);
        var plan = await context.CallActivityAsync<WatchPlan?>(nameof(TaskActivities.PlanTaskWatch), new TaskQuestion(call, context.Now()), ActivityRetry.Patient);
        if (plan is null) return false;
        var watch = DeadlineWatch.Start(context, plan);
        var patience = new Patience();
        while (true)
        {
            var reading = await context.CallActivityAsync<TaskReading>(
                nameof(TaskActivities.ReadTask), new TaskQuestion(call, context.Now()), ActivityRetry.Patient);
            if (reading.End is { } end)
            {
                await watch.EndAsync(context, end);
                return end == DeadlineState.Done;
            }

            if (reading.IsLate)
            {
                var notice = await context.CallActivityAsync<TaskNotice?>(
                    nameof(TaskActivities.Criticise), new TaskQuestion(call, context.Now()), ActivityRetry.Patient);
                foreach (var person in notice?.People ?? [])
                {
                    await context.MailAsync(plan.Subject, $"late|{reading.Due:yyyyMMdd}|{person}", person, new Notice
                    {
                        Title = call.Ledger.Title,
                        ToDo = notice!.Text,
                        Article = call.Ledger.Document,
                        Urgent = true,
                    });
                }
            }

            DateTimeOffset? until = reading.Due > context.Now() ? reading.Due : null;
            if (await patience.WaitAsync(context, woken, until)) woken = context.WaitForExternalEvent<object?>(ChangedEvent);
        }
    }
}

/// <summary>The input of <see cref="TaskWatch"/>.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Key">the task's key</param>
/// <param name="Ordinal">its place</param>
/// <param name="Watch">the number of the watch; see <see cref="TaskState.Watch"/></param>
public sealed record TaskWatchCall(LedgerRef Ledger, string Key, int Ordinal, int Watch);
