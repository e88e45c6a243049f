using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>专家论证 (第十条第一款): 市数字经济局 names a panel with an odd number of experts; each gives an opinion and a score; the majority decides.</summary>
public static class ExpertArgumentation
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/>.</summary>
    [Function(nameof(ExpertArgumentation))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        return await new PanelWork(context, project).RunAsync(from);
    }
}
