using Dazhou.Serverless.Approvals;
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
        var ends = ChinaTime.StartOf(new DateOnly(year + 1, 1, 1));
        var patience = new Patience();
        while (true)
        {
            var answered = await context.CallActivityAsync<bool>(
                nameof(PlanAdjustmentActivities.ReadAdjustment), new AdjustmentQuestion(year, context.InstanceId), ActivityRetry.Patient);
            if (answered || context.Now() >= ends)
            {
                await watch.EndAsync(context, answered ? DeadlineState.Done : DeadlineState.Cancelled);
                return answered;
            }

            if (await patience.WaitAsync(context, woken, ends)) woken = context.WaitForExternalEvent<object?>(ProposedEvent);
        }
    }

    private static Task TellAsync(TaskOrchestrationContext context, WatchPlan plan, string person) =>
        context.MailAsync(
            plan.Subject, $"asked|{person}", person,
            new Notice { Title = plan.Title, ToDo = plan.ToDo, Until = plan.Deadline.Due, Article = plan.Deadline.Article });
}

/// <summary>What July does outside.</summary>
public sealed class PlanAdjustmentActivities(
    PlanAdjustments adjustments, Directory.IDirectory directory, Wakes wakes, WorkCalendarSource calendars)
{
    /// <summary>Whom to ask, and until when.</summary>
    [Function(nameof(OpenAdjustment))]
    public async Task<WatchPlan> OpenAdjustment([ActivityTrigger] CycleStep step, CancellationToken cancellation = default)
    {
        var on = ChinaTime.DayOf(step.At);
        var people = new List<string>();
        foreach (var post in (ApproverPost[])[ProjectPosts.Planners, ProjectPosts.DevelopmentAndReform, ProjectPosts.Treasury])
            people.Add(await PostHolders.FindAsync(directory, post, on, cancellation));
        return new()
        {
            Subject = AnnualCycle.SubjectOf(step.Year),
            Step = nameof(PlanAdjustment),
            Title = $"{step.Year}年度信息化项目计划中期调整",
            ToDo = $"请会同提出{step.Year}年度信息化项目计划中期调整建议，由市数字经济局在年度计划页面（/plans/{step.Year}）提交；不作调整的，也请在该页面说明",
            Unit = ProjectPosts.DigitalEconomyBureau,
            Deadline = DeadlineRules.Compute(
                nameof(PlanAdjustment), PlanAdjustmentRules.Article, AnnualCycleRules.AdjustmentUntil(step.Year), on, await calendars.GetAsync(cancellation)),
            Responsible = [.. people.Distinct(StringComparer.Ordinal).Select(person => new DeadlineContact(person))],
            Escalation = [await PostHolders.FindAsync(directory, ProjectPosts.ReviewersSuperior, on, cancellation)],
        };
    }

    /// <summary>Whether something was proposed; takes over the note for the sweep.</summary>
    [Function(nameof(ReadAdjustment))]
    public async Task<bool> ReadAdjustment([ActivityTrigger] AdjustmentQuestion question, CancellationToken cancellation = default)
    {
        if (!await adjustments.IsAnsweredAsync(question.Year, cancellation)) return false;
        await wakes.TakenAsync(question.InstanceId, PlanAdjustment.ProposedEvent, $"{question.Year}", cancellation);
        return true;
    }
}

/// <summary>The input of <see cref="PlanAdjustmentActivities.ReadAdjustment"/>.</summary>
public sealed record AdjustmentQuestion(int Year, string InstanceId);
