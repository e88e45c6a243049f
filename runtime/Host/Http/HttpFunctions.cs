using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Maps the HTTP functions and runs them.</summary>
internal sealed class HttpFunctions(FunctionPipeline pipeline, FunctionKeys keys, ILogger<HttpFunctions> logger)
{
    /// <exception cref="StartupException">A route is malformed, or two functions answer the same request.</exception>
    public void Map(IEndpointRouteBuilder routes, IReadOnlyList<FunctionMethod> functions, string prefix)
    {
        var taken = new Dictionary<string, FunctionMethod>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions.Where(f => f.Kind == FunctionKind.Http))
        {
            var trigger = (HttpTriggerAttribute)function.Attribute;
            var route = Combine(prefix, trigger.Route ?? function.Name);
            foreach (var method in trigger.Methods is { Length: > 0 } some ? some : ["*"])
            {
                if (!taken.TryAdd($"{method} {route}", function))
                    throw new StartupException($"函数 {function.Name} 与 {taken[$"{method} {route}"].Name} 的路由相同：{method.ToUpperInvariant()} {route}。");
            }

            try
            {
                var endpoint = routes.Map(route, http => InvokeAsync(function, trigger.AuthLevel, http)).WithDisplayName(function.Name);
                if (trigger.Methods is { Length: > 0 } methods)
                    endpoint.WithMetadata(new HttpMethodMetadata(methods.Select(m => m.ToUpperInvariant())));
            }
            catch (Exception e) when (e is ArgumentException or Microsoft.AspNetCore.Routing.Patterns.RoutePatternException)
            {
                throw new StartupException($"函数 {function.Name} 的路由 {route} 无效：{e.Message}", e);
            }
        }
    }

    public static string Combine(string prefix, string route) =>
        "/" + string.Join('/', new[] { prefix.Trim('/'), route.TrimStart('/') }.Where(p => p.Length > 0));

    private async Task InvokeAsync(FunctionMethod function, AuthorizationLevel level, HttpContext http)
    {
        if (!keys.Allows(http.Request, level, function.Name))
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status401Unauthorized, "需要访问密钥",
                "请用请求头 x-functions-key 或查询参数 code 提供本函数或本主机的密钥。");
            return;
        }

        var context = new LocalFunctionContext(function, http.RequestServices, http.RequestAborted)
        {
            TriggerValue = http.Request,
            HttpContext = http,
            BindingData = http.Request.RouteValues,
        };
        context.Items[Microsoft.Azure.Functions.Worker.FunctionContextExtensions.HttpContextKey] = http;
        try
        {
            await pipeline.RunAsync(context);
            await FunctionResponse.WriteAsync(http, context.Value);
        }
        catch (BadRequestException e)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效", e.Message, e.Field);
        }
        catch (BadHttpRequestException e)
        {
            await ProblemResponse.WriteAsync(http, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "请求过大" : "请求无效", e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; there is nobody to answer.
        }
        catch (Exception e)
        {
            logger.LogError(e, "函数 {FunctionName} 失败（{InvocationId}）", function.Name, context.InvocationId);
            if (http.Response.HasStarted)
                http.Abort();
            else
                await ProblemResponse.WriteAsync(http, StatusCodes.Status500InternalServerError, "服务器内部错误", $"请将编号 {context.InvocationId} 告知运维人员。");
        }
    }
}
