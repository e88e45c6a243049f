using System.Diagnostics;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Health endpoints for probes and load balancers.</summary>
public sealed class HealthFunctions(HealthCheckService health)
{
    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(5);

    /// <summary>Liveness: the process answers. Checks nothing else, so that slow storage never gets the process killed.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("HealthLive")]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/live")] HttpRequest request) =>
        Results.Json(new { status = nameof(HealthStatus.Healthy) });

    /// <summary>Readiness: everything that requests need can be reached; otherwise 503 with the failing checks.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("HealthReady")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/ready")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var engine = AskEngineAsync(client, cancellationToken);
        var checks = (await health.CheckHealthAsync(cancellationToken)).Entries.Append(new("engine", await engine)).ToList();
        var worst = checks.Min(check => check.Value.Status);
        return Results.Json(
            new
            {
                status = worst.ToString(),
                checks = checks.Select(entry => new
                {
                    name = entry.Key,
                    status = entry.Value.Status.ToString(),
                    description = entry.Value.Description,
                    ms = (int)entry.Value.Duration.TotalMilliseconds,
                }),
            },
            statusCode: worst == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <summary>
    /// Checks that the engine answers, by reading an instance that need not exist. Done here because the client is available only by
    /// binding.
    /// </summary>
    private static async Task<HealthReportEntry> AskEngineAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await client.GetInstanceAsync("health", cancellationToken).WaitAsync(EnginePatience, cancellationToken);
            return Entry(HealthStatus.Healthy, description: null, failure: null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return Entry(HealthStatus.Unhealthy, "编排引擎无法访问", failure);
        }

        HealthReportEntry Entry(HealthStatus status, string? description, Exception? failure) =>
            new(status, description, Stopwatch.GetElapsedTime(began), failure, data: null);
    }
}
