using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace SampleApp.Orchestrations;

/// <summary>The client as an app uses it.</summary>
public static class ClientFunctions
{
    /// <summary>As the templates of Durable Functions start one.</summary>
    [Function("Starter")]
    public static async Task<HttpResponseData> Starter(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "starter/{name}")] HttpRequestData request, string name, [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Greet", new Greeting(name));
        return await client.CreateCheckStatusResponseAsync(request, id);
    }

    [Function("StartGreeting")]
    public static async Task<IResult> StartGreeting(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Greet", new Greeting(name), cancellation);
        var payload = client.CreateHttpManagementPayload(id);
        request.HttpContext.Response.Headers.Location = payload.StatusQueryGetUri;
        return Results.Json(payload, statusCode: StatusCodes.Status202Accepted);
    }

    [Function("Start")]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "instances/{name}/{id?}")] HttpRequest request,
        string name,
        string? id,
        [DurableClient] DurableTaskClient client)
    {
        var input = request.ContentLength > 0 ? await request.ReadFromJsonAsync<JsonElement>() : (JsonElement?)null;
        var query = request.Query;
        var options = new StartOrchestrationOptions(id, query.TryGetValue("startAt", out var at) ? DateTimeOffset.Parse(at.ToString()) : null)
        {
            Version = query.TryGetValue("version", out var version) ? new TaskVersion(version.ToString()) : null,
            Tags = query.TryGetValue("tag", out var tag) ? new Dictionary<string, string> { ["tag"] = tag.ToString() } : new Dictionary<string, string>(),
        };
        if (query.ContainsKey("dedupe"))
            options = options.WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>().Intersect(StartOrchestrationOptionsExtensions.ValidDedupeStatuses).ToArray());
        try
        {
            return Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(name, input, options));
        }
        catch (Exception e)
        {
            return Results.Text($"{e.GetType().Name} {(e as Grpc.Core.RpcException)?.StatusCode}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    /// <summary>The instance, or with <c>until</c> once it has started or completed.</summary>
    [Function("Instance")]
    public static async Task<IResult> Instance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "instances/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        var aborted = request.HttpContext.RequestAborted;
        var instance = request.Query["until"].ToString() switch
        {
            "completed" => await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, aborted),
            "started" => await client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true, aborted),
            _ => await client.GetInstanceAsync(id, getInputsAndOutputs: true, aborted),
        };
        return instance is null
            ? Results.NotFound()
            : Results.Json(new
            {
                id = instance.InstanceId,
                name = instance.Name,
                status = instance.RuntimeStatus.ToString(),
                input = instance.SerializedInput,
                output = instance.SerializedOutput,
                customStatus = instance.SerializedCustomStatus,
                failure = instance.FailureDetails?.ErrorMessage,
                tags = instance.Tags,
            });
    }

    [Function("Instances")]
    public static async Task<IResult> Instances(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "instances")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        var query = new OrchestrationQuery { InstanceIdPrefix = request.Query["prefix"].ToString(), PageSize = 2 };
        var pages = new List<string[]>();
        await foreach (var page in client.GetAllInstancesAsync(query).AsPages())
            pages.Add([.. page.Values.Select(i => i.InstanceId)]);
        return Results.Json(pages);
    }

    [Function("Steer")]
    public static async Task<IResult> Steer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "instances/{id}/{act}")] HttpRequest request,
        string id,
        string act,
        [DurableClient] DurableTaskClient client)
    {
        try
        {
            switch (act)
            {
                case "raise":
                    await client.RaiseEventAsync(id, request.Query["name"].ToString(), await request.ReadFromJsonAsync<JsonElement>());
                    break;
                case "suspend":
                    await client.SuspendInstanceAsync(id, "asked");
                    break;
                case "resume":
                    await client.ResumeInstanceAsync(id, "asked");
                    break;
                case "terminate":
                    await client.TerminateInstanceAsync(id, new TerminateInstanceOptions("asked", Recursive: true));
                    break;
                case "rewind":
                    await client.RewindInstanceAsync(id, "asked");
                    break;
                case "restart":
                    return Results.Text(await client.RestartAsync(id, restartWithNewInstanceId: true));
                case "purge":
                    return Results.Text((await client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount.ToString());
                default:
                    return Results.NotFound();
            }

            return Results.Ok();
        }
        catch (Exception e)
        {
            return Results.Text($"{e.GetType().Name} {(e as Grpc.Core.RpcException)?.StatusCode}", statusCode: StatusCodes.Status409Conflict);
        }
    }
}
