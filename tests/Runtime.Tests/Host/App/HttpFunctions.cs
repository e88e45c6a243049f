using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using FromJsonBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Runtime.Tests.Hosting.App;

public sealed record Order(string Name, int Count);

public sealed class HttpFunctions(ScopedService scoped)
{
    [Function("Hello")]
    public static IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name) =>
        Results.Text($"你好，{name}{request.QueryString}");

    [Function("Scope")]
    public IActionResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context) =>
        new OkObjectResult(new
        {
            same = scoped.Id.Equals(context.Items["scope"]),
            second = context.Items["second"],
            http = ReferenceEquals(context.GetHttpContext(), request.HttpContext),
            function = context.FunctionDefinition.Name,
        });

    [Function("Values")]
    public static string Values(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{number}/{big}/{id}/{yes}/{day}")] HttpRequest request,
        int number,
        long big,
        Guid id,
        bool yes,
        DateOnly day,
        int? page,
        DayOfWeek weekday = DayOfWeek.Friday) =>
        $"{number} {big} {id} {yes} {day:yyyy-MM-dd} {page?.ToString() ?? "-"} {weekday}{request.Path.Value![..0]}";

    [Function("Poco")]
    public static Task<Order> Poco(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequest request, [FromJsonBody] Order order, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        request.HttpContext.Response.Headers["x-seen"] = "1";
        return Task.FromResult(order with { Count = order.Count + 1 });
    }

    [Function("Nothing")]
    public static void Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing")] HttpRequest request) =>
        request.HttpContext.Response.Headers["x-seen"] = "1";

    [Function("Absent")]
    public static ValueTask<IResult?> Absent([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "absent")] HttpRequest request) =>
        new(request.Query.ContainsKey("some") ? Results.Ok() : null);

    [Function("Fails")]
    public static async ValueTask<string> Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException($"secret of {request.Path}");
    }

    [Function("Guarded")]
    public static string Guarded([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded")] HttpRequest request) => request.Method;

    [Function("AdminOnly")]
    public static string AdminOnly([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "admin-only")] HttpRequest request) => request.Method;

    [Function("AnyMethod")]
    public static string AnyMethod([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => request.Method;

    private static readonly TaskCompletionSource SlowEntered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Function("Slow")]
    public static async Task<string> Slow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request)
    {
        // Ends only after the host has begun to stop: an answer proves that the host waited for it.
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lifetime = request.HttpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        await using var registration = lifetime.ApplicationStopping.Register(stopping.SetResult);
        SlowEntered.TrySetResult();
        await stopping.Task.WaitAsync(request.HttpContext.RequestAborted);
        return "slow but done";
    }

    [Function("SlowHasBegun")]
    public static async Task<string> SlowHasBegun([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow/entered")] HttpRequest request)
    {
        await SlowEntered.Task.WaitAsync(request.HttpContext.RequestAborted);
        return "begun";
    }
}
