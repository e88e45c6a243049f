using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SampleApp.Http;

/// <summary>What stands in an address.</summary>
public static class RouteFunctions
{
    [Function("Hello")]
    public static IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name) =>
        Results.Text($"你好，{name}{request.QueryString}");

    [Function("Values")]
    public static IResult Values(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{number}/{big}/{id}/{yes}/{day}")] HttpRequest request,
        int number,
        long big,
        Guid id,
        bool yes,
        DateTime day) =>
        Results.Text($"{request.Method} {number} {big} {id} {yes} {day:yyyy-MM-dd}");

    [Function("Pages")]
    public static IResult Pages([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{page?}")] HttpRequest request, int? page) =>
        Results.Text($"{request.Method} {page?.ToString() ?? "none"}");

    [Function("Lengths")]
    public static IResult Lengths([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "lengths/{text:alpha:length(3,5)}/{size:range(1,9)}")] HttpRequest request, string text, int size) =>
        Results.Text($"{request.Method} {text} {size}");

    [Function("Numbers")]
    public static IResult Numbers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{number:int}")] HttpRequest request, int number) =>
        Results.Text($"{request.Method} number {number}");

    [Function("Codes")]
    public static IResult Codes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{code:regex(^[A-Z]{{2}}\\d+$)}")] HttpRequest request, string code) =>
        Results.Text($"{request.Method} code {code}");

    [Function("Files")]
    public static IResult Files([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) =>
        Results.Text($"{request.Method} {path}");

    [Function("AnyMethod")]
    public static IResult AnyMethod([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => Results.Text(request.Method);

    // No route: the function's own name is one.
    [Function("Unrouted")]
    public static IResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post")] HttpRequest request) => Results.Text(request.Method);

    [Function("Query")]
    public static IResult Query([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "query")] HttpRequest request) =>
        Results.Json(request.Query.ToDictionary(p => p.Key, p => p.Value.ToArray()));
}
