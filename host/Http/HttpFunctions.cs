using Dazhou.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Maps the HTTP functions. A call becomes an invocation over the worker's channel, and at the same time the request goes
/// to the worker's own web server, where the two meet by the invocation's id.
/// </summary>
internal sealed class HttpFunctions(WorkerSupervisor workers, FunctionKeys keys, DurableBinding durable, ILogger<HttpFunctions> logger)
{
    // A worker that restarts is back in a second or two; so long a caller may wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="StartupException">A route is malformed, or two functions answer the same request.</exception>
    public void Map(IEndpointRouteBuilder routes, IReadOnlyList<FunctionEntry> functions, string prefix)
    {
        var taken = new Dictionary<string, FunctionEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions.Where(f => f.Kind == FunctionKind.Http))
        {
            var trigger = function.Http!;
            var route = Combine(prefix, trigger.Route ?? function.Name);
            foreach (var method in trigger.Methods is { Count: > 0 } some ? some : ["*"])
            {
                if (!taken.TryAdd($"{method} {route}", function))
                    throw new StartupException($"函数 {function.Name} 与 {taken[$"{method} {route}"].Name} 的路由相同：{method} {route}。");
            }

            try
            {
                var endpoint = routes.Map(route, http => InvokeAsync(function, http)).WithDisplayName(function.Name);
                if (trigger.Methods is { Count: > 0 } methods)
                    endpoint.WithMetadata(new HttpMethodMetadata(methods));
            }
            catch (Exception e) when (e is ArgumentException or Microsoft.AspNetCore.Routing.Patterns.RoutePatternException)
            {
                throw new StartupException($"函数 {function.Name} 的路由 {route} 无效：{e.Message}", e);
            }
        }
    }

    public static string Combine(string prefix, string route) =>
        "/" + string.Join('/', new[] { prefix.Trim('/'), route.TrimStart('/') }.Where(p => p.Length > 0));

    private async Task InvokeAsync(FunctionEntry function, HttpContext http)
    {
        if (!keys.Allows(http.Request, function.Http!.Level, function.Name))
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status401Unauthorized, "需要访问密钥",
                "请用请求头 x-functions-key 或查询参数 code 提供本函数或本主机的密钥。");
            return;
        }

        var id = Guid.NewGuid().ToString();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(Patience);
            var worker = await workers.GetAsync(patience.Token);
            using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            var invocation = worker.InvokeAsync(function, Request(function, http, id), abandoned.Token);
            var forwarded = await worker.Http.ForwardAsync(http, id);
            if (!forwarded)
                await abandoned.CancelAsync();
            await EndAsync(function, http, id, await invocation.WaitAsync(http.RequestAborted), forwarded);
        }
        catch (Exception e) when (e is OperationCanceledException or WorkerLostException)
        {
            if (http.RequestAborted.IsCancellationRequested)
                return;

            // What the function had done by then is not known; a caller who repeats shows the same idempotency key.
            http.Response.Headers.RetryAfter = "2";
            await FailAsync(http, StatusCodes.Status503ServiceUnavailable, "服务暂时不可用", "应用正在重新启动，请稍后再试。");
        }
    }

    private InvocationRequest Request(FunctionEntry function, HttpContext http, string id)
    {
        var request = new InvocationRequest { InvocationId = id, TraceContext = Traces.Current() };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger, Data = new TypedData { Http = new RpcHttp() } });
        durable.AddTo(request, function);

        // Texts, whatever the parameters' types: the worker reads them itself.
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) is { } text)
                request.TriggerMetadata[name] = new TypedData { String = text };
        }

        return request;
    }

    private async Task EndAsync(FunctionEntry function, HttpContext http, string id, InvocationResponse response, bool forwarded)
    {
        if (!forwarded)
        {
            logger.LogError("函数 {FunctionName} 没有应答（{InvocationId}）：{Exception}", function.Name, id, http.Features.Get<IForwarderErrorFeature>()?.Exception?.Message);
            await FailAsync(http, StatusCodes.Status502BadGateway, "应用没有应答", $"请将编号 {id} 告知运维人员。");
            return;
        }

        if (response.Result.Status == StatusResult.Types.Status.Success)
            return;

        // The worker's server has ended its answer before the worker says that the function failed: as 200 without a body.
        var exception = response.Result.Exception?.Message ?? response.Result.Result;
        if (exception.Contains("BadHttpRequestException: Request body too large", StringComparison.Ordinal))
        {
            await FailAsync(http, StatusCodes.Status413PayloadTooLarge, "请求过大", "请求正文超过了应用接受的大小。");
            return;
        }

        logger.LogError("函数 {FunctionName} 失败（{InvocationId}）：{Exception}", function.Name, id, exception);
        await FailAsync(http, StatusCodes.Status500InternalServerError, "服务器内部错误", $"请将编号 {id} 告知运维人员。");
    }

    private static async Task FailAsync(HttpContext http, int status, string title, string detail)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var retry = http.Response.Headers.RetryAfter;
        http.Response.Clear();
        http.Response.Headers.RetryAfter = retry;
        await ProblemResponse.WriteAsync(http, status, title, detail);
    }
}
