using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>The second half of a project's life: from the budget review to the post-evaluation.</summary>
internal static class ProjectBuilding
{
    /// <summary>Runs it from the day of the technical review; returns the final stage.</summary>
    public static async Task<string> RunAsync(TaskOrchestrationContext context, ProjectRef project, LifeLine life, DateOnly from)
    {
        foreach (var stage in (string[])[Stages.BudgetReview, Stages.Procurement])
        {
            var result = await life.StageAsync(stage, from);
            if (result.End != StageEnd.Done) return await life.EndAsync(EndOf(result));
            from = result.On;
        }

        // 项目实施期 starts with the contract (第五十一条).
        life.Accompany(Stages.AnnualMonitoring, from);
        foreach (var stage in (string[])[Stages.Construction, Stages.TrialRun, Stages.PreAcceptance, Stages.Acceptance])
        {
            var result = await life.StageAsync(stage, from);
            if (result.End != StageEnd.Done) return await life.EndAsync(EndOf(result));
            from = result.On;
        }

        life.Release(Stages.AnnualMonitoring);
        return await OperateAsync(context, project, life, from);
    }

    /// <summary>The months of the evaluation count from the day of operation, however long the payment takes.</summary>
    private static async Task<string> OperateAsync(TaskOrchestrationContext context, ProjectRef project, LifeLine life, DateOnly operation)
    {
        await life.EnterAsync(Stages.Payment);
        var evaluation = life.CallAsync<StageResult>(Stages.PostEvaluation, new StageInput(project, operation));
        var payment = await life.CallAsync<StageResult>(
            Stages.Payment, new StageInput(project, context.Today()));
        if (payment.End == StageEnd.Done) await life.EnterAsync(Stages.PostEvaluation);
        var evaluated = await evaluation;
        return await life.EndAsync(EndOf(payment.End == StageEnd.Done ? evaluated : payment) is Stages.Terminated ? Stages.Terminated : Stages.Completed);
    }

    private static string EndOf(StageResult result) => result.End == StageEnd.Cancelled ? Stages.Terminated : Stages.Refused;
}
