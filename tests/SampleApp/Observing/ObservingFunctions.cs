using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace SampleApp.Observing;

/// <summary>Shows from outside what this process is and what it did.</summary>
public sealed class ObservingFunctions(Recorder recorder, IHostEnvironment environment, IConfiguration configuration)
{
    [Function("Records")]
    public async Task<IResult> Records([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "records")] HttpRequest request) =>
        Results.Json(await recorder.WaitAsync(
            request.Query["prefix"].ToString(), int.Parse(request.Query["count"].ToString()), request.HttpContext.RequestAborted));

    [Function("Process")]
    public IResult Process([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "process")] HttpRequest request) =>
        Results.Json(new
        {
            id = Environment.ProcessId,
            environment = environment.EnvironmentName,
            greeting = configuration["Greeting"],
            openScopes = Scoped.Open,
            setting = request.Query["setting"].ToString() is { Length: > 0 } name ? configuration[name] : null,
        });
}
