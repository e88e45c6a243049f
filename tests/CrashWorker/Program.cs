using CrashWorker;
using Dazhou.DurableEngine;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The process that the crash test kills: CrashWorker hold|load|finish FOLDER ROUND.
// Standard output tells what clients were promised; activities.log tells what ran and what was committed at each start.
var (mode, folder, round) = (args[0], args[1], int.Parse(args[2]));
using var log = new ActivityLog(Path.Combine(folder, "activities.log"));
var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Services.AddDurableEngine(options => options.DatabasePath = Path.Combine(folder, "runtime.db"));
builder.Services.AddDurableTasks(tasks => Workload.Register(tasks, log));
using var host = builder.Build();
var engine = host.Services.GetRequiredService<LocalEngine>();
var client = host.Services.GetRequiredService<DurableTaskClient>();

log.WriteCommitted(engine);
await host.StartAsync();
Say("ready");
switch (mode)
{
    case "load":
        await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => new Load(client, round, lane, Say).RunAsync()));
        break;
    case "finish":
        await new Finish(client, Say).RunAsync();
        break;
    default:
        await Console.In.ReadToEndAsync();
        break;
}

await host.StopAsync();

static void Say(string line)
{
    lock (Console.Out)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
