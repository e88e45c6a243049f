using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests;

/// <summary>Calls HTTP functions without a host: the request as the gatekeeper hands it on, and what was answered.</summary>
internal static class Answers
{
    private static readonly IServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    /// <summary>A request; <paramref name="caller"/> is null for staff.</summary>
    public static HttpRequest Request(string query = "", UnitCaller? caller = null, string? body = null)
    {
        var http = new DefaultHttpContext { RequestServices = Services };
        http.Request.QueryString = new QueryString(query);
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        http.Response.Body = new MemoryStream();
        if (caller is not null)
            http.Features.Set(caller);
        return http.Request;
    }

    /// <summary>Carries out an answer.</summary>
    public static async Task<(int Status, string Body)> OfAsync(HttpRequest request, Task<IResult> answer)
    {
        var body = await BytesOfAsync(request, answer);
        return (request.HttpContext.Response.StatusCode, Encoding.UTF8.GetString(body));
    }

    /// <summary>Carries out an answer that is a file.</summary>
    public static async Task<byte[]> BytesOfAsync(HttpRequest request, Task<IResult> answer)
    {
        IResult result;
        try
        {
            result = await answer;
        }
        catch (RefusedException refused)
        {
            // As the gatekeeper does.
            result = refused.Answer;
        }

        await result.ExecuteAsync(request.HttpContext);
        return ((MemoryStream)request.HttpContext.Response.Body).ToArray();
    }

    public static JsonElement Json(string body) => JsonSerializer.Deserialize<JsonElement>(body);
}
