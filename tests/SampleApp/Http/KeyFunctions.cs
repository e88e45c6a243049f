using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SampleApp.Http;

/// <summary>One function for each level of authorization beside the anonymous one.</summary>
public static class KeyFunctions
{
    [Function("Guarded")]
    public static string Guarded([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded")] HttpRequest request) => request.Method;

    [Function("GuardedToo")]
    public static string GuardedToo([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded-too")] HttpRequest request) => request.Method;

    [Function("ForSystem")]
    public static string ForSystem([HttpTrigger(AuthorizationLevel.System, "get", Route = "for-system")] HttpRequest request) => request.Method;

    [Function("ForAdmin")]
    public static string ForAdmin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "for-admin")] HttpRequest request) => request.Method;
}
