using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The life of a government-invested IT project, stage by stage, from its application on. Version 2.0 goes on after the
/// technical review, up to the post-evaluation; projects that run as 1.0 end there.
/// </summary>
public static class ProjectLifecycle
{
    /// <summary>The version that new projects start with.</summary>
    public const string CurrentVersion = "2.0";

    /// <summary>The instance id of a project's life.</summary>
    public static string InstanceIdOf(string project) => $"project-{project}";

    /// <summary>Runs a project's life; answers how it ended.</summary>
    [Function(nameof(ProjectLifecycle))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var project = context.GetInput<ProjectRef>()!;
        var life = new LifeLine(context, project);
        var established = project.Passage > 0
            ? await ProjectPreparation.RunAsync(context, life)
            : await AdmitAsync(context, project, life)
                ? await EstablishAsync(life)
                : null;
        if (established is not { Agreed: true }) return await life.EnterAsync(Stages.Refused);
        project = life.Project;
        if (context.CompareVersionTo("2.0") >= 0) life.Accompany(ProjectSupervision.Name, established.IssuedOn);

        await life.EnterAsync(Stages.Publicity);
        var published = await life.CallAsync<DateOnly?>(nameof(Publicity), new PublicityInput(project, established.IssuedOn));
        if (published is not { } lastDay) return await life.EndAsync(Stages.Terminated);

        for (var round = 1; ; round++)
        {
            await life.EnterAsync(Stages.TechnicalPlan, round);
            var plan = await life.CallAsync<DateOnly?>(nameof(TechnicalPlan), new TechnicalPlanInput(project, round, lastDay), round);
            if (plan is not { } handedIn) return await life.EndAsync(await life.HasLapsedAsync() ? Stages.Lapsed : Stages.Terminated);

            await life.EnterAsync(Stages.TechnicalReview, round);
            var review = await life.CallAsync<ApprovalOutcome>(nameof(TechnicalReview), new TechnicalReviewInput(project, round, handedIn), round);
            lastDay = ChinaTime.DayOf(review.At);
            if (review.Result == ApprovalResult.Agreed)
            {
                return context.CompareVersionTo("2.0") < 0
                    ? await life.EnterAsync(Stages.Completed)
                    : await ProjectBuilding.RunAsync(context, project, life, lastDay);
            }

            // 退回补正: the plan's period starts anew on the day it went back, or on which its unit took it back to mend it.
            if (review.Result == ApprovalResult.Returned) continue;
            if (await life.IsTerminatedAsync()) return await life.EndAsync(Stages.Terminated);
            if (review.Result != ApprovalResult.Withdrawn) return await life.EndAsync(Stages.Refused);
        }
    }

    private static async Task<EstablishmentResult> EstablishAsync(LifeLine life)
    {
        await life.EnterAsync(Stages.Establishment);
        var result = await life.CallAsync<EstablishmentResult>(nameof(Establishment), life.Project);
        life.Correct(result.Corrected);
        return result;
    }

    /// <summary>Library and experts come first where the policy says so; without it the application goes to the leadership at once.</summary>
    private static async Task<bool> AdmitAsync(TaskOrchestrationContext context, ProjectRef project, LifeLine life)
    {
        foreach (var (wanted, stage) in new[]
        {
            (project.Policy.LibraryAdmissionFirst, Stages.LibraryAdmission), (project.Policy.ExpertArgumentationFirst, Stages.ExpertArgumentation),
        })
        {
            if (wanted && (await life.StageAsync(stage, ChinaTime.DayOf(context.CurrentUtcDateTime))).End != StageEnd.Done) return false;
        }

        return true;
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
    /// <summary>
    /// Which passage through library, experts and leadership this is: 1 for the first, one more after each update. 0 for projects
    /// that were started before applications could be updated; they go on as they began.
    /// </summary>
    public int Passage { get; init; }

    /// <summary>The number of a passage's first, second, ... request, apart from those of other passages; none asks a hundred times.</summary>
    internal int RoundOf(int number) => ((Passage - 1) * 100) + number;

    /// <summary>
    /// How the unit's earlier projects were evaluated when this one was handed in (第五十二条); null if none was, or if it was handed
    /// in to a version that did not ask.
    /// </summary>
    public string? PastEvaluations { get; init; }

    /// <summary>The works that it is part of, if it cannot be separated from them (第八条).</summary>
    public WorksPart? Works { get; init; }

    /// <summary>A summary for those who decide whether there will be a project.</summary>
    public string Summarize(string summary) => PastEvaluations is null ? summary : $"{summary}\n{PastEvaluations}";

    /// <summary>As the subject of approvals.</summary>
    public ApprovalSubject Subject => new("project", Id, Name);
}

/// <summary>The custom status of a life.</summary>
public sealed record ProjectStatus(string Stage, int Round);
