using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 立项 (第十条): after its argumentation a project waits for the annual plan or is decided one by one, as 市数字经济局 chooses;
/// the total investment determines who in the leadership decides. Then the 立项批复 is numbered and issued. What 市发改委
/// established with its works is not decided again: 市数字经济局 checks and registers the 立项批复 (第八条).
/// </summary>
public static class Establishment
{
    /// <summary>Runs the stage. Input: <see cref="ProjectRef"/>.</summary>
    [Function(nameof(Establishment))]
    public static async Task<EstablishmentResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var project = context.GetInput<ProjectRef>()!;
        var plan = await context.CallActivityAsync<EstablishmentPlan>(nameof(EstablishmentActivities.PlanEstablishment), project, ActivityRetry.Patient);
        if (plan.Way == EstablishmentWay.Adoption) return await AdoptAsync(context, project, plan.Request);
        if (plan.Way == EstablishmentWay.OneByOne) return await OneByOneAsync(context, project, plan.Request);

        var choice = new RouteWait(context, project);
        return await choice.RunAsync() switch
        {
            RouteEnd.OneByOne => await OneByOneAsync(context, project, plan.Request),
            RouteEnd.Planned => await IssueAsync(context, project, choice.Outcome!),
            RouteEnd.Renewed => new(Agreed: false, context.Today(), Number: null) { Renewed = true },
            _ => new(Agreed: false, context.Today(), Number: null),
        };
    }

    private static async Task<EstablishmentResult> OneByOneAsync(TaskOrchestrationContext context, ProjectRef project, ApprovalRequest request)
    {
        var outcome = await context.DecideAsync(nameof(Approval), request);
        project = await context.AfterAsync(project, outcome);
        return outcome.Result == ApprovalResult.Agreed
            ? await IssueAsync(context, project, outcome) with { Corrected = outcome.Corrected ? project : null }
            : await RefuseAsync(context, project, outcome);
    }

    private static async Task<EstablishmentResult> AdoptAsync(TaskOrchestrationContext context, ProjectRef project, ApprovalRequest request)
    {
        var outcome = await context.DecideAsync(nameof(Approval), request);
        project = await context.AfterAsync(project, outcome);
        if (outcome.Result != ApprovalResult.Agreed) return await RefuseAsync(context, project, outcome);
        // Read after the approval, since a correction may have changed the number.
        var number = project.Works!.ApprovalNumber!;
        var at = context.Now();
        await context.CallActivityAsync(nameof(EstablishmentActivities.AdoptApproval), new AdoptApproval(project.Id, number, at), ActivityRetry.Patient);
        await UnitMail.SendAsync(context, project, "issued", ProjectMails.Established(project, number));
        return new(Agreed: true, context.Today(), number) { Corrected = outcome.Corrected ? project : null };
    }

    private static async Task<EstablishmentResult> RefuseAsync(TaskOrchestrationContext context, ProjectRef project, ApprovalOutcome outcome)
    {
        var on = context.Today();
        if (outcome.Result == ApprovalResult.Withdrawn) await context.SetEntryAsync(project, LibraryState.Withdrawn);
        await UnitMail.SendAsync(context, project, "refused", ProjectMails.NotEstablished(project, outcome));
        return new(Agreed: false, on, Number: null);
    }

    private static async Task<EstablishmentResult> IssueAsync(TaskOrchestrationContext context, ProjectRef project, ApprovalOutcome outcome)
    {
        var on = context.Today();
        var at = context.Now();
        var number = await context.CallActivityAsync<string>(
            nameof(EstablishmentActivities.IssueApproval), new IssueApproval(project.Id, on, at, outcome), ActivityRetry.Patient);
        await UnitMail.SendAsync(context, project, "issued", ProjectMails.Established(project, number));
        return new(Agreed: true, on, number);
    }
}

/// <summary>The result of the stage.</summary>
/// <param name="Agreed">whether the project is established</param>
/// <param name="IssuedOn">the day of the 立项批复</param>
/// <param name="Number">the number of the 立项批复; null if the project is not established</param>
public sealed record EstablishmentResult(bool Agreed, DateOnly IssuedOn, string? Number)
{
    /// <summary>Whether the unit updated the application, which is then reviewed again.</summary>
    public bool Renewed { get; init; }

    /// <summary>The project after a correction by its unit; null if there was none.</summary>
    public ProjectRef? Corrected { get; init; }
}
