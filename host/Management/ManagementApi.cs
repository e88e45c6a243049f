using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>
/// The HTTP API of Durable Functions. A caller shows the system key, which the addresses made by
/// CreateHttpManagementPayload carry; in Development this machine itself needs none, as with Core Tools.
/// </summary>
internal sealed partial class ManagementApi(
    DurableTaskClient client,
    FunctionCatalog catalog,
    FunctionKeys keys,
    IHistoryReader histories,
    TimeProvider time,
    IHostEnvironment environment,
    ILogger<ManagementApi> logger)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ManagementEndpoint.Path);
        Get(api, "/instances", ListAsync);
        Delete(api, "/instances", PurgeManyAsync);
        Get(api, "/instances/{instanceId}", StatusAsync);
        Delete(api, "/instances/{instanceId}", PurgeAsync);
        Post(api, "/instances/{instanceId}/raiseEvent/{eventName}", RaiseEventAsync);
        Post(api, "/instances/{instanceId}/terminate", (http, id) => SteerAsync(http, id, TerminateAsync));
        Post(api, "/instances/{instanceId}/suspend", (http, id) => SteerAsync(http, id, (i, reason, ct) => client.SuspendInstanceAsync(i, reason, ct)));
        Post(api, "/instances/{instanceId}/resume", (http, id) => SteerAsync(http, id, (i, reason, ct) => client.ResumeInstanceAsync(i, reason, ct)));
        Post(api, "/instances/{instanceId}/restart", RestartAsync);
        Post(api, "/orchestrators/{functionName}/{instanceId?}", StartAsync);
    }

    /// <summary>Whether the addresses that functions hand out must carry the system key.</summary>
    public string? Query() => environment.IsDevelopment() ? null : "code=" + keys.SystemKey;

    private void Get(RouteGroupBuilder api, string route, Func<HttpContext, string, Task> handle) =>
        api.MapGet(route, http => GuardAsync(http, handle));

    private void Post(RouteGroupBuilder api, string route, Func<HttpContext, string, Task> handle) =>
        api.MapPost(route, http => GuardAsync(http, handle));

    private void Delete(RouteGroupBuilder api, string route, Func<HttpContext, string, Task> handle) =>
        api.MapDelete(route, http => GuardAsync(http, handle));

    private async Task GuardAsync(HttpContext http, Func<HttpContext, string, Task> handle)
    {
        var open = environment.IsDevelopment() && Loopback.Is(http);
        if (!open && !keys.Allows(http.Request, AuthorizationLevel.System, function: ""))
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status401Unauthorized, "需要系统密钥", "请用查询参数 code 或请求头 x-functions-key 提供系统密钥或主密钥。");
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await handle(http, Route(http, "instanceId") ?? "");
        }
        catch (Exception e) when (e is ArgumentException or BadRequestException)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效", e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone.
        }
        catch (Exception e)
        {
            logger.LogError(e, "管理接口 {Method} {Path} 失败", http.Request.Method, http.Request.Path);
            await ProblemResponse.WriteAsync(http, StatusCodes.Status500InternalServerError, "服务器内部错误");
        }
    }

    private static string? Route(HttpContext http, string name) => http.Request.RouteValues[name] as string;

    private static bool? Flag(HttpContext http, string name) => bool.TryParse(http.Request.Query[name], out var value) ? value : null;

    private static string BaseUrl(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{ManagementEndpoint.Path}";

    private static Task Empty(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
