using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The life of a government-invested IT project, stage by stage, from its application on. Later stages are
/// added behind <see cref="TaskOrchestrationContext.CompareVersionTo"/>; running projects keep their version.
/// </summary>
public static class ProjectLifecycle
{
    /// <summary>The version that new projects start with.</summary>
    public const string CurrentVersion = "1.0";

    /// <summary>The instance id of a project's life.</summary>
    public static string InstanceIdOf(string project) => $"project-{project}";

    /// <summary>Runs a project's life; answers how it ended.</summary>
    [Function(nameof(ProjectLifecycle))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var project = context.GetInput<ProjectRef>()!;
        var place = 0;

        await EnterAsync(Stages.Establishment, 1);
        var established = await CallAsync<EstablishmentResult>(nameof(Establishment), project, 1);
        if (!established.Agreed) return await EnterAsync(Stages.Refused, 1);

        await EnterAsync(Stages.Publicity, 1);
        var lastDay = await CallAsync<DateOnly>(nameof(Publicity), new PublicityInput(project, established.IssuedOn), 1);

        for (var round = 1; ; round++)
        {
            await EnterAsync(Stages.TechnicalPlan, round);
            var handedIn = await CallAsync<DateOnly>(nameof(TechnicalPlan), new TechnicalPlanInput(project, round, lastDay), round);

            await EnterAsync(Stages.TechnicalReview, round);
            var review = await CallAsync<ApprovalOutcome>(nameof(TechnicalReview), new TechnicalReviewInput(project, round, handedIn), round);
            if (review.Result == ApprovalResult.Agreed) return await EnterAsync(Stages.Completed, 1);
            if (review.Result != ApprovalResult.Returned) return await EnterAsync(Stages.Refused, 1);
            // 退回补正: the plan's period starts anew on the day it went back.
            lastDay = ChinaTime.DayOf(review.At);
        }

        async Task<string> EnterAsync(string stage, int round)
        {
            place++;
            context.SetCustomStatus(new ProjectStatus(stage, round));
            await context.CallActivityAsync(
                nameof(ProjectActivities.EnterStage),
                new StageEntry(project.Id, place, stage, round, ChinaTime.At(context.CurrentUtcDateTime)),
                ActivityRetry.Patient);
            return stage;
        }

        Task<T> CallAsync<T>(string stage, object input, int round) =>
            context.CallSubOrchestratorAsync<T>(stage, input, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:{stage}:{round}"));
    }
}

/// <summary>What the stages of a project know of it; nothing here changes while it lives.</summary>
/// <param name="Id">its id</param>
/// <param name="Name">项目名称</param>
/// <param name="Unit">项目建设单位's id</param>
/// <param name="UnitName">and name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
/// <param name="Policy">the policy that it started with (第六十四条)</param>
public sealed record ProjectRef(string Id, string Name, string Unit, string UnitName, decimal TotalInvestment, ProjectPolicy Policy)
{
    /// <summary>As the subject of approvals.</summary>
    public ApprovalSubject Subject => new("project", Id, Name);
}

/// <summary>The custom status of a life.</summary>
public sealed record ProjectStatus(string Stage, int Round);
