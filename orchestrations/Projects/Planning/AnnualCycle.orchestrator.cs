using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The annual cycle of the library: the mid-year adjustment in July (第十三条), the call for next year's projects and
/// O&amp;M budgets from 1 September (第七、三十二条), its close on 31 October, the notice of yearly reports in December
/// (第五十一条). If started late, it skips what is over.
/// </summary>
public static class AnnualCycle
{
    /// <summary>The instance id of a year.</summary>
    public static string InstanceIdOf(int year) => $"annual-cycle-{year:D4}";

    /// <summary>Runs the cycle; returns the number of units called. Input: <see cref="CycleYear"/>.</summary>
    [Function(nameof(AnnualCycle))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var cycle = context.GetInput<CycleYear>()!;
        var plan = await context.CallActivityAsync<LibraryYearPlan>(nameof(YearPlanActivities.PlanLibraryYear), cycle.Year, ActivityRetry.Patient);
        var adjustment = Task.CompletedTask;
        if (context.Now() < plan.AdjustmentCloses)
        {
            await context.UntilAsync(plan.AdjustmentOpens);
            // The cycle does not wait for the decision of the leadership.
            adjustment = context.CallSubOrchestratorAsync<bool>(
                nameof(PlanAdjustment), cycle, OrchestrationVersion.Part(PlanAdjustment.InstanceIdOf(cycle.Year)));
        }

        var called = 0;
        if (context.Now() < plan.CallCloses) called = await CallAsync(context, cycle, plan.CallOpens);
        await context.UntilAsync(plan.ReportsAt);
        await TellAsync(
            context, cycle, "reports", [await context.HolderOfAsync(ProjectPosts.Planners)], "第五十一条",
            $"{cycle.Year}年度项目绩效监控报告已向实施期内的项目建设单位催报，请于12月31日前汇总。", until: null);
        await adjustment;
        return called;
    }

    private static async Task<int> CallAsync(TaskOrchestrationContext context, CycleYear cycle, DateTimeOffset opens)
    {
        await context.UntilAsync(opens);
        var call = await context.CallActivityAsync<OpenedCall>(
            nameof(AnnualCycleActivities.OpenLibraryCall), new CycleStep(cycle.Year, context.Now()), ActivityRetry.Patient);
        var due = call.Deadline.Due;
        await TellAsync(
            context, cycle, "call", call.Contacts, "第七条、第三十二条",
            $"请于10月31日前申报{cycle.Year + 1}年度拟实施的信息化项目；下一年度需安排运行维护经费的项目，请同时申报运维预算。", due);
        foreach (var reminder in call.Reminders)
        {
            await context.UntilAsync(reminder);
            await TellAsync(
                context, cycle, $"reminder|{reminder:MMdd}", call.Contacts, "第七条",
                $"提醒：{cycle.Year + 1}年度信息化项目申报10月31日24时截止，逾期申报将予以标注。", due);
        }

        await context.UntilAsync(due);
        var entries = await context.CallActivityAsync<int>(
            nameof(AnnualCycleActivities.CloseLibraryCall), new CycleStep(cycle.Year, context.Now()), ActivityRetry.Patient);
        await TellAsync(
            context, cycle, "closed", [await context.HolderOfAsync(ProjectPosts.Planners)], "第七条", $"{cycle.Year + 1}年度项目申报已经截止，入库{entries}项。", until: null);
        return call.Contacts.Count;
    }

    private static async Task TellAsync(
        TaskOrchestrationContext context, CycleYear cycle, string key, IReadOnlyList<string> people, string article, string text, DateTimeOffset? until) =>
        await Task.WhenAll(people.Select(person => context.MailAsync(
            SubjectOf(cycle.Year), $"{key}|{person}", person,
            new Notice { Title = $"{cycle.Year + 1}年度信息化项目计划", ToDo = text, Until = until, Article = article })));

    internal static string SubjectOf(int year) => $"annual-{year:D4}";
}

/// <summary>The input of <see cref="AnnualCycle"/>.</summary>
/// <param name="Year">the year</param>
/// <param name="Policy">the policy at the start of the cycle</param>
public sealed record CycleYear(int Year, ProjectPolicy Policy);
