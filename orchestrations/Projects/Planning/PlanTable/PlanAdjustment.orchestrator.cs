using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 中期调整 (第十三条), the July of it: the three departments are asked for a proposal until the end of the month and reminded; the
/// proposal itself goes its way as an <see cref="AnnualPlan"/>. A year that ends without one leaves its plan as it is.
/// </summary>
public static class PlanAdjustment
{
    /// <summary>Something was proposed; the record decides.</summary>
    public const string ProposedEvent = "adjustment-proposed";

    /// <summary>The instance of a year, part of its cycle.</summary>
    public static string InstanceIdOf(int year) => $"{AnnualCycle.InstanceIdOf(year)}:PlanAdjustment";

    /// <summary>Runs the July of a <see cref="CycleYear"/>; answers whether it was answered.</summary>
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
