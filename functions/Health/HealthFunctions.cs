using System.Diagnostics;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Tells probes and load balancers whether this process lives and can serve.</summary>
public sealed class HealthFunctions(HealthCheckService health)
{
    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(5);

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

    /// <summary>Whether the engine answers, whichever it is: one read of an instance that need not exist. Only a binding leads to it.</summary>
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
