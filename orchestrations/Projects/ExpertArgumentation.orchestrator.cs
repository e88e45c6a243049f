using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>专家论证 (第十条第一款): 市数字经济局 names an odd panel, each expert gives an opinion and a score, the majority concludes.</summary>
public static class ExpertArgumentation
{
    /// <summary>Runs the stage of a <see cref="StageInput"/>.</summary>
    [Function(nameof(ExpertArgumentation))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        return project.Passage > 0 ? await new PanelWork(context, project).RunAsync(from) : await ArgueAsync(context, project, from);
    }

    /// <summary>As projects go on that were started before a panel could change.</summary>
    private static async Task<StageResult> ArgueAsync(TaskOrchestrationContext context, ProjectRef project, DateOnly from)
    {
        var panel = await Asking.AskAsync(context, Ask(project, MainLineKinds.Panel, 1, "请组织专家论证，登记专家组（不少于3人的单数）。") with
        {
            Post = ProjectPosts.Planners,
            From = from,
        });
        if (panel.Submission is null) return context.Ends(StageEnd.Cancelled);

        var experts = panel.Submission.Read<ExpertPanel>().Experts!;
        var opinions = await Task.WhenAll(experts.Select((expert, i) => Asking.AskAsync(
            context, Ask(project, MainLineKinds.Opinion, i + 1, "请论证项目是否确有必要建设，给出评分和意见。") with { Person = expert })));
        if (opinions.Any(opinion => opinion.Submission is null)) return context.Ends(StageEnd.Cancelled);

        var given = opinions.Select(opinion => opinion.Submission!.Read<ExpertOpinion>()).ToList();
        var conclusion = ArgumentationRules.Conclude(given);
        await context.CallActivityAsync(
            nameof(ArgumentationActivities.WriteMinutes),
            new ArgumentationMinutes(project, experts, given, conclusion, context.Now()),
            ActivityRetry.Patient);
        if (!conclusion.Necessary) await context.TellUnitAsync(project, "concluded", "第十条第一款", "专家论证认为项目没有必要建设。");
        return context.Ends(conclusion.Necessary ? StageEnd.Done : StageEnd.Refused);
    }

    private static SubmissionRequest Ask(ProjectRef project, string step, int round, string toDo) => new()
    {
        Project = project,
        Stage = Stages.ExpertArgumentation,
        Step = step,
        Round = round,
        Article = "第十条第一款",
        ToDo = toDo,
        Period = new WorkingDays(project.Policy.OpinionWorkingDays),
        Escalation = ProjectPosts.ReviewersSuperior,
    };
}
