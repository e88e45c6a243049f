using System.Diagnostics;
using Dazhou.DurableEngine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Benchmarks;

/// <summary>An engine as a process would run it, without HTTP.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchEngine(IHost host) => _host = host;

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    public LocalEngine Engine => _host.Services.GetRequiredService<LocalEngine>();

    public static async Task<BenchEngine> StartAsync(
        StoreKind store, string path, Action<DurableTaskRegistry> tasks, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(time ?? Clock.Running());
        builder.Services.AddDurableEngine(options =>
        {
            options.Store = store;
            options.DatabasePath = path;
        });
        builder.Services.AddDurableTasks(tasks);
        var host = builder.Build();
        await host.StartAsync();
        return new BenchEngine(host);
    }

    public static double PeakMemoryMb()
    {
        // VmHWM is the high-water mark of the resident set; elsewhere the runtime's own figure must do.
        const string status = "/proc/self/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(item => item.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0
            : double.Parse(line.Split(':')[1].Replace("kB", string.Empty, StringComparison.Ordinal)) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
