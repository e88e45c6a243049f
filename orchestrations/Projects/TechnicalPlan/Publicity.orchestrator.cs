using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 公示 (第三十五条): the function list is published for at least seven full days; a correction starts them again. Nobody has
/// to act, so there are no reminders; nothing can shorten it.
/// </summary>
public static class Publicity
{
    /// <summary>The event that the list was corrected; the record has the new list and end.</summary>
    public const string CorrectedEvent = "function-list-corrected";

    /// <summary>The instance id for a project's lifecycle.</summary>
    public static string InstanceIdOf(string lifecycle) => $"{lifecycle}:{Stages.Publicity}:1";

    /// <summary>Runs the stage; returns its last day, null if the project ended before. Input: <see cref="PublicityInput"/>.</summary>
    [Function(nameof(Publicity))]
    public static async Task<DateOnly?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PublicityInput>()!;
        var corrected = context.WaitForExternalEvent<object?>(CorrectedEvent);
        var deadline = await context.CallActivityAsync<Deadline>(
            nameof(PublicityActivities.PublishFunctionList),
            new PublishFunctionList(input.Project, input.From, context.Now()),
            ActivityRetry.Patient);
        while (true)
        {
            if (await WaitAsync(context, deadline, corrected))
            {
                corrected = context.WaitForExternalEvent<object?>(CorrectedEvent);
            }
            else
            {
                var end = await context.CallActivityAsync<PublicityEnd>(
                    nameof(PublicityActivities.EndPublicity),
                    new EndPublicity(input.Project, deadline, context.Now()),
                    ActivityRetry.Patient);
                if (end.Ended)
                {
                    await ReportAsync(context, input.Project);
                    return deadline.LastDay;
                }
            }

            if (await TakeCorrectionAsync(context, input.Project) is not { } moved) return null;
            deadline = moved;
        }
    }

    /// <summary>Returns true if the list was corrected before the period ended.</summary>
    private static async Task<bool> WaitAsync(TaskOrchestrationContext context, Deadline deadline, Task corrected)
    {
        using var stop = new CancellationTokenSource();
        var over = context.CreateTimer(deadline.Due.UtcDateTime, stop.Token);
        await Task.WhenAny(over, corrected);
        if (!over.IsCompleted) stop.Cancel();
        return corrected.IsCompleted;
    }

    /// <summary>Returns the new end of the publicity; null if the project was terminated.</summary>
    private static async Task<Deadline?> TakeCorrectionAsync(TaskOrchestrationContext context, ProjectRef project)
    {
        var reading = await context.CallActivityAsync<CorrectionReading>(
            nameof(PublicityActivities.TakeCorrection), new TakeCorrection(project, context.InstanceId), ActivityRetry.Patient);
        foreach (var mail in reading.Mails)
            await context.CallActivityAsync(nameof(Outbox.EnqueueMail), mail, ActivityRetry.Patient);
        return reading.Terminated ? null : reading.Deadline;
    }

    /// <summary>Files the statistics of quotations and tells the unit.</summary>
    private static async Task ReportAsync(TaskOrchestrationContext context, ProjectRef project)
    {
        var quotations = await context.CallActivityAsync<int>(
            nameof(PublicityActivities.FileQuotations), new FileQuotations(project, context.Now()), ActivityRetry.Patient);
        await UnitMail.SendAsync(context, project, "quotations", ProjectMails.Quoted(project, quotations));
    }
}

/// <summary>The input of the stage.</summary>
/// <param name="Project">the project</param>
/// <param name="From">the day of publication, which does not count as a full day</param>
public sealed record PublicityInput(ProjectRef Project, DateOnly From);
