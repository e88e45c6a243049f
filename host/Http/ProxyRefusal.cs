using Microsoft.AspNetCore.Http;

namespace Dazhou.FunctionsHost;

/// <summary>Where the environment is only assumed to be Development, a proxy in front means that others are served: they are not.</summary>
internal static class ProxyRefusal
{
    /// <summary>Whether a request has come through a proxy that says so.</summary>
    public static bool IsForwarded(IHeaderDictionary headers) =>
        headers.ContainsKey("Forwarded") || headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    public static Task InvokeAsync(HttpContext http, RequestDelegate next) => IsForwarded(http.Request.Headers)
        ? ProblemResponse.WriteAsync(http, StatusCodes.Status403Forbidden, "不接受经代理转发的请求",
            "没有设置环境变量 AZURE_FUNCTIONS_ENVIRONMENT，此时只为本机服务。正式运行请设置 AZURE_FUNCTIONS_ENVIRONMENT=Production，并用 Host:KnownProxies 列出代理的地址。")
        : next(http);
}
