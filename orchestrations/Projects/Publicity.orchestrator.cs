using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 公示 (第三十五条): the function list is public for at least seven full days. Nobody has to act, so there is
/// nothing to remind of; and nothing can shorten it.
/// </summary>
public static class Publicity
{
    /// <summary>Runs the stage of a <see cref="PublicityInput"/>; answers its last day.</summary>
    [Function(nameof(Publicity))]
    public static async Task<DateOnly> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PublicityInput>()!;
        var deadline = await context.CallActivityAsync<Deadline>(
            nameof(PublicityActivities.PublishFunctionList),
            new PublishFunctionList(input.Project, input.From, ChinaTime.At(context.CurrentUtcDateTime)),
            ActivityRetry.Patient);
        await context.CreateTimer(deadline.Due.UtcDateTime, CancellationToken.None);
        await context.CallActivityAsync(
            nameof(PublicityActivities.EndPublicity),
            new EndPublicity(input.Project, deadline, ChinaTime.At(context.CurrentUtcDateTime)),
            ActivityRetry.Patient);
        return deadline.LastDay;
    }
}

/// <summary>The input of the stage.</summary>
/// <param name="Project">the project</param>
/// <param name="From">the day of publication, which does not count as a full day</param>
public sealed record PublicityInput(ProjectRef Project, DateOnly From);
