using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 编制技术方案 (第三十六条): sixty days from the end of the publicity, 原则上. An overdue plan is reported to 市数字经济局, which may
/// extend the period or let the project lapse; until then the stage keeps waiting.
/// </summary>
public static class TechnicalPlan
{
    /// <summary>Without an event the record is read at increasing intervals, of at most this many days.</summary>
    private const int MostDaysUnread = 8;

    /// <summary>The event that wakes a round; the orchestrator reads the record.</summary>
    public static string HandedInEvent(int round) => $"handed-in-{round}";

    /// <summary>The instance id of a round in a project's lifecycle.</summary>
    public static string InstanceIdOf(string lifecycle, int round) => $"{lifecycle}:{Stages.TechnicalPlan}:{round}";

    /// <summary>
    /// Runs the stage; returns the day on which the plan was submitted, null if the project ended before. Input:
    /// <see cref="TechnicalPlanInput"/>.
    /// </summary>
    [Function(nameof(TechnicalPlan))]
    public static async Task<DateOnly?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<TechnicalPlanInput>()!;
        var opened = await context.CallActivityAsync<OpenedPlan>(
            nameof(TechnicalPlanActivities.OpenTechnicalPlan),
            new OpenTechnicalPlan(input.Project, input.From, context.Today())
            {
                Round = input.Round,
                InstanceId = context.InstanceId,
                At = context.Now(),
            },
            ActivityRetry.Patient);
        if (opened.Ended) return null;
        var over = context.WaitForExternalEvent<object?>(SubmissionEvents.Over);
        var watch = PlanWatch.Start(context, input, opened);
        await UnitMail.SendToAsync(context, input.Project, "wanted", opened.Contact, PlanWatch.Wanted(input, opened, context.Now()));

        var woken = context.WaitForExternalEvent<object?>(HandedInEvent(input.Round));
        var patience = new Patience(MostDaysUnread);
        while (true)
        {
            var handedIn = await context.CallActivityAsync<DateTimeOffset?>(
                nameof(TechnicalPlanActivities.ReadTechnicalPlan),
                new ReadTechnicalPlan(input.Project.Id, input.Round, context.InstanceId),
                ActivityRetry.Patient);
            if (handedIn is { } at)
            {
                await watch.EndAsync(context);
                return ChinaTime.DayOf(at);
            }

            if (over.IsCompleted)
            {
                var question = new ReadTechnicalPlan(input.Project.Id, input.Round, context.InstanceId);
                if (await context.CallActivityAsync<bool>(nameof(TechnicalPlanActivities.ReadProjectEnd), question, ActivityRetry.Patient))
                {
                    await watch.EndAsync(context, DeadlineState.Cancelled);
                    return null;
                }

                over = context.WaitForExternalEvent<object?>(SubmissionEvents.Over);
            }

            if (await patience.WaitAsync(context, woken, until: null, over))
                woken = context.WaitForExternalEvent<object?>(HandedInEvent(input.Round));
        }
    }
}

/// <summary>The input of the stage.</summary>
/// <param name="Project">the project</param>
/// <param name="Round">1, plus one for each 退回补正</param>
/// <param name="From">the last day of the publicity, or the day on which the plan was returned</param>
public sealed record TechnicalPlanInput(ProjectRef Project, int Round, DateOnly From);
