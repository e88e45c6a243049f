using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>
/// The HTTP API of Durable Functions. A caller shows the system key, which the addresses made by
/// CreateHttpManagementPayload carry; in Development this machine itself needs none, as with Core Tools.
/// </summary>
internal sealed partial class ManagementApi(
    LocalEngine engine,
    DurableTaskClient client,
    FunctionCatalog catalog,
    FunctionKeys keys,
    TimeProvider time,
    IHostEnvironment environment,
    ILogger<ManagementApi> logger)
{
    /// <summary>The path of the API, as in Azure.</summary>
    public const string Path = "/runtime/webhooks/durabletask";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Path);
        Get(api, "/instances", ListAsync);
        Delete(api, "/instances", PurgeManyAsync);
        Get(api, "/instances/{instanceId}", StatusAsync);
        Delete(api, "/instances/{instanceId}", PurgeAsync);
        Post(api, "/instances/{instanceId}/raiseEvent/{eventName}", RaiseEventAsync);
        Post(api, "/instances/{instanceId}/terminate", TerminateAsync);
        Post(api, "/instances/{instanceId}/suspend", (http, id) => SteerAsync(http, id, (i, reason, ct) => client.SuspendInstanceAsync(i, reason, ct)));
        Post(api, "/instances/{instanceId}/resume", (http, id) => SteerAsync(http, id, (i, reason, ct) => client.ResumeInstanceAsync(i, reason, ct)));
        Post(api, "/instances/{instanceId}/restart", RestartAsync);
        Post(api, "/instances/{instanceId}/rewind", RewindAsync);
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
        catch (BadRequestException e)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效", e.Message, e.Field);
        }
        catch (ArgumentException e)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效", e.Message);
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status409Conflict, "已有同一编号的编排实例", e.Message);
        }
        catch (RpcException e) when (Status(e.StatusCode) is { } status)
        {
            // Between the look at the instance and the command to it, it ended or went.
            await ProblemResponse.WriteAsync(http, status.Code, status.Title, e.Status.Detail);
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

    private static bool? Flag(HttpContext http, string name) => Filters.Flag(http.Request, name);

    private static (int Code, string Title)? Status(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => (StatusCodes.Status400BadRequest, "请求无效"),
        StatusCode.NotFound => (StatusCodes.Status404NotFound, "没有这个编排实例"),
        StatusCode.FailedPrecondition => (StatusCodes.Status410Gone, "编排实例已结束"),
        StatusCode.AlreadyExists => (StatusCodes.Status409Conflict, "已有同一编号的编排实例"),
        _ => null,
    };

    private static string BaseUrl(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{Path}";

    private static Task Empty(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
