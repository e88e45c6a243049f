using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Serves the static files of the pages.</summary>
public static class SiteFileFunctions
{
    /// <summary>Returns a file; its address contains its version, so that caches may keep it.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("SiteFile")]
    public static IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{name}")] HttpRequest request, string name)
    {
        if (SiteFiles.Find(name) is not { } file)
            return Problems.NotFound("没有这个文件。");
        request.HttpContext.Response.Headers.CacheControl =
            request.Query["v"] == file.Version ? "public, max-age=31536000, immutable" : "public, max-age=300";
        return Results.Bytes(file.Content, file.ContentType);
    }
}
