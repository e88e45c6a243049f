using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.FunctionsHost;

/// <summary>Whether the engine's store takes commits.</summary>
internal sealed class EngineHealthCheck(LocalEngine engine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            engine.StoreFailure is { } failure ? HealthCheckResult.Unhealthy("编排引擎的存储不可用", failure)
            // The others go on, so the host stays ready; somebody has to look after these.
            : engine.DamagedInstances is { Count: > 0 } damaged ? HealthCheckResult.Degraded($"编排引擎正常；记录损坏、已停止推进的实例：{string.Join('、', damaged.Keys.Order(StringComparer.Ordinal))}")
            : HealthCheckResult.Healthy("编排引擎正常"));
}

/// <summary>Whether the development storage listens; another storage is watched where it runs.</summary>
internal sealed class StorageHealthCheck(AzuriteService azurite) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (azurite.Ports is not { } ports)
            return HealthCheckResult.Healthy("未使用本地存储");

        foreach (var port in ports.All)
        {
            if (!await AzuriteService.AcceptsAsync(port, cancellationToken))
                return HealthCheckResult.Unhealthy($"Azurite 的端口 {port} 没有响应");
        }

        return HealthCheckResult.Healthy("Azurite 正常");
    }
}
