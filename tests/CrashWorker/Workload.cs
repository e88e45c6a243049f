using Dazhou.DurableEngine;
using Microsoft.DurableTask;

namespace CrashWorker;

/// <summary>The orchestrations that run while the process is killed. Their results follow from their input alone.</summary>
internal static class Workload
{
    public static readonly string[] Kinds = ["Chain", "Fan", "Sleep", "Family", "Collect", "Flaky"];

    public static void Register(DurableTaskRegistry tasks, ActivityLog log)
    {
        tasks.AddActivityFunc<int, int>("Increment", (context, number) =>
        {
            log.Ran(((InProcessActivityContext)context).TaskId);
            return number + 1;
        });
        tasks.AddActivityFunc<int, int>("Odd", (context, attempt) =>
        {
            log.Ran(((InProcessActivityContext)context).TaskId);
            return attempt % 2 == 1 ? attempt : throw new InvalidOperationException("even");
        });
        tasks.AddOrchestratorFunc<int, int>("Chain", async (context, number) =>
        {
            for (var step = 0; step < 3; step++)
            {
                number = await context.CallActivityAsync<int>("Increment", number);
            }

            return number;
        });
        tasks.AddOrchestratorFunc<int, int>("Fan", async (context, number) => (await Task.WhenAll(
            Enumerable.Range(0, 8).Select(offset => context.CallActivityAsync<int>("Increment", number + offset)))).Sum());
        tasks.AddOrchestratorFunc<int, int>("Sleep", async (context, number) =>
        {
            number = await context.CallActivityAsync<int>("Increment", number);
            await context.CreateTimer(TimeSpan.FromMilliseconds(30), CancellationToken.None);
            return await context.CallActivityAsync<int>("Increment", number);
        });
        tasks.AddOrchestratorFunc<int, int>("Family", async (context, number) =>
        {
            var first = context.CallSubOrchestratorAsync<int>("Chain", number, new SubOrchestrationOptions(instanceId: context.InstanceId + ".a"));
            var second = context.CallSubOrchestratorAsync<int>("Sleep", number);
            return await first + await second;
        });
        tasks.AddOrchestratorFunc<int, int>("Flaky", async (context, number) =>
        {
            try
            {
                await context.CallActivityAsync<int>("Odd", 2);
                return -1;
            }
            catch (TaskFailedException)
            {
                return await context.CallActivityAsync<int>("Odd", (number * 2) + 1);
            }
        });
        tasks.AddOrchestratorFunc<Collected, int[]>("Collect", async (context, before) =>
        {
            var taken = before.Items.ToList();
            for (var count = 0; count < 2; count++)
            {
                var item = await context.WaitForExternalEvent<int>("Item");
                if (item < 0)
                {
                    return [.. taken];
                }

                taken.Add(await context.CallActivityAsync<int>("Increment", item - 1));
            }

            context.ContinueAsNew(new Collected([.. taken]));
            return [];
        });
    }
}

/// <summary>What an instance of Collect has taken in its earlier generations.</summary>
internal sealed record Collected(int[] Items);
