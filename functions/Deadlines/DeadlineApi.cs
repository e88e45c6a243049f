using System.Globalization;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Open deadlines for programs and calendars. Sample requests: <c>Deadlines.http</c>.</summary>
public sealed class DeadlineApi(DeadlineBook book, FeedKeys feeds, PersonDeadlines people, IDirectory directory, OnlineAddress online, SubjectKinds subjects, SubjectAccess access, KeyGuard guard, TimeProvider time)
{
    private const int DefaultDays = 14;
    private const int MostDays = 3660;

    /// <summary>
    /// Lists the deadlines due within some days (default 14), including overdue ones. A unit and its people read their own; those of
    /// administering or supervising units read any unit's, and people of these all units' if <c>unit</c> is absent.
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("ListDeadlines")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/deadlines")] HttpRequest request, CancellationToken cancellationToken)
    {
        var days = DefaultDays;
        string? within = request.Query["within"];
        if (!string.IsNullOrEmpty(within) && (!int.TryParse(within, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days > MostDays))
            return Problems.Unreadable($"within 应为0至{MostDays}的整数，单位为天。");

        var reader = Readers.Of(request);
        string? asked = request.Query["unit"];
        // The default is the key's own unit, or all units for a person of a supervising unit.
        if (string.IsNullOrEmpty(asked) && (reader.Person is null || !access.Supervises(reader)))
            asked = reader.Unit;
        var listed = DeadlineByUnitRow.AllUnits;
        if (!string.IsNullOrEmpty(asked))
        {
            var unit = await directory.FindUnitAsync(asked, cancellationToken);
            // A unit learns nothing about other units, not even whether they exist.
            if (!access.Supervises(reader) && unit?.Id != reader.Unit)
                return Problems.Forbidden("只能查看本单位的期限。");
            if (unit is null)
                return Problems.NotFound("没有这个单位。");
            listed = unit.Id;
        }

        var now = time.GetChinaNow();
        var until = ChinaTime.StartOf(ChinaTime.DayOf(now).AddDays(days + 1));
        var items = (await book.ListAsync(listed, until, cancellationToken))
            .Where(row => access.Lists(reader, row.Plan.Subject, row.Plan.Unit)).Select(row => DeadlineItem.Of(row, now));
        return Results.Json(new { items = items.OrderBy(item => item.Due).ThenBy(item => item.Subject, StringComparer.Ordinal) });
    }

    /// <summary>Creates the address of the caller's calendar feed; the previous one stops working.</summary>
    [OpenTo(Caller.Unit)]
    [Function("IssueDeadlineFeed")]
    public async Task<IResult> IssueFeedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/deadlines/feed")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = UnitCaller.Of(request);
        string? asked = request.Query["unit"];
        var unit = await directory.FindUnitAsync(string.IsNullOrEmpty(asked) ? caller.Unit : asked, cancellationToken);
        if (!caller.ActsFor(unit?.Id))
            return Problems.Forbidden("只能订阅本单位的期限。");
        if (unit is null)
            return Problems.NotFound("没有这个单位，请用 unit 指明。");
        var key = await feeds.IssueAsync(unit.Id, cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new { unit = unit.Id, href = online.Of($"/api/deadlines.ics?key={Uri.EscapeDataString(key)}") }, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Returns the feed. An unknown key is answered as an unknown address.</summary>
    [OpenTo(Caller.FeedReader)]
    [Function("DeadlineFeed")]
    public async Task<IResult> FeedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/deadlines.ics")] HttpRequest request, CancellationToken cancellationToken)
    {
        string? key = request.Query["key"];
        if (string.IsNullOrEmpty(key) || await guard.FindAsync(request.HttpContext, () => OpenAsync(key, cancellationToken)) is not { } opened)
            return Problems.NotFound("订阅地址无效或已更换，请向本单位重新索取，或者登录后从工作台重新复制。");
        return Results.Text(DeadlineFeed.Write(opened.Name, opened.Rows, time.GetChinaNow(), subjects.StageTitle), "text/calendar; charset=utf-8");
    }

    /// <summary>Gives the reader another address of the reader's own feed; the one before stops working.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RenewMyFeed")]
    public async Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "todo/feed")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<PersonRow>() is not { } person)
            return Problems.Unauthenticated("请先登录。");
        await feeds.RenewAsync(person.Id, cancellationToken);
        return new SeeOther(FeedCard.PagePath);
    }

    private async Task<Feed?> OpenAsync(string key, CancellationToken cancellationToken) =>
        await feeds.FindPersonAsync(key, cancellationToken) is { } person
            ? new(person.Name, await people.ReadAsync(person, cancellationToken))
            : await feeds.FindUnitAsync(key, cancellationToken) is { } unit
                ? new(unit.Name, await book.ListAsync(unit.Id, until: null, cancellationToken))
                : null;

    private sealed record Feed(string Name, IReadOnlyList<DeadlineRow> Rows);
}
