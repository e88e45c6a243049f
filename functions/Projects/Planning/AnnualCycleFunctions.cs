using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>Starts every year's cycle (第七、十三、二十九、三十二、五十一条).</summary>
public sealed class AnnualCycleFunctions(PolicyBook policies, TimeProvider time)
{
    /// <summary>Runs daily at 00:30 Asia/Shanghai, so that a cycle missed while the app was down starts later.</summary>
    [Function("BeginAnnualCycle")]
    public async Task RunAsync(
        [TimerTrigger("0 30 16 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var today = time.GetChinaToday();
        var id = AnnualCycle.InstanceIdOf(today.Year);
        await CarryOverAsync(client, today.Year, cancellationToken);
        await BudgetsAsync(client, today.Year, cancellationToken);
        if (await client.GetInstanceAsync(id, cancellationToken) is not null)
            return;
        var policy = await policies.FindAsync(PolicyBook.Municipal, today, cancellationToken);
        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(AnnualCycle), new CycleYear(today.Year, policy), OrchestrationVersion.Start(id), cancellationToken);
    }

    /// <summary>Starts the compilation of next year's budgets in November (第二十九条).</summary>
    private static async Task BudgetsAsync(DurableTaskClient client, int year, CancellationToken cancellationToken)
    {
        var id = InvestmentBudgetYear.InstanceIdOf(year);
        if (await client.GetInstanceAsync(id, cancellationToken) is null)
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(InvestmentBudgetYear), year, OrchestrationVersion.Start(id), cancellationToken);
    }

    /// <summary>Carries over last year's entries still in the library, once (第七条).</summary>
    private static async Task CarryOverAsync(DurableTaskClient client, int year, CancellationToken cancellationToken)
    {
        var id = LibraryCarryOver.InstanceIdOf(year);
        if (await client.GetInstanceAsync(id, cancellationToken) is null)
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(LibraryCarryOver), year, OrchestrationVersion.Start(id), cancellationToken);
    }
}
