using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.DurableTask.Client;

namespace Dazhou.FunctionsHost;

/// <content>Status, list and purge.</content>
internal sealed partial class ManagementApi
{
    private const string ContinuationHeader = "x-ms-continuation-token";
    private const int DefaultTop = 100;

    private async Task StatusAsync(HttpContext http, string instanceId)
    {
        var instance = await client.GetInstancesAsync(instanceId, getInputsAndOutputs: true, http.RequestAborted);
        if (instance is null)
        {
            await Empty(http, StatusCodes.Status404NotFound);
            return;
        }

        await WriteStatusAsync(http, instance, Flag(http, "returnInternalServerErrorOnFailure") ?? false);
    }

    private async Task WriteStatusAsync(HttpContext http, OrchestrationMetadata instance, bool errorOnFailure)
    {
        var showInput = Flag(http, "showInput") ?? true;
        var payload = Payload(instance, showInput);
        if (Flag(http, "showHistory") == true && instance.RuntimeStatus != OrchestrationRuntimeStatus.Pending)
            payload["historyEvents"] = HistoryPayload.Of(engine.ReadHistory(instance.InstanceId), showInput, Flag(http, "showHistoryOutput") ?? false);

        var status = instance.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Failed => errorOnFailure ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK,
            _ when instance.IsCompleted => StatusCodes.Status200OK,
            _ => StatusCodes.Status202Accepted,
        };
        if (status == StatusCodes.Status202Accepted)
        {
            http.Response.Headers.Location = http.Request.GetEncodedUrl();
            http.Response.Headers.RetryAfter = "5";
        }

        await WriteAsync(http, status, payload);
    }

    private async Task ListAsync(HttpContext http, string _)
    {
        var filter = new OrchestrationQuery(
            CreatedFrom: Filters.Time(http.Request, "createdTimeFrom"),
            CreatedTo: Filters.Time(http.Request, "createdTimeTo"),
            Statuses: Filters.Statuses(http.Request, "runtimeStatus"),
            InstanceIdPrefix: http.Request.Query["instanceIdPrefix"].FirstOrDefault(),
            PageSize: Filters.Count(http.Request, "top") ?? DefaultTop,
            FetchInputsAndOutputs: true,
            ContinuationToken: http.Request.Headers[ContinuationHeader].FirstOrDefault() is { Length: > 0 } token ? token : null);

        var showInput = Flag(http, "showInput") ?? false;
        var list = new JsonArray();
        await foreach (var page in client.GetAllInstancesAsync(filter).AsPages(filter.ContinuationToken, filter.PageSize).WithCancellation(http.RequestAborted))
        {
            foreach (var instance in page.Values)
                list.Add((JsonNode)Payload(instance, showInput));
            if (page.ContinuationToken is { Length: > 0 } next)
                http.Response.Headers[ContinuationHeader] = next;
            break;
        }

        await WriteAsync(http, StatusCodes.Status200OK, list);
    }

    private async Task PurgeAsync(HttpContext http, string instanceId)
    {
        if (await client.GetInstancesAsync(instanceId, cancellation: http.RequestAborted) is null)
        {
            await Empty(http, StatusCodes.Status404NotFound);
            return;
        }

        var result = await client.PurgeInstanceAsync(instanceId, cancellation: http.RequestAborted);
        await WriteAsync(http, StatusCodes.Status200OK, new JsonObject { ["instancesDeleted"] = result.PurgedInstanceCount });
    }

    private async Task PurgeManyAsync(HttpContext http, string _)
    {
        if (Filters.Time(http.Request, "createdTimeFrom") is not { } from)
        {
            await WriteAsync(http, StatusCodes.Status400BadRequest, JsonValue.Create("Please provide value for 'createdTimeFrom' parameter."));
            return;
        }

        var filter = new PurgeInstancesFilter(from, Filters.Time(http.Request, "createdTimeTo") ?? time.GetUtcNow(), Filters.Statuses(http.Request, "runtimeStatus"));
        var result = await client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        if (result.PurgedInstanceCount == 0)
            await Empty(http, StatusCodes.Status404NotFound);
        else
            await WriteAsync(http, StatusCodes.Status200OK, new JsonObject { ["instancesDeleted"] = result.PurgedInstanceCount });
    }

    private static JsonObject Payload(OrchestrationMetadata instance, bool showInput) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = showInput ? JsonText.Parse(instance.SerializedInput) : null,
        ["customStatus"] = JsonText.Parse(instance.SerializedCustomStatus),
        ["output"] = instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && instance.FailureDetails is { } failure
            ? failure.ErrorMessage
            : JsonText.Parse(instance.SerializedOutput),
        ["createdTime"] = Text(instance.CreatedAt),
        ["lastUpdatedTime"] = Text(instance.LastUpdatedAt),
    };

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";

    private static Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body.ToJsonString(ProblemResponse.Json), http.RequestAborted);
    }
}
