using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Writes open deadlines as iCalendar (RFC 5545): an all-day event on each last day.</summary>
public static class DeadlineFeed
{
    /// <summary>Writes the feed of a unit.</summary>
    public static string Write(string unitName, IEnumerable<DeadlineRow> deadlines, DateTimeOffset now, Func<string, string> stageTitle)
    {
        var calendar = new Calendar { ProductId = "-//Dazhou.Serverless//Deadlines//ZH" };
        calendar.AddProperty("X-WR-CALNAME", $"{unitName}的办理期限");
        calendar.AddProperty("X-PUBLISHED-TTL", "PT4H");
        foreach (var row in deadlines)
            calendar.Events.Add(EventOf(row, now, stageTitle));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>
    /// Returns the event's id, which stays the same when the deadline moves, so that calendar programs move the event instead of adding
    /// another.
    /// </summary>
    public static string UidOf(DeadlineRow row) =>
        Digest.Of($"{row.Plan.Subject}\n{row.Plan.Step}")[..32] + "@dazhou-serverless.example";

    private static CalendarEvent EventOf(DeadlineRow row, DateTimeOffset now, Func<string, string> stageTitle) => new()
    {
        Uid = UidOf(row),
        Summary = $"{Mark(row, now)}{row.Plan.ToDo}：{row.Plan.Title}",
        Description = Describe(row),
        Categories = [stageTitle(row.Deadline.Stage)],
        DtStamp = new CalDateTime(now.UtcDateTime, CalDateTime.UtcTzId),
        Start = new CalDateTime(row.Deadline.LastDay),
        // Calendar programs show a tentative event (暂定) differently.
        Status = row.Deadline.Provisional ? EventStatus.Tentative : EventStatus.Confirmed,
        // A deadline does not make its people busy.
        Transparency = TransparencyType.Transparent,
    };

    private static string Mark(DeadlineRow row, DateTimeOffset now)
    {
        var state = DeadlineItem.StateAt(row, now) switch
        {
            DeadlineState.Paused => "【暂停】",
            DeadlineState.Overdue => "【逾期】",
            _ => "",
        };
        return row.Deadline.Provisional ? $"【暂定】{state}" : state;
    }

    private static string Describe(DeadlineRow row)
    {
        var lines = new List<string> { $"办理期限：{OfficeText.Due(row.Deadline.Due)}", $"依据：{row.Deadline.Article}" };
        if (row.Deadline.Provisional)
            lines.Add("该年度节假日安排尚未公布，期限为暂定，公布后重新计算。");
        return string.Join('\n', lines);
    }
}
