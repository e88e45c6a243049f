using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Campaigns;

/// <summary>
/// 成效综合考评: 市经信局 proposes summary and 通报表扬 from the final table, both bureaus decide, and all units learn of it (53号 三（三）、四（四）).
/// A proposal that is not agreed to is made again.
/// </summary>
public static class CampaignEvaluation
{
    /// <summary>The instance id of a campaign's evaluation.</summary>
    public static string InstanceIdOf(string campaign) => $"{Campaign.InstanceIdOf(campaign)}:evaluation";

    /// <summary>Runs the evaluation. Input: <see cref="CampaignCall"/>.</summary>
    [Function(nameof(CampaignEvaluation))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<CampaignCall>()!;
        for (var round = 1; ; round++)
        {
            var asked = await Asking.AskAsync(context, call.ToEvaluation(round));
            if (asked.Submission is null) return;
            var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
                nameof(Approval), call.ToDecision(round), OrchestrationVersion.Part($"{context.InstanceId}:Approval{round}"));
            if (outcome.Result != ApprovalResult.Agreed) continue;
            await context.CallActivityAsync(nameof(CampaignActivities.RecordEvaluation), new EvaluationEnd(call.Id, round, outcome.At), ActivityRetry.Patient);
            foreach (var unit in call.Units)
                await context.MailAsync(call.Subject, $"evaluated|{unit}", await context.OfficeOfAsync(unit), CampaignMails.Evaluated(call));
            return;
        }
    }
}
