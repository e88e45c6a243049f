using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Publishes the State Council's holiday arrangement of a year, in the format of orchestrations/Deadlines/Calendars.</summary>
public sealed class CalendarApi(CalendarPublication publication, WorkCalendarSource calendars)
{
    /// <summary>The actor in the audit trail, since the key identifies no person.</summary>
    private const string Administrator = "administrator";

    private const int FirstYear = 2023;
    private const int LastYear = 2100;
    private const int LongestBody = 64 * 1024;

    /// <summary>
    /// Publishes an arrangement: 暂定 deadlines move, each with an audit entry. The same file again changes nothing; another one for the year
    /// replaces it, but deadlines that are no longer 暂定 stay.
    /// </summary>
    [OpenTo(Caller.Administrator)]
    [Function("PublishCalendar")]
    public async Task<IResult> PublishAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/calendars/{year:int}")] HttpRequest request,
        int year,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (year is < FirstYear or > LastYear)
            return Problems.NotFound($"年份应为{FirstYear}至{LastYear}。");
        if (request.ContentLength > LongestBody)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "内容过大", $"节假日安排不超过{LongestBody / 1024} KB。");
        var arrangement = await JsonBody.ReadAsync<CalendarYear>(
            request, JsonSerializerOptions.Web, "orchestrations/Deadlines/Calendars 中的文件", cancellationToken);
        if (arrangement is not { Holidays: not null, MakeUpDays: not null } || arrangement.Holidays.Values.Any(days => days is null))
            return Problems.Unreadable("请求体缺少 holidays 或 makeUpDays。");
        if (CalendarRules.Check(arrangement, year) is { Count: > 0 } faults)
            return Problems.Refused("节假日安排有误，未采用", [.. faults.Select(fault => new Fault(fault.Field, fault.Message))]);

        var published = await publication.PublishAsync(arrangement, Administrator, client, cancellationToken);
        var calendar = await calendars.GetAsync(cancellationToken);
        return Results.Json(new
        {
            year,
            source = arrangement.Source,
            workingDays = calendar.CountWorkingDays(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)),
            moved = published.Moved,
        });
    }
}
