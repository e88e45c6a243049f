using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Configures the worker before its services.</summary>
public static class WorkerSetup
{
    private const string EnvironmentVariable = "AZURE_FUNCTIONS_ENVIRONMENT";
    private const string ExporterVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Takes the environment only from what the host passes on: Development opens doors (a published key, the mailbox with its links),
    /// which a stray <c>DOTNET_ENVIRONMENT</c> must not do. Without a value it is Production.
    /// </summary>
    public static void UseEnvironmentOfHost(this FunctionsApplicationBuilder builder) =>
        builder.Environment.EnvironmentName =
            Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } said ? said : Environments.Production;

    /// <summary>Sends traces and metrics by OTLP if an endpoint is set; costs nothing otherwise.</summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        // A line per request helps only when looking for a fault in the server itself.
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
