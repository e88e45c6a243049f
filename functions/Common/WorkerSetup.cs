using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
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
    private const string InsightsVariable = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Takes the environment only from what the host passes on: Development opens doors (a published key, the mailbox with its links),
    /// which a stray <c>DOTNET_ENVIRONMENT</c> must not do. Without a value it is Production.
    /// </summary>
    public static void UseEnvironmentOfHost(this FunctionsApplicationBuilder builder) =>
        builder.Environment.EnvironmentName =
            Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } said ? said : Environments.Production;

    /// <summary>
    /// Sends traces, metrics and logs to Application Insights if its connection string is set, otherwise traces and metrics by OTLP if an
    /// endpoint is set. Costs nothing if neither is.
    /// </summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        // A line per request helps only when looking for a fault in the server itself.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var toInsights = !string.IsNullOrEmpty(builder.Configuration[InsightsVariable]);
        if (string.IsNullOrEmpty(builder.Configuration[ExporterVariable]) && !toInsights)
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        if (toInsights)
            telemetry.UseAzureMonitorExporter(options => options.Credential = InsightsCredential(builder.Configuration));
        else
            telemetry.UseOtlpExporter();
    }

    /// <summary>
    /// Returns the identity set in <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>, in the format of the Functions host; null if there is
    /// none.
    /// </summary>
    internal static TokenCredential? InsightsCredential(IConfiguration configuration)
    {
        var parts = (configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] ?? string.Empty)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase))
            return null;
        var client = parts.Select(part => part.Split('=', 2)).FirstOrDefault(part => part[0].Equals("ClientId", StringComparison.OrdinalIgnoreCase));
        return ManagedIdentity.Of(client is [_, var id] ? id : null);
    }
}
