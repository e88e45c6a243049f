using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Campaigns;

/// <summary>
/// 取消考评资格: tells the unit, lets it contest the finding once, and has both bureaus decide. The disqualification holds from the finding on;
/// contesting does not suspend it (53号 四（五）).
/// </summary>
public static class Disqualification
{
    /// <summary>The instance id of a unit's disqualification.</summary>
    public static string InstanceIdOf(string campaign, string unit) => $"{Campaign.InstanceIdOf(campaign)}.finding.{unit}";

    /// <summary>Runs it; returns whether the finding stands. Input: <see cref="FindingCall"/>.</summary>
    [Function(nameof(Disqualification))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<FindingCall>()!;
        await context.MailAsync(call.Subject, "disqualified", await context.OfficeOfAsync(call.Unit), CampaignMails.Disqualified(call));
        // Where it is grave, both bureaus refer it.
        foreach (var receiver in call.Referrers)
            await context.MailAsync(call.Subject, $"referred|{receiver}", await context.OfficeOfAsync(receiver), CampaignMails.Referred(call));

        var until = await context.CallActivityAsync<Deadline>(
            nameof(DeadlineActivities.ComputeDeadline),
            new DeadlineQuestion(nameof(Disqualification), CampaignKinds.Contest.Article, new Days(call.Campaign.ContestDays), context.Today()),
            ActivityRetry.Patient);
        var contesting = context.CallSubOrchestratorAsync<bool>(
            nameof(ContestCall), call with { Until = until.LastDay }, OrchestrationVersion.Part($"{context.InstanceId}:contest"));
        if (!await context.UntilAsync(until.Due, contesting))
        {
            await context.CallActivityAsync(
                nameof(CampaignActivities.EndContest), new FindingInstant(call.Campaign.Id, call.Unit, context.Now()), ActivityRetry.Patient);
        }

        if (!await contesting) return true;
        var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
            nameof(Approval), call.ToDecision(), OrchestrationVersion.Part($"{context.InstanceId}:Approval"));
        // To agree is to uphold it.
        var upheld = outcome.Result == ApprovalResult.Agreed;
        await context.CallActivityAsync(
            nameof(CampaignActivities.SettleFinding), new FindingEnd(call.Campaign.Id, call.Unit, upheld, outcome.At), ActivityRetry.Patient);
        await context.MailAsync(call.Subject, "contest-decided", await context.OfficeOfAsync(call.Unit), CampaignMails.ContestDecided(call, upheld));
        return upheld;
    }
}

/// <summary>Asks a unit whether it contests a finding, and by what reasons.</summary>
public static class ContestCall
{
    /// <summary>Runs the request; returns whether the unit contested. Input: <see cref="FindingCall"/>.</summary>
    [Function(nameof(ContestCall))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        (await Asking.AskAsync(context, context.GetInput<FindingCall>()!.ToRequest())).End == AskEnd.HandedIn;
}
