using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Whether the tables answer: one read by key, of a row that need not exist.</summary>
public sealed class StorageCheck(ITableStore tables) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await tables.FindAsync<UnitRow>(UnitRow.Partition, "health", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure)
        {
            // The answer is public: it names the fault's kind, and the log has the rest.
            return HealthCheckResult.Unhealthy("存储无法访问", failure);
        }
    }
}
