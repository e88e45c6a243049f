using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.FunctionsHost;

/// <summary>The running app. A start that fails for a reason that a person can mend prints one message and ends with code 1.</summary>
internal sealed class FunctionsHost(WebApplication app, FunctionsApplicationBuilder builder) : IHost, IAsyncDisposable
{
    private string? _address;

    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            Prepare();

            // These two fail for reasons that a person can mend; begun here, the generic host does not log them as its own errors.
            await Services.GetRequiredService<AzuriteService>().StartAsync(cancellationToken);
            await Services.GetRequiredService<HostState>().StartAsync(cancellationToken);
            await app.StartAsync(cancellationToken);
            _address = Address();
            Banner.Print(this, _address);
        }
        catch (Exception e) when (!builder.ThrowStartupFailures && StartupFailures.Explain(e) is { } message)
        {
            await Console.Error.WriteLineAsync("无法启动：" + message);
            Environment.ExitCode = 1;

            // The caller waits for the end of the app, which is now: what did start is stopped in order.
            app.Lifetime.StopApplication();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal FunctionsApplicationBuilder Builder => builder;

    private void Prepare()
    {
        if (builder.Files.Problem is { } problem)
            throw new StartupException(problem);
        if (builder.Problem is { } found)
            throw found;

        var catalog = Services.GetRequiredService<FunctionCatalog>();
        if (!builder.HasWebApplication && catalog.Functions.Any(f => f.Kind == FunctionKind.Http))
            throw new StartupException("应用含有 HTTP 函数，但 Program.cs 没有调用 builder.ConfigureFunctionsWebApplication()。");
        foreach (var timer in catalog.Functions.Where(f => f.Kind == FunctionKind.Timer))
            TimerSchedule.Parse(((Microsoft.Azure.Functions.Worker.TimerTriggerAttribute)timer.Attribute).Schedule, timer.Name, app.Configuration);

        ExportValues();
        foreach (var url in HostConfiguration.Urls(app.Configuration))
        {
            EnsureFree(url);
            app.Urls.Add(url);
        }

        var prefix = app.Configuration[HostFiles.RoutePrefixKey] ?? "api";
        app.UseRouting();
        Services.GetRequiredService<HttpFunctions>().Map(app, catalog.Functions, prefix);
        Services.GetRequiredService<ClockEndpoint>().Map(app);
        var management = Services.GetRequiredService<ManagementApi>();
        management.Map(app);
        app.MapFallback(http => ProblemResponse.WriteAsync(http, StatusCodes.Status404NotFound, "没有这个地址"));

        ManagementEndpoint.Attach(
            Services.GetRequiredService<DurableTaskClient>(),
            new ManagementEndpoint(() => app.Configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } name ? $"https://{name}" : _address ?? Address(), management.Query));
    }

    // Core Tools hands the values of local.settings.json to the app as environment variables; a value that is already set wins.
    private void ExportValues()
    {
        foreach (var (name, value) in builder.Files.Values)
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
        }
    }

    // Asked before anything else starts, so that the message comes at once; the server itself still has the last word.
    private static void EnsureFree(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Port == 0)
            return;

        var hosts = uri.IsLoopback ? [System.Net.IPAddress.Loopback] : Array.Empty<System.Net.IPAddress>();
        foreach (var host in hosts)
        {
            using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new System.Net.IPEndPoint(host, uri.Port));
            }
            catch (SocketException e)
            {
                throw new StartupException(StartupFailures.PortMessage(url, e.SocketErrorCode), e);
            }
        }
    }

    private string? Address()
    {
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses?.FirstOrDefault()?
            .Replace("://127.0.0.1", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal);
    }
}
