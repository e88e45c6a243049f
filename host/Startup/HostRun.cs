using System.Diagnostics;
using System.Net.Sockets;
using Dazhou.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.FunctionsHost;

/// <summary>
/// One run of the host, in this order: what was remembered, the storage, the inner server, the worker and what it says of its
/// functions; then the engine, the timers and last the web server (<see cref="HostServices"/>). It stops the other way round:
/// requests end before timers, timers before turns and activities, those before the worker, and the storage last.
/// </summary>
internal sealed class HostRun : IAsyncDisposable
{
    private static readonly TimeSpan WorkerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StorageLimit = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly AppFolder _folder;
    private readonly HostFiles _files;
    private readonly EnvironmentChoice _environment;
    private readonly IReadOnlyList<string> _settings;
    private IDisposable? _refusals;

    private HostRun(AppFolder folder, HostFiles files, EnvironmentChoice environment, IReadOnlyList<string> settings)
    {
        (_folder, _files, _environment, _settings) = (folder, files, environment, settings);
        var builder = HostConfiguration.CreateWebBuilder(folder, files, environment, settings);
        HostServices.Add(builder, folder, files);
        _app = builder.Build();
    }

    /// <summary>Runs the host until it is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(HostArguments arguments)
    {
        var folder = AppFolder.Find(arguments.App ?? AppRoot.DefaultApp());
        var files = HostFiles.Read(folder.Path, AppRoot.Find(folder.Path));
        if (files.Problem is { } problem)
            throw new StartupException(problem);

        var environment = EnvironmentRule.Choose(arguments.Settings, Environment.GetEnvironmentVariable, files.Values);
        Banner.Begin(environment.Name, folder.Name);
        using var stop = new StopSignals();
        await using var run = new HostRun(folder, files, environment, arguments.Settings);
        try
        {
            await run.StartAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }

        // The framework's own handlers come late in the start; what they missed has not been lost.
        using var told = stop.Token.Register(run._app.Lifetime.StopApplication);
        await run._app.WaitForShutdownAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        var services = _app.Services;

        // Where the start failed half-way these have not stopped yet; where it did not, this finds nothing to do.
        using (var soon = new CancellationTokenSource(WorkerLimit))
            await _app.StopAsync(soon.Token);
        using (var limit = new CancellationTokenSource(WorkerLimit))
            await services.GetRequiredService<WorkerSupervisor>().StopAsync(limit.Token);
        await services.GetRequiredService<RpcServer>().DisposeAsync();
        using (var limit = new CancellationTokenSource(StorageLimit))
            await services.GetRequiredService<AzuriteService>().StopAsync(limit.Token);
        _refusals?.Dispose();
        await _app.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken stop)
    {
        var services = _app.Services;
        var configuration = _app.Configuration;
        var urls = HostConfiguration.Urls(configuration);
        EnvironmentRule.Check(_environment, urls);
        var forwarded = ForwardedHeaders.Read(configuration);
        foreach (var url in urls)
        {
            EnsureFree(url);
            _app.Urls.Add(url);
        }

        // A stop that comes during the start is one too.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_app.Lifetime.ApplicationStopping, stop);
        var stopping = either.Token;
        await services.GetRequiredService<HostState>().OpenAsync();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var server = services.GetRequiredService<RpcServer>();
        await server.StartAsync(failed.Token);

        // While the engine drains, what a worker's end cut short is left to the next start.
        var workers = services.GetRequiredService<WorkerSupervisor>();
        services.GetRequiredService<LocalEngine>().Stopping.Register(workers.GiveUp);
        services.GetRequiredService<DurableBinding>().Reach(server.Address, services.GetRequiredService<ManagementApi>().Query);

        // Side by side, a second each: an app that asks its storage while it comes up is answered a moment later.
        var starting = workers.StartAsync(WorkerSettings(), server.Address, failed.Token);
        try
        {
            await services.GetRequiredService<AzuriteService>().StartAsync(failed.Token);
        }
        catch
        {
            await failed.CancelAsync();
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var worker = await starting;
        var functions = FunctionReader.Read(worker.Functions, configuration);
        services.GetRequiredService<FunctionCatalog>().Fill(functions);
        if (!worker.HasWebServer && functions.Any(f => f.Kind == FunctionKind.Http))
            throw new StartupException("应用含有 HTTP 函数，但 Program.cs 没有调用 builder.ConfigureFunctionsWebApplication()。");
        foreach (var timer in functions.Where(f => f.Kind == FunctionKind.Timer))
            TimerSchedule.Parse(timer.Timer!.Schedule, timer.Name, configuration);

        await services.GetRequiredService<HostState>().LoadKeysAsync();
        Map(functions, forwarded);
        _refusals = ImpossibleAddress.Watch(services.GetRequiredService<DiagnosticListener>());
        await _app.StartAsync(stopping);
        Banner.Print(services);
    }

    private void Map(IReadOnlyList<FunctionEntry> functions, ForwardedHeadersOptions? forwarded)
    {
        var services = _app.Services;
        if (!_environment.IsStated)
            _app.Use(ProxyRefusal.InvokeAsync);
        if (forwarded is not null)
            _app.UseForwardedHeaders(forwarded);

        _app.UseRouting();
        services.GetRequiredService<HttpFunctions>().Map(_app, functions, _app.Configuration[HostFiles.RoutePrefixKey] ?? "api");
        services.GetRequiredService<ClockEndpoint>().Map(_app);
        services.GetRequiredService<HealthEndpoint>().Map(_app);
        services.GetRequiredService<ManagementApi>().Map(_app);
        _app.MapFallback(http => ProblemResponse.WriteAsync(http, StatusCodes.Status404NotFound, "没有这个地址"));
    }

    private WorkerSettings WorkerSettings()
    {
        var configuration = _app.Configuration;
        var commandLine = HostConfiguration.CommandLine(_settings).AsEnumerable()
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return new WorkerSettings(
            _folder,
            _environment.Name,
            _files.Values,
            commandLine,
            HostConfiguration.LogLevels(configuration),
            configuration[DevelopmentStorage.SettingKey],
            _app.Services.GetRequiredService<ClockFile>().Path,
            PublicAddress.SiteName(HostConfiguration.Urls(configuration)[0]));
    }

    // Asked before anything else starts, so that the message comes at once; the server itself still has the last word.
    private static void EnsureFree(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Port == 0 || !uri.IsLoopback)
            return;

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, uri.Port));
        }
        catch (SocketException e)
        {
            throw new StartupException(StartupFailures.PortMessage(url, e.SocketErrorCode), e);
        }
    }
}
