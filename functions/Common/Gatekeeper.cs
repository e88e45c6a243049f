using System.Collections.Concurrent;
using System.Reflection;
using Dazhou.Serverless.Functions.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// The middleware for all HTTP functions: sets the security headers, enforces <see cref="OpenToAttribute"/>, refuses posts from other
/// sites, and turns unexpected failures into plain answers.
/// </summary>
/// <remarks>
/// It also executes the function's result, so that a page that fails while rendering gets a plain answer too, and the worker does not send
/// the result to the host again in serialized form.
/// </remarks>
public sealed class Gatekeeper(UnitKeys keys, StaffCookie staff, SameOrigin origin, IHostEnvironment environment, ILogger<Gatekeeper> logger)
    : IFunctionsWorkerMiddleware
{
    private static readonly ConcurrentDictionary<string, Caller?> Callers = new(StringComparer.Ordinal);

    /// <summary>Returns whether a function is guarded: all with an HTTP trigger are.</summary>
    public static bool Guards(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()
            ?? throw new InvalidOperationException("No request to guard: ConfigureFunctionsWebApplication has to come before this middleware.");
        SecurityHeaders.Apply(http.Response.Headers);
        try
        {
            if (await RefusalAsync(context, http) is { } refusal)
            {
                await refusal.ExecuteAsync(http);
                return;
            }

            await next(context);
            var answer = context.GetInvocationResult();
            if (answer.Value is IResult result)
            {
                await result.ExecuteAsync(http);
                answer.Value = null;
            }
        }
        catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            if (failure is RefusedException refused)
            {
                await refused.Answer.ExecuteAsync(http);
                return;
            }

            if (UnreadableRequest.Of(failure) is { } unreadable)
            {
                await Problems.Problem(unreadable.Status, unreadable.Title, unreadable.Detail).ExecuteAsync(http);
                return;
            }

            logger.LogError(failure, "{Function} failed", context.FunctionDefinition.Name);
            await Problems.Problem(StatusCodes.Status500InternalServerError, "系统暂时不可用", "请求没有完成，请稍后重试；如仍失败，请联系系统管理员。").ExecuteAsync(http);
        }
    }

    private async Task<IResult?> RefusalAsync(FunctionContext context, HttpContext http)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var caller = Callers.GetOrAdd(context.FunctionDefinition.EntryPoint, CallerOf);
        switch (caller)
        {
            case null:
                return Problems.Forbidden("此功能未开放。");
            case Caller.Development when !environment.IsDevelopment():
                return Problems.NotFound("没有这个地址。");
            case Caller.Staff or Caller.Operator when await staff.IdentifyAsync(http.Request, http.RequestAborted) is { } person:
                http.Features.Set(person);
                if (caller == Caller.Operator && !person.IsOperator)
                    return Problems.Forbidden("此页面只供系统管理员使用。");
                break;
            case Caller.Staff or Caller.Operator when environment.IsDevelopment() && !http.Request.Headers.ContainsKey(UnitKeys.Header):
                break;
            case Caller.Staff or Caller.Operator when reads && Pages.WantsHtml(http.Request):
                return new SeeOther("/sign-in?required");
            case Caller.Operator:
                return Problems.Problem(StatusCodes.Status401Unauthorized, "未登录", "请先登录。");
            case Caller.Unit or Caller.Staff:
                if (await keys.IdentifyAsync(http.Request, http.RequestAborted) is not { } unit)
                    return Problems.Unauthenticated($"请在请求头 {UnitKeys.Header} 中提供有效的单位密钥。");
                http.Features.Set(unit);
                break;
        }

        return reads || origin.Allows(http.Request) ? null : Problems.Forbidden("请求来自其他网站，已拒绝。");
    }

    /// <summary>Reads the attribute of the method of an entry point, given as <c>Namespace.Class.Method</c>.</summary>
    internal static Caller? CallerOf(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        return Assembly.GetExecutingAssembly().GetType(entryPoint[..dot])?
            .GetMethods().SingleOrDefault(method => method.Name == entryPoint[(dot + 1)..])?
            .GetCustomAttribute<OpenToAttribute>()?.Caller;
    }
}
