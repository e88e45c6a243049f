using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Tells probes and load balancers whether this process lives and can serve.</summary>
public sealed class HealthFunctions(HealthCheckService health)
{
    /// <summary>Alive: the process answers. It asks nothing else, so a slow store never gets the process killed.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("HealthLive")]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/live")] HttpRequest request) =>
        Results.Json(new { status = nameof(HealthStatus.Healthy) });

    /// <summary>Ready: everything that a request needs can be reached; 503 and the failing checks otherwise.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("HealthReady")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        return Results.Json(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.Select(entry => new
                {
                    name = entry.Key,
                    status = entry.Value.Status.ToString(),
                    description = entry.Value.Description,
                    ms = (int)entry.Value.Duration.TotalMilliseconds,
                }),
            },
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
