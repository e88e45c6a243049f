using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Campaigns;

/// <summary>
/// “百日攻坚”: enters the phases by timers, asks every unit for what a phase demands, opens each week's reports, compiles the final table and
/// has the evaluation decided (达市府办函〔2023〕53号 三、四). Started late, it begins in the present phase and sends nothing for the past.
/// </summary>
public static class Campaign
{
    /// <summary>The instance id of a campaign.</summary>
    public static string InstanceIdOf(string campaign) => $"campaign-{campaign}";

    /// <summary>Runs a campaign to its evaluation; returns the number of reports that came. Input: <see cref="CampaignCall"/>.</summary>
    [Function(nameof(Campaign))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<CampaignCall>()!;
        var plan = await context.CallActivityAsync<CampaignPlan>(
            nameof(CampaignActivities.PlanCampaign), new CampaignInstant(call.Id, context.Now()), ActivityRetry.Patient);
        var (tasks, weeks) = (new List<Task>(), new List<Task<int>>());
        foreach (var step in plan.Steps)
        {
            await context.UntilAsync(step.At);
            if (step.Week is { } week)
            {
                weeks.Add(context.CallSubOrchestratorAsync<int>(
                    nameof(WeeklyReport), new WeekCall(call, week), OrchestrationVersion.Part(WeeklyReport.InstanceIdOf(call.Id, week.Number))));
                continue;
            }

            await context.CallActivityAsync(nameof(CampaignActivities.EnterPhase), new PhaseEntry(call.Id, step.Phase!, step.At), ActivityRetry.Patient);
            tasks.AddRange(
                from task in step.Tasks
                from unit in call.Units
                select context.CallSubOrchestratorAsync(
                    nameof(PhaseTaskCall), new TaskCall(call, unit, task), OrchestrationVersion.Part(PhaseTaskCall.InstanceIdOf(call.Id, unit, task.Number))));
        }

        await context.UntilAsync(plan.FinalAt);
        await context.CallActivityAsync<CompiledWeek>(
            nameof(CampaignActivities.CompileWeek), new WeekInstant(call.Id, CampaignWeekRow.Final, context.Now()), ActivityRetry.Patient);
        await context.CallSubOrchestratorAsync(nameof(CampaignEvaluation), call, OrchestrationVersion.Part(CampaignEvaluation.InstanceIdOf(call.Id)));
        await context.CallActivityAsync(
            nameof(CampaignActivities.CloseTasks), new CampaignInstant(call.Id, context.Now()), ActivityRetry.Patient);
        await Task.WhenAll(tasks);
        return (await Task.WhenAll(weeks)).Sum();
    }
}

/// <summary>Asks one unit for what a phase demands, by a deadline; what comes late is taken until the campaign ends (53号 三).</summary>
public static class PhaseTaskCall
{
    /// <summary>The instance id for a unit and task.</summary>
    public static string InstanceIdOf(string campaign, string unit, int task) => $"{Campaign.InstanceIdOf(campaign)}:task{task}:{unit}";

    /// <summary>Runs the request. Input: <see cref="TaskCall"/>.</summary>
    [Function(nameof(PhaseTaskCall))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Asking.AskAsync(context, context.GetInput<TaskCall>()!.ToRequest());
}
