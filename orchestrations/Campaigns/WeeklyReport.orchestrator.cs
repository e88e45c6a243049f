using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Campaigns;

/// <summary>
/// 周报: asks every unit by link, compiles tables and 简报 when it closes, and takes late reports until the next week closes (53号 四（三）).
/// </summary>
public static class WeeklyReport
{
    /// <summary>The instance id of a week.</summary>
    public static string InstanceIdOf(string campaign, int week) => $"{Campaign.InstanceIdOf(campaign)}:week{week}";

    /// <summary>Runs a week; returns the number of reports that came. Input: <see cref="WeekCall"/>.</summary>
    [Function(nameof(WeeklyReport))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (call, week) = context.GetInput<WeekCall>()!;
        var reports = call.Units.Select(unit => context.CallSubOrchestratorAsync<bool>(
            nameof(ReportCall), new UnitWeekCall(call, unit, week, Returned: 0), OrchestrationVersion.Part(ReportCall.InstanceIdOf(call.Id, unit, week.Number, 0)))).ToList();

        await context.UntilAsync(week.Closes);
        var compiled = await context.CallActivityAsync<CompiledWeek>(
            nameof(CampaignActivities.CompileWeek), new WeekInstant(call.Id, week.Number, context.Now()), ActivityRetry.Patient);
        foreach (var receiver in call.Receivers)
            await context.MailAsync(call.Subject, $"brief|{week.Number}|{receiver}", await context.OfficeOfAsync(receiver), CampaignMails.Brief(call, week, compiled));

        await context.UntilAsync(week.TakesUntil);
        await context.CallActivityAsync(
            nameof(CampaignActivities.CloseWeek), new WeekInstant(call.Id, week.Number, context.Now()), ActivityRetry.Patient);
        return (await Task.WhenAll(reports)).Count(came => came);
    }

    /// <summary>Returns who holds the office of a unit today.</summary>
    internal static Task<string> OfficeOfAsync(this TaskOrchestrationContext context, string unit) => context.CallActivityAsync<string>(
        nameof(ApprovalActivities.FindPostHolder),
        new FindPost(new ApproverPost(unit, CampaignSubject.AskedPost), context.Today()), ActivityRetry.Patient);
}

/// <summary>Asks one unit for one week's report, or for it again after it was returned.</summary>
public static class ReportCall
{
    /// <summary>The instance id. The first request is a part of the week; those after a return are independent.</summary>
    public static string InstanceIdOf(string campaign, string unit, int week, int returned) => returned == 0
        ? $"{WeeklyReport.InstanceIdOf(campaign, week)}:{unit}"
        : $"{Campaign.InstanceIdOf(campaign)}.week{week}.{unit}.{returned}";

    /// <summary>Runs the request; returns whether the report came. Input: <see cref="UnitWeekCall"/>.</summary>
    [Function(nameof(ReportCall))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<UnitWeekCall>()!;
        var asked = await Asking.AskAsync(context, call.ToRequest());
        if (asked.End != AskEnd.HandedIn) return false;
        await context.CallActivityAsync(
            nameof(CampaignActivities.TakeReport), new UnitWeek(call.Campaign.Id, call.Unit, call.Week.Number, call.Round), ActivityRetry.Patient);
        return true;
    }
}
