using Dazhou.Serverless.Approvals;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The life of a government-invested IT project, stage by stage, from its application to the post-evaluation.
/// </summary>
public static class ProjectLifecycle
{
    /// <summary>The instance id of a project's life.</summary>
    public static string InstanceIdOf(string project) => $"project-{project}";

    /// <summary>Runs a project's life; returns the final stage.</summary>
    [Function(nameof(ProjectLifecycle))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var life = new LifeLine(context, context.GetInput<ProjectRef>()!);
        var established = await ProjectPreparation.RunAsync(context, life);
        if (established is not { Agreed: true }) return await life.EnterAsync(Stages.Refused);
        var project = life.Project;
        life.Accompany(ProjectSupervision.Name, established.IssuedOn);

        await life.EnterAsync(Stages.Publicity);
        var published = await life.CallAsync<DateOnly?>(nameof(Publicity), new PublicityInput(project, established.IssuedOn));
        if (published is not { } lastDay) return await life.EndAsync(Stages.Terminated);

        for (var round = 1; ; round++)
        {
            await life.EnterAsync(Stages.TechnicalPlan, round);
            var plan = await life.CallAsync<DateOnly?>(nameof(TechnicalPlan), new TechnicalPlanInput(project, round, lastDay), round);
            if (plan is not { } handedIn) return await life.EndAsync(await life.HasLapsedAsync() ? Stages.Lapsed : Stages.Terminated);

            await life.EnterAsync(Stages.TechnicalReview, round);
            var review = await life.CallAsync<ApprovalOutcome>(nameof(TechnicalReview), new TechnicalReviewInput(project, round, handedIn) { WithOpinion = true }, round);
            lastDay = ChinaTime.DayOf(review.At);
            if (review.Result == ApprovalResult.Agreed) return await ProjectBuilding.RunAsync(context, project, life, lastDay);

            // 退回补正: the plan's period starts again on the day it was returned, or withdrawn by its unit for correction.
            if (review.Result == ApprovalResult.Returned) continue;
            if (await life.IsTerminatedAsync()) return await life.EndAsync(Stages.Terminated);
            if (review.Result != ApprovalResult.Withdrawn) return await life.EndAsync(Stages.Refused);
        }
    }
}

/// <summary>What the stages need to know about a project. It changes only by an update or correction before the establishment.</summary>
/// <param name="Id">the project id</param>
/// <param name="Name">项目名称</param>
/// <param name="Unit">项目建设单位's id</param>
/// <param name="UnitName">项目建设单位's name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
/// <param name="Policy">the policy at the start of the project (第六十四条)</param>
public sealed record ProjectRef(string Id, string Name, string Unit, string UnitName, decimal TotalInvestment, ProjectPolicy Policy)
{
    /// <summary>The number of the passage through library, experts and leadership: 1, plus one for each update.</summary>
    public int Passage { get; init; } = 1;

    /// <summary>The round of a passage's request, distinct from those of other passages; a passage has fewer than a hundred.</summary>
    internal int RoundOf(int number) => ((Passage - 1) * 100) + number;

    /// <summary>The evaluations of the unit's earlier projects at the time of the application (第五十二条); null if there were none.</summary>
    public string? PastEvaluations { get; init; }

    /// <summary>The works that the project is part of, if it cannot be separated from them (第八条); otherwise null.</summary>
    public WorksPart? Works { get; init; }

    /// <summary>Adds the unit's past evaluations to a summary for those who decide on the project.</summary>
    public string Summarize(string summary) => PastEvaluations is null ? summary : $"{summary}\n{PastEvaluations}";

    /// <summary>The project as a subject of approvals.</summary>
    public ApprovalSubject Subject => new("project", Id, Name);

    /// <summary>The project as a subject of submissions.</summary>
    public SubmissionSubject ToSubmissionSubject() => new(Id, Name, Unit) { Kinds = SubmissionKinds.Catalogue, Lines = ProjectMails.LinesOf(this) };

    /// <inheritdoc cref="ToSubmissionSubject"/>
    public static implicit operator SubmissionSubject(ProjectRef project) => project.ToSubmissionSubject();
}

/// <summary>The custom status of a project's life.</summary>
public sealed record ProjectStatus(string Stage, int Round);
