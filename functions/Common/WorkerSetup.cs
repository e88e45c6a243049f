using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>How the worker runs, before its services.</summary>
public static class WorkerSetup
{
    private const string EnvironmentVariable = "AZURE_FUNCTIONS_ENVIRONMENT";
    private const string ExporterVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Takes the environment from what the host says and from nothing else: Development opens doors (a published key, the mailbox with
    /// its links), and a <c>DOTNET_ENVIRONMENT</c> that happens to be set must not. A host that says nothing means Production.
    /// </summary>
    public static void UseEnvironmentOfHost(this FunctionsApplicationBuilder builder) =>
        builder.Environment.EnvironmentName =
            Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } said ? said : Environments.Production;

    /// <summary>Sends traces and metrics by OTLP where an endpoint is named; costs nothing where none is.</summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        // One line a request is for whoever looks for a fault in the server itself.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration[ExporterVariable]))
            return;
        builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation())
            .UseOtlpExporter();
    }
}
