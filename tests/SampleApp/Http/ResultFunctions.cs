using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SampleApp.Observing;
using FromJsonBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace SampleApp.Http;

public sealed record Order(string Name, int Count);

/// <summary>The forms of an answer.</summary>
public sealed class ResultFunctions(Scoped scoped)
{
    [Function("Created")]
    public static IActionResult Created([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "created")] HttpRequest request) =>
        new CreatedResult("/elsewhere/1", new Order(request.Method, 1));

    [Function("Orders")]
    public static IResult Orders([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequest request, [FromJsonBody] Order order)
    {
        request.HttpContext.Response.Headers["x-seen"] = "1";
        return Results.Ok(order with { Count = order.Count + 1 });
    }

    [Function("Nothing")]
    public static void Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing")] HttpRequest request) =>
        request.HttpContext.Response.Headers["x-seen"] = "1";

    [Function("NoContent")]
    public static IResult NoContent([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "no-content")] HttpRequest request) =>
        request.Method == "DELETE" ? Results.NoContent() : Results.BadRequest();

    [Function("Moved")]
    public static IResult Moved([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "moved")] HttpRequest request)
    {
        request.HttpContext.Response.Cookies.Append("one", "1");
        request.HttpContext.Response.Cookies.Append("two", "2");
        return Results.Redirect("/elsewhere?x=1");
    }

    [Function("Data")]
    public static async Task<HttpResponseData> Data([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "data/{name}")] HttpRequestData request, string name)
    {
        var response = request.CreateResponse(HttpStatusCode.Accepted);
        response.Headers.Add("x-data", "1");
        await response.WriteStringAsync($"{request.Url.AbsolutePath} {name}");
        return response;
    }

    [Function("Scope")]
    public IActionResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context) =>
        new OkObjectResult(new
        {
            same = scoped.Id.Equals(context.Items["scope"]),
            http = ReferenceEquals(context.GetHttpContext(), request.HttpContext),
            mark = context.Items[MarkingMiddleware.Mark],
            trace = context.TraceContext.TraceParent,
        });
}
