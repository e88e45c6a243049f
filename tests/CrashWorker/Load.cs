using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CrashWorker;

/// <summary>One client that starts instances and raises events as fast as they are acknowledged, until the process is killed.</summary>
internal sealed class Load(DurableTaskClient client, int round, int lane, Action<string> say)
{
    /// <summary>A round that is not killed in time ends here, so that the data stays of bearable size.</summary>
    private const int MostInstances = 60;

    public async Task RunAsync()
    {
        string? collector = null;
        var item = 0;
        for (var number = 0; number < MostInstances; number++)
        {
            var kind = Workload.Kinds[number % Workload.Kinds.Length];
            var id = $"{kind}-{round}-{lane}-{number}";
            object input = kind == "Collect" ? new Collected([]) : number;
            await client.ScheduleNewOrchestrationInstanceAsync(kind, input, new StartOrchestrationOptions(id));
            say($"created {id} {number}");
            collector = kind == "Collect" ? id : collector;
            if (collector is not null)
            {
                item++;
                say($"raising {collector} {item}");
                await client.RaiseEventAsync(collector, "Item", item);
                say($"raised {collector} {item}");
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan);
    }
}
