using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.FunctionsHost;

/// <content>Start, raise, terminate, suspend, resume, restart and rewind.</content>
internal sealed partial class ManagementApi
{
    private async Task StartAsync(HttpContext http, string instanceId)
    {
        var name = Route(http, "functionName")!;
        if (catalog.FindOrchestrator(name) is null)
            throw new BadRequestException("functionName", $"没有名为 {name} 的编排函数。");

        if (await ReadJsonAsync(http) is not (true, var input))
            return;

        var options = instanceId.Length == 0 ? null : new StartOrchestrationOptions(instanceId);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(new TaskName(name), input, options, http.RequestAborted);
        await AnswerStartedAsync(http, id);
    }

    private async Task RestartAsync(HttpContext http, string instanceId)
    {
        var withNewId = Flag(http, "restartWithNewInstanceId") ?? true;
        if (await client.GetInstancesAsync(instanceId, cancellation: http.RequestAborted) is not { } instance)
            throw new BadRequestException("instanceId", $"没有编号为 {instanceId} 的编排实例。");
        if (!withNewId && !instance.IsCompleted)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status409Conflict, "编排实例尚未结束", $"编排实例 {instanceId} 尚未结束，不能以同一编号重新开始。");
            return;
        }

        await AnswerStartedAsync(http, await client.RestartAsync(instanceId, withNewId, http.RequestAborted));
    }

    private async Task RewindAsync(HttpContext http, string instanceId)
    {
        var instance = await client.GetInstancesAsync(instanceId, cancellation: http.RequestAborted);
        switch (instance)
        {
            case null:
                await Empty(http, StatusCodes.Status404NotFound);
                return;
            case { RuntimeStatus: OrchestrationRuntimeStatus.Failed }:
                await client.RewindInstanceAsync(instanceId, Reason(http) ?? "", http.RequestAborted);
                await Empty(http, StatusCodes.Status202Accepted);
                return;
            case { IsCompleted: true }:
                await Empty(http, StatusCodes.Status410Gone);
                return;
            default:
                throw new BadRequestException("instanceId", $"编排实例 {instanceId} 没有失败（{instance.RuntimeStatus}），只有失败的实例可以回退。");
        }
    }

    private async Task RaiseEventAsync(HttpContext http, string instanceId)
    {
        if (await MissingOrEndedAsync(http, instanceId))
            return;

        if (!http.Request.HasJsonContentType())
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效", "只接受 application/json 类型的请求正文。");
            return;
        }

        if (await ReadJsonAsync(http) is not (true, var payload))
            return;

        await client.RaiseEventAsync(instanceId, Route(http, "eventName")!, payload, http.RequestAborted);
        await Empty(http, StatusCodes.Status202Accepted);
    }

    private async Task SteerAsync(HttpContext http, string instanceId, Func<string, string?, CancellationToken, Task> command)
    {
        if (await MissingOrEndedAsync(http, instanceId))
            return;
        await command(instanceId, Reason(http), http.RequestAborted);
        await Empty(http, StatusCodes.Status202Accepted);
    }

    // As in Durable Functions, sub-orchestrations end with it only if that is asked.
    private Task TerminateAsync(HttpContext http, string instanceId)
    {
        var recursive = Flag(http, "recursive") ?? false;
        return SteerAsync(http, instanceId, (id, reason, cancellation) =>
            client.TerminateInstanceAsync(id, new TerminateInstanceOptions(reason, recursive), cancellation));
    }

    private static string? Reason(HttpContext http) => http.Request.Query["reason"].FirstOrDefault();

    private async Task<bool> MissingOrEndedAsync(HttpContext http, string instanceId)
    {
        var instance = await client.GetInstancesAsync(instanceId, cancellation: http.RequestAborted);
        if (instance is { IsCompleted: false })
            return false;
        await Empty(http, instance is null ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone);
        return true;
    }

    private async Task AnswerStartedAsync(HttpContext http, string id)
    {
        if (double.TryParse(http.Request.Query["timeout"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            limit.CancelAfter(TimeSpan.FromSeconds(Math.Min(seconds, 230)));
            try
            {
                var done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
                if (done.RuntimeStatus == OrchestrationRuntimeStatus.Completed)
                    await WriteAsync(http, StatusCodes.Status200OK, JsonText.Parse(done.SerializedOutput) ?? JsonValue.Create((string?)null)!);
                else
                    await WriteStatusAsync(http, done, Flag(http, "returnInternalServerErrorOnFailure") ?? false);
                return;
            }
            catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
            {
                // Not done in time: the caller gets the addresses.
            }
        }

        var instance = $"{BaseUrl(http)}/instances/{Uri.EscapeDataString(id)}";
        var query = Query() is { } key ? "?" + key : "";
        var more = query.Length == 0 ? "" : "&" + query[1..];
        http.Response.Headers.Location = instance + query;
        http.Response.Headers.RetryAfter = "10";
        await WriteAsync(http, StatusCodes.Status202Accepted, new JsonObject
        {
            ["id"] = id,
            ["statusQueryGetUri"] = instance + query,
            ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}{query}",
            ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}{more}",
            ["rewindPostUri"] = $"{instance}/rewind?reason={{text}}{more}",
            ["purgeHistoryDeleteUri"] = instance + query,
            ["restartPostUri"] = $"{instance}/restart{query}",
            ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}{more}",
            ["resumePostUri"] = $"{instance}/resume?reason={{text}}{more}",
        });
    }

    private static async Task<(bool Ok, JsonElement? Value)> ReadJsonAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        if (string.IsNullOrWhiteSpace(text))
            return (true, null);

        try
        {
            return (true, JsonElement.Parse(text));
        }
        catch (JsonException)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效", "请求正文不是有效的 JSON。");
            return (false, null);
        }
    }
}
