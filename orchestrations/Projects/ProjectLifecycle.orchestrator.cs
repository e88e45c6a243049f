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

    /// <summary>Runs a project's life; answers how it ended.</summary>
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

            // 退回补正: the plan's period starts anew on the day it went back, or on which its unit took it back to mend it.
            if (review.Result == ApprovalResult.Returned) continue;
            if (await life.IsTerminatedAsync()) return await life.EndAsync(Stages.Terminated);
            if (review.Result != ApprovalResult.Withdrawn) return await life.EndAsync(Stages.Refused);
        }
    }
}

/// <summary>What the stages of a project know of it; nothing here changes while it lives, but by an update before it is established.</summary>
/// <param name="Id">its id</param>
/// <param name="Name">项目名称</param>
/// <param name="Unit">项目建设单位's id</param>
/// <param name="UnitName">and name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
/// <param name="Policy">the policy that it started with (第六十四条)</param>
public sealed record ProjectRef(string Id, string Name, string Unit, string UnitName, decimal TotalInvestment, ProjectPolicy Policy)
{
    /// <summary>Which passage through library, experts and leadership this is: 1 for the first, one more after each update.</summary>
    public int Passage { get; init; } = 1;

    /// <summary>The number of a passage's first, second, ... request, apart from those of other passages; none asks a hundred times.</summary>
    internal int RoundOf(int number) => ((Passage - 1) * 100) + number;

    /// <summary>How the unit's earlier projects were evaluated when this one was handed in (第五十二条); null if none was.</summary>
    public string? PastEvaluations { get; init; }

    /// <summary>The works that it is part of, if it cannot be separated from them (第八条).</summary>
    public WorksPart? Works { get; init; }

    /// <summary>A summary for those who decide whether there will be a project.</summary>
    public string Summarize(string summary) => PastEvaluations is null ? summary : $"{summary}\n{PastEvaluations}";

    /// <summary>As the subject of approvals.</summary>
    public ApprovalSubject Subject => new("project", Id, Name);

    /// <summary>As the subject for which something is handed in.</summary>
    public SubmissionSubject ToSubmissionSubject() => new(Id, Name, Unit) { Kinds = SubmissionKinds.Catalogue, Lines = ProjectMails.LinesOf(this) };

    /// <inheritdoc cref="ToSubmissionSubject"/>
    public static implicit operator SubmissionSubject(ProjectRef project) => project.ToSubmissionSubject();
}

/// <summary>The custom status of a life.</summary>
public sealed record ProjectStatus(string Stage, int Round);
