using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace OddApp;

/// <summary>A function with nothing odd about it.</summary>
public static class OddFunctions
{
    [Function("Plain")]
    public static string Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request) => request.Method;
}
