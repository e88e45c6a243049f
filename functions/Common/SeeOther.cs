using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>303: what a form answers with, so that loading the page again does not post it again.</summary>
/// <param name="location">The path to go to, with whatever parts of it somebody typed.</param>
public sealed class SeeOther(string location) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = HeaderAddress.Of(location);
        return Task.CompletedTask;
    }
}
