using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dazhou.LocalRuntime;

/// <summary>Where the builders of worker and client meet the local engine: one engine for all that have no other build target.</summary>
internal static class EngineRegistration
{
    /// <summary>Adds the engine and the service that starts and drains it; calling it again changes nothing.</summary>
    public static void AddEngine(IServiceCollection services)
    {
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(RegisteredWorker.CreateFactory);
        services.TryAddSingleton<LocalEngine>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineService>());
    }

    /// <summary>Makes the client named <paramref name="name"/>.</summary>
    public static DurableTaskClient CreateClient(IServiceProvider services, string name) => new LocalDurableTaskClient(
        name,
        services.GetRequiredService<LocalEngine>(),
        services.GetRequiredService<IOptionsMonitor<DurableTaskClientOptions>>().Get(name));
}

/// <summary>Starts the engine with the host, drains it with the host, and lets virtual time run where that is wanted.</summary>
internal sealed class EngineService(LocalEngine engine, TimeProvider time, IOptions<LocalRuntimeOptions> options) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private Task _advancing = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        if (options.Value.AutoAdvance && time is Clock { IsVirtual: true } clock)
        {
            _advancing = AdvanceAsync(clock, _stopped.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        await _advancing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await engine.StopAsync(cancellationToken);
    }

    public void Dispose() => _stopped.Dispose();

    private async Task AdvanceAsync(Clock clock, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var machine = new TimeMachine(clock, [engine]);
        while (!cancellationToken.IsCancellationRequested)
        {
            await machine.RunUntilQuietAsync(cancellationToken: cancellationToken);
            await engine.Activity.WhenBusyAsync(cancellationToken);
        }
    }
}
