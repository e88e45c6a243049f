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
    public static string Values(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{number}/{big}/{id}/{yes}/{day}")] HttpRequest request,
        int number,
        long big,
        Guid id,
        bool yes,
        DateOnly day) =>
        $"{request.Method} {number} {big} {id} {yes} {day:yyyy-MM-dd}";

    [Function("Pages")]
    public static string Pages([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{page?}")] HttpRequest request, int? page) =>
        $"{request.Method} {page?.ToString() ?? "none"}";

    [Function("Lengths")]
    public static string Lengths([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "lengths/{text:alpha:length(3,5)}/{size:range(1,9)}")] HttpRequest request, string text, int size) =>
        $"{request.Method} {text} {size}";

    [Function("Numbers")]
    public static string Numbers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{number:int}")] HttpRequest request, int number) =>
        $"{request.Method} number {number}";

    [Function("Codes")]
    public static string Codes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{code:regex(^[A-Z]{{2}}\\d+$)}")] HttpRequest request, string code) =>
        $"{request.Method} code {code}";

    [Function("Files")]
    public static string Files([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) =>
        $"{request.Method} {path}";

    [Function("AnyMethod")]
    public static string AnyMethod([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => request.Method;

    // No route: the function's own name is one.
    [Function("Unrouted")]
    public static string Unrouted([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post")] HttpRequest request) => request.Method;

    [Function("Query")]
    public static IResult Query([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "query")] HttpRequest request) =>
        Results.Json(request.Query.ToDictionary(p => p.Key, p => p.Value.ToArray()));
}
