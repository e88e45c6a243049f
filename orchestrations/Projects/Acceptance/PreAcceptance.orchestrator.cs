using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>履约验收前置核准 (第四十七条): after the trial run the unit applies; 市数字经济局 approves on the basis of its technical review and issues the 核准复函.</summary>
public static class PreAcceptance
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/> with the last day of the trial run.</summary>
    [Function(nameof(PreAcceptance))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        var (end, _, _) = await context.HandInAndDecideAsync(
            new()
            {
                Subject = project,
                Stage = Stages.PreAcceptance,
                Step = MainLineKinds.PreAcceptance,
                Article = "第四十七条",
                ToDo = "试运行期满，请向市数字经济局申报履约验收前置核准。",
                Post = ProjectPosts.ContactOf(project.Unit),
                Period = new Days(project.Policy.PromptDays),
                From = from,
                Escalation = ProjectPosts.Reviewers,
            },
            (application, round) => StageSteps.OneStep(
                project, Stages.PreAcceptance, Stages.PreAcceptance, Act.Approve, ProjectPosts.Reviewers,
                new WorkingDays(project.Policy.PreAcceptanceWorkingDays), "第四十七条",
                $"{project.UnitName}申报履约验收前置核准：{application.Read<PreAcceptanceApplication>().TrialRunEffect}",
                ProjectPosts.ReviewersSuperior, round, ChinaTime.DayOf(application.At)),
            // A refused unit corrects its work and applies again; only 第四十六条 and 第五十三条 end a project under way.
            ApprovalResult.Refused, ApprovalResult.Withdrawn);
        if (end != StageEnd.Done) return context.Ends(end);

        var on = context.Today();
        await context.CallActivityAsync(
            nameof(PreAcceptanceActivities.IssueLetter), new IssueLetter(project, on), ActivityRetry.Patient);
        await context.SettleAsync(
            project, "letter", Stages.PreAcceptance, "第四十七条", "出具履约验收前置核准复函", new LetterIssued(on));
        return new(StageEnd.Done, on);
    }
}
