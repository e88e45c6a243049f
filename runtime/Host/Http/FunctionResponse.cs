using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Writes what an HTTP function returned.</summary>
internal static class FunctionResponse
{
    public static async Task WriteAsync(HttpContext http, object? result)
    {
        switch (result)
        {
            case null:
                // As in the ASP.NET Core integration, the response stays as the function left it: 200 without a body.
                return;
            case IResult value:
                await value.ExecuteAsync(http);
                return;
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                return;
            case var _ when http.Response.HasStarted:
                return;
            case string text:
                http.Response.ContentType ??= "text/plain; charset=utf-8";
                await http.Response.WriteAsync(text, http.RequestAborted);
                return;
            default:
                var options = http.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
                await http.Response.WriteAsJsonAsync(result, result.GetType(), options, http.RequestAborted);
                return;
        }
    }
}
