using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dazhou.FunctionsHost;

/// <summary>GET and POST /runtime/clock: shows the clock, and moves it forward through everything that falls due.</summary>
internal sealed class ClockEndpoint(Clock clock, TimeMachine machine, IHostMetadata metadata, ClockSettings settings)
{
    public const string OffsetKey = "clock.offset";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runtime/clock", (RequestDelegate)GetAsync);
        routes.MapPost("/runtime/clock", (RequestDelegate)PostAsync);
    }

    private async Task GetAsync(HttpContext http)
    {
        if (await RefusedAsync(http))
            return;
        await AnswerAsync(http);
    }

    private async Task PostAsync(HttpContext http)
    {
        if (await RefusedAsync(http))
            return;

        if (await ReadTargetAsync(http) is not { } target)
            return;

        if (target < clock.GetUtcNow())
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "时钟只能向前拨",
                $"现在是 {Chinese(clock.GetUtcNow())}，不能拨回 {Chinese(target)}。", "advanceTo");
            return;
        }

        // Before and after: a crash on the way must not leave histories that are ahead of the clock, and a caller who
        // goes away stops the clock on the way.
        await RememberAsync(target - TimeProvider.System.GetUtcNow());
        try
        {
            await machine.AdvanceToAsync(target, http.RequestAborted);
        }
        finally
        {
            await RememberAsync(clock.Offset);
        }

        await AnswerAsync(http);
    }

    private Task RememberAsync(TimeSpan offset) =>
        metadata.SetAsync(OffsetKey, offset.ToString("c", CultureInfo.InvariantCulture));

    private async Task<bool> RefusedAsync(HttpContext http)
    {
        if (settings.Movable && Loopback.Is(http))
            return false;
        await ProblemResponse.WriteAsync(http, StatusCodes.Status404NotFound, "没有这个地址",
            settings.Movable ? "拨动时钟只对本机开放。" : "本环境不能拨动时钟。");
        return true;
    }

    private static async Task<DateTimeOffset?> ReadTargetAsync(HttpContext http)
    {
        string? text = null;
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("advanceTo", out var value)
                && value.ValueKind == JsonValueKind.String)
            {
                text = value.GetString();
            }
        }
        catch (JsonException)
        {
            // Answered below.
        }

        // An offset is required: the reader of a bare time cannot know which zone it means.
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
        if (text is not null && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var target))
        {
            return target;
        }

        await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "请求无效",
            "请以 JSON 给出 advanceTo，须为带时区的时间，如 {\"advanceTo\":\"2026-03-09T00:00:00+08:00\"}。", "advanceTo");
        return null;
    }

    private Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(new Answer(clock.GetUtcNow().ToOffset(ClockSettings.China)), ProblemResponse.Json, http.RequestAborted);
    }

    private static string Chinese(DateTimeOffset instant) =>
        instant.ToOffset(ClockSettings.China).ToString("yyyy年M月d日 HH:mm:ss", CultureInfo.InvariantCulture);

    private sealed record Answer(DateTimeOffset Now);
}
