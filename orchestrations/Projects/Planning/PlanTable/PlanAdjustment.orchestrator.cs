using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The July part of 中期调整 (第十三条): asks the three departments for a proposal by the end of the month and reminds them;
/// the proposal itself runs as an <see cref="AnnualPlan"/>. Without a proposal by the end of the year the plan stays as
/// it is.
/// </summary>
public static class PlanAdjustment
{
    /// <summary>The event that a proposal was made; the orchestrator reads the record.</summary>
    public const string ProposedEvent = "adjustment-proposed";

    /// <summary>The instance id of a year, within its annual cycle.</summary>
    public static string InstanceIdOf(int year) => $"{AnnualCycle.InstanceIdOf(year)}:PlanAdjustment";

    /// <summary>Runs the July of a year; returns whether the request was answered. Input: <see cref="CycleYear"/>.</summary>
    [Function(nameof(PlanAdjustment))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var year = context.GetInput<CycleYear>()!.Year;
        var woken = context.WaitForExternalEvent<object?>(ProposedEvent);
        var plan = await context.CallActivityAsync<WatchPlan>(
            nameof(PlanAdjustmentActivities.OpenAdjustment), new CycleStep(year, context.Now()), ActivityRetry.Patient);
        await Task.WhenAll(plan.Responsible.Select(contact => TellAsync(context, plan, contact.Person)));
        var watch = DeadlineWatch.Start(context, plan);
        var patience = new Patience();
        while (true)
        {
            var reading = await context.CallActivityAsync<AdjustmentReading>(
                nameof(PlanAdjustmentActivities.ReadAdjustment), new AdjustmentQuestion(year, context.InstanceId, context.Now()), ActivityRetry.Patient);
            if (reading.Answered || reading.Over)
            {
                await watch.EndAsync(context, reading.Answered ? DeadlineState.Done : DeadlineState.Cancelled);
                return reading.Answered;
            }

            if (await patience.WaitAsync(context, woken, reading.Until)) woken = context.WaitForExternalEvent<object?>(ProposedEvent);
        }
    }

    private static Task TellAsync(TaskOrchestrationContext context, WatchPlan plan, string person) =>
        context.MailAsync(
            plan.Subject, $"asked|{person}", person,
            new Notice { Title = plan.Title, ToDo = plan.ToDo, Until = plan.Deadline.Due, Article = plan.Deadline.Article });
}
