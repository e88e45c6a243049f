using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Hosting.App;

public sealed record Greeting(string Name);

public sealed class DurableFunctions(ScopedService scoped, Recorder recorder)
{
    [Function("Greet")]
    public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context, Greeting input)
    {
        var text = await context.CallActivityAsync<string>("Say", input.Name);
        return await context.CallActivityAsync<string>("Sign", text);
    }

    [Function("Waits")]
    public static async Task<string> Waits([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { stage = "等待" });
        var answer = await context.WaitForExternalEvent<string>("answer");
        return context.GetInput<string>() + answer;
    }

    [Function("SevenDays")]
    public static async Task<DateTime> SevenDays([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        for (var day = 0; day < 7; day++)
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        return context.CurrentUtcDateTime;
    }

    [Function("Breaks")]
    public static async Task Breaks([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync("Fail");

    [Function("Say")]
    public string Say([ActivityTrigger] string name, FunctionContext context)
    {
        recorder.Lines.Enqueue($"say {name} {scoped.Id.Equals(context.Items["scope"])}");
        return $"你好，{name}";
    }

    [Function("Sign")]
    public static async Task<string> Sign([ActivityTrigger] TaskActivityContext context, [DurableClient] DurableTaskClient client)
    {
        var instance = await client.GetInstanceAsync(context.InstanceId);
        return $"{instance!.Name} 谨启";
    }

    [Function("Fail")]
    public static void Fail([ActivityTrigger] TaskActivityContext context) => throw new InvalidOperationException("坏了 " + context.Name);

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
}
