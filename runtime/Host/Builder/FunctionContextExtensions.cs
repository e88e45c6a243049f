using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The request behind an invocation.</summary>
public static class FunctionContextExtensions
{
    // The key is the one that the real integration uses, so that middleware written against it finds the request.
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The HTTP context of an HTTP function; null for every other trigger.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
}
