using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>303: redirects after a posted form, so that reloading the page does not post again.</summary>
/// <param name="location">The path to redirect to; may contain text that people typed.</param>
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
