using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>立项 (第十条): the route by total investment, then 立项批复 with its number and document.</summary>
public static class Establishment
{
    /// <summary>Runs the stage of a <see cref="ProjectRef"/>.</summary>
    [Function(nameof(Establishment))]
    public static async Task<EstablishmentResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var project = context.GetInput<ProjectRef>()!;
        var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
            nameof(Approval), EstablishmentRoute.RequestFor(project), new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:Approval"));
        var on = ChinaTime.DayOf(context.CurrentUtcDateTime);
        var at = ChinaTime.At(context.CurrentUtcDateTime);
        if (outcome.Result != ApprovalResult.Agreed)
        {
            await UnitMail.SendAsync(context, project, "refused", ProjectMails.NotEstablished(project, outcome));
            return new(Agreed: false, on, Number: null);
        }

        var number = await context.CallActivityAsync<string>(
            nameof(EstablishmentActivities.IssueApproval), new IssueApproval(project.Id, on, at, outcome), ActivityRetry.Patient);
        await UnitMail.SendAsync(context, project, "issued", ProjectMails.Established(project, number));
        return new(Agreed: true, on, number);
    }
}

/// <summary>How the stage ended.</summary>
/// <param name="Agreed">whether the project is established</param>
/// <param name="IssuedOn">the day of the 立项批复</param>
/// <param name="Number">its number</param>
public sealed record EstablishmentResult(bool Agreed, DateOnly IssuedOn, string? Number);
