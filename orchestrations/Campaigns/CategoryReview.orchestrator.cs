using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Campaigns;

/// <summary>
/// The review of claimed categories: 市经信局's 科室 and then the experts decide, until then nothing is ticked (附件2备注4—6).
/// </summary>
public static class CategoryReview
{
    /// <summary>The instance id of a review of a project.</summary>
    public static string InstanceIdOf(string campaign, string project, int number) => $"{Campaign.InstanceIdOf(campaign)}.review.{project}.{number}";

    /// <summary>Runs the review; returns whether the claims are confirmed. Input: <see cref="ReviewCall"/>.</summary>
    [Function(nameof(CategoryReview))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<ReviewCall>()!;
        var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
            nameof(Approval), call.ToDecision(), OrchestrationVersion.Part($"{context.InstanceId}:Approval"));
        await context.CallActivityAsync(
            nameof(CampaignActivities.SettleReview), new ReviewEnd(call.Campaign.Id, call.Project, call.Codes, outcome.Result, outcome.At), ActivityRetry.Patient);
        await context.MailAsync(
            call.Subject, "reviewed", await context.OfficeOfAsync(call.Unit), CampaignMails.Reviewed(call, outcome.Result == ApprovalResult.Agreed));
        return outcome.Result == ApprovalResult.Agreed;
    }
}
