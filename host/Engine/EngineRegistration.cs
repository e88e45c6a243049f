using System.Reflection;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dazhou.DurableEngine;

/// <summary>Adds the engine to a host.</summary>
public static class EngineRegistration
{
    /// <summary>
    /// Adds the engine, its task hub, the real <see cref="DurableTaskClient"/> over it, and the service that starts and drains them.
    /// Who runs the tasks is the caller's to add: an <see cref="ITurnExecutor"/> and an <see cref="IActivityExecutor"/>, or tasks in this
    /// process by <see cref="AddDurableTasks(IServiceCollection, Action{DurableTaskRegistry})"/> or <see cref="AddDurableFunctions"/>.
    /// </summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services, Action<DurableEngineOptions>? configure = null)
    {
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LocalEngine>();
        services.TryAddSingleton<TaskHub>();
        services.TryAddSingleton<DurableTaskClient>(provider => new GrpcDurableTaskClient(
            "engine",
            provider.GetRequiredService<IOptions<GrpcDurableTaskClientOptions>>().Value,
            provider.GetRequiredService<ILogger<GrpcDurableTaskClient>>()));
        services.AddOptions<GrpcDurableTaskClientOptions>().Configure<TaskHub, IOptions<DurableTaskWorkerOptions>>((options, hub, worker) =>
        {
            options.CallInvoker = new InProcessCallInvoker(hub);
            options.DataConverter = worker.Value.DataConverter;
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineService>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return services;
    }

    /// <summary>Runs the tasks of a registry in this process.</summary>
    public static IServiceCollection AddDurableTasks(this IServiceCollection services, Action<DurableTaskRegistry> add) =>
        services.AddDurableTasks(_ => new RegistryTasks(add));

    /// <summary>Runs the tasks that a factory makes in this process.</summary>
    public static IServiceCollection AddDurableTasks(this IServiceCollection services, Func<IServiceProvider, IDurableTaskFactory> factory)
    {
        services.TryAddSingleton(factory);
        services.TryAddSingleton<InProcessExecutor>();
        services.TryAddSingleton<ITurnExecutor>(provider => provider.GetRequiredService<InProcessExecutor>());
        services.TryAddSingleton<IActivityExecutor>(provider => provider.GetRequiredService<InProcessExecutor>());
        return services;
    }

    /// <summary>
    /// Runs the durable functions of a function app's assemblies in this process. Starting an orchestrator that they do not have is
    /// refused, and values pass as between Functions host and worker (<see cref="FunctionsDataConverter"/>).
    /// </summary>
    public static IServiceCollection AddDurableFunctions(this IServiceCollection services, params IEnumerable<Assembly> assemblies)
    {
        var functions = new FunctionTasks(assemblies);
        services.AddDurableTasks(_ => functions);
        services.Configure<DurableEngineOptions>(options => options.KnowsOrchestrator = functions.KnowsOrchestrator);
        services.Configure<DurableTaskWorkerOptions>(options => options.DataConverter = FunctionsDataConverter.Instance);
        return services;
    }
}

/// <summary>Starts the engine with the host, drains it with the host, and lets virtual time run where that is wanted.</summary>
internal sealed class EngineService(LocalEngine engine, TimeProvider time, IOptions<DurableEngineOptions> options) : IHostedService, IDisposable
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
