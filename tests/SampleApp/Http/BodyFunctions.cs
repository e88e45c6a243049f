using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SampleApp.Observing;

namespace SampleApp.Http;

/// <summary>Bodies, long and slow ones, and how they end.</summary>
public static class BodyFunctions
{
    [Function("Echo")]
    public static async Task Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request)
    {
        // Read to its end first: callers of HTTP/1.1 read no answer while they still send.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        request.HttpContext.Response.ContentType = request.ContentType;
        await request.HttpContext.Response.BodyWriter.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), request.HttpContext.RequestAborted);
    }

    [Function("Digest")]
    public static async Task<IResult> Digest([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "digest")] HttpRequest request) =>
        Results.Text(Convert.ToHexStringLower(await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted)));

    [Function("Zipped")]
    public static async Task Zipped([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "zipped")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        response.Headers.ContentEncoding = "gzip";
        await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await zip.WriteAsync("zipped by the function"u8.ToArray());
    }

    /// <summary>Server-sent events: the second comes only when somebody on that port says what it is.</summary>
    [Function("Events")]
    public static async Task Events([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "events/{port}")] HttpRequest request, int port)
    {
        var response = request.HttpContext.Response;
        response.ContentType = "text/event-stream";
        await response.WriteAsync("data: first\n\n");
        await response.Body.FlushAsync();
        var second = await Meeting.AttendAsync(port, "events", request.HttpContext.RequestAborted);
        await response.WriteAsync($"data: {second}\n\n");
    }

    /// <summary>Stays until it is answered, or until the caller goes away.</summary>
    [Function("Stays")]
    public static async Task<IResult> Stays(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stays/{port}")] HttpRequest request, int port, CancellationToken cancellation) =>
        Results.Text($"{request.Method} {await Meeting.AttendAsync(port, "stays", cancellation)}");

    [Function("FailsBefore")]
    public static async Task<IResult> FailsBefore([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails-before")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException($"secret of {request.Path}");
    }

    [Function("FailsAfter")]
    public static async Task FailsAfter([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails-after")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("it began well");
        await response.Body.FlushAsync();
        throw new InvalidOperationException("secret of the second half");
    }
}
