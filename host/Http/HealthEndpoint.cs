using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dazhou.FunctionsHost;

/// <summary>GET /runtime/health, for this machine: whether the engine takes commits, a worker is up and the development storage listens.</summary>
internal sealed class HealthEndpoint(LocalEngine engine, WorkerSupervisor workers, AzuriteService azurite)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/runtime/health", (RequestDelegate)GetAsync);

    private async Task GetAsync(HttpContext http)
    {
        if (!Loopback.Is(http))
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status404NotFound, "没有这个地址", "主机的健康状况只对本机开放。");
            return;
        }

        var checks = new[] { Engine(), Worker(), await StorageAsync(http.RequestAborted) };
        http.Response.StatusCode = checks.Any(c => c.Status == "Unhealthy") ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        http.Response.Headers.CacheControl = "no-store";
        var worst = checks.Any(c => c.Status == "Unhealthy") ? "Unhealthy" : checks.Any(c => c.Status == "Degraded") ? "Degraded" : "Healthy";
        await http.Response.WriteAsJsonAsync(new Answer(worst, checks), ProblemResponse.Json, http.RequestAborted);
    }

    private Check Engine() =>
        engine.StoreFailure is { } failure ? new("engine", "Unhealthy", $"编排引擎的存储不可用：{failure.Message}")
        // The others go on, so the host stays ready; somebody has to look after these.
        : engine.DamagedInstances is { Count: > 0 } damaged ? new("engine", "Degraded", $"编排引擎正常；记录损坏、已停止推进的实例：{string.Join('、', damaged.Keys.Order(StringComparer.Ordinal))}")
        : new("engine", "Healthy", "编排引擎正常");

    private Check Worker() => workers.Current is { } worker
        ? new("worker", "Healthy", $"应用的工作进程 {worker.Process.Id} 正常")
        : new("worker", "Unhealthy", "应用的工作进程正在重新启动");

    private async Task<Check> StorageAsync(CancellationToken cancellation)
    {
        if (azurite.Ports is not { } ports)
            return new("storage", "Healthy", "未使用本地存储");

        foreach (var port in ports.All)
        {
            if (!await AzuriteService.AcceptsAsync(port, cancellation))
                return new("storage", "Unhealthy", $"Azurite 的端口 {port} 没有响应");
        }

        return new("storage", "Healthy", "Azurite 正常");
    }

    private sealed record Check(string Name, string Status, string Description);

    private sealed record Answer(string Status, IReadOnlyList<Check> Checks);
}
