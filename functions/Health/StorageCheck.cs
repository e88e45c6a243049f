using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Checks that the tables answer, by reading a row that need not exist.</summary>
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
            // The answer is public: it contains only the kind of failure; the log has the details.
            return HealthCheckResult.Unhealthy("存储无法访问", failure);
        }
    }
}
