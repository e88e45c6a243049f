using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;

namespace SampleApp.Http;

/// <summary>Who calls, as a function sees it.</summary>
public static class CallerFunctions
{
    [Function("Caller")]
    public static IResult Caller([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "caller")] HttpRequest request) =>
        Results.Json(new
        {
            scheme = request.Scheme,
            host = request.Host.Value,
            address = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
            url = request.GetEncodedUrl(),
            headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
        });
}
