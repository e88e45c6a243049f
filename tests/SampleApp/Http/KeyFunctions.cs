using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SampleApp.Http;

/// <summary>One function for each level of authorization beside the anonymous one.</summary>
public static class KeyFunctions
{
    [Function("Guarded")]
    public static IResult Guarded([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded")] HttpRequest request) => Results.Text(request.Method);

    [Function("GuardedToo")]
    public static IResult GuardedToo([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded-too")] HttpRequest request) => Results.Text(request.Method);

    [Function("ForSystem")]
    public static IResult ForSystem([HttpTrigger(AuthorizationLevel.System, "get", Route = "for-system")] HttpRequest request) => Results.Text(request.Method);

    [Function("ForAdmin")]
    public static IResult ForAdmin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "for-admin")] HttpRequest request) => Results.Text(request.Method);
}
