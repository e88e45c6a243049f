using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Host.Tests.Processes.Start;

/// <summary>Where an OTLP endpoint is named, the host sends it traces and metrics.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Endpoint_Named_GetsTracesAndMetricsOfAnOrchestration()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var app = await RunningApp.StartAsync(environment: new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "otlp-test",
        }))
        {
            await app.RunAsync<string>("Greet", new { name = "x" });
            await app.StopAsync();
        }

        // The host's orderly end has sent what was still waiting.
        var traces = receiver.TextOf("/v1/traces");
        Assert.Contains("otlp-test", traces, StringComparison.Ordinal);
        Assert.Contains("Greet", traces, StringComparison.Ordinal);
        var metrics = receiver.TextOf("/v1/metrics");
        Assert.Contains("otlp-test", metrics, StringComparison.Ordinal);
        Assert.Contains("durabletask.orchestration.ended", metrics, StringComparison.Ordinal);
        Assert.Contains("durabletask.activity.runs", metrics, StringComparison.Ordinal);
    }

    /// <summary>As little of an OTLP/HTTP collector as keeps what it is sent: names stand readable in the protobuf.</summary>
    private sealed class OtlpReceiver : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

        private OtlpReceiver(WebApplication app) => _app = app;

        public string Address => _app.Urls.First();

        public static async Task<OtlpReceiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = new OtlpReceiver(builder.Build());
            receiver._app.MapPost("/v1/{signal}", receiver.TakeAsync);
            await receiver._app.StartAsync();
            return receiver;
        }

        public string TextOf(string path) => string.Concat(_received.Where(item => item.Path == path).Select(item => item.Body));

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task<IResult> TakeAsync(HttpRequest request)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Bytes([], "application/x-protobuf");
        }
    }
}
