using Microsoft.DurableTask.Client;

namespace CrashWorker;

/// <summary>Lets everything end and tells how it ended.</summary>
internal sealed class Finish(DurableTaskClient client, Action<string> say)
{
    public async Task RunAsync()
    {
        var ids = new List<string>();
        await foreach (var instance in client.GetAllInstancesAsync())
        {
            ids.Add(instance.InstanceId);
            if (instance is { Name: "Collect", IsCompleted: false })
            {
                await client.RaiseEventAsync(instance.InstanceId, "Item", -1);
            }
        }

        foreach (var id in ids)
        {
            var end = await client.WaitForInstanceCompletionAsync(id, true);
            say($"ended {id} {end.RuntimeStatus} {end.SerializedOutput}");
        }

        say("finished");
    }
}
