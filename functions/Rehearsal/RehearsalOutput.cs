using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Rehearsal;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>Writes a rehearsed calendar as text, JSON or iCalendar.</summary>
public static class RehearsalOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the outputs that the options request.</summary>
    public static async Task WriteAsync(RehearsalResult result, RehearseOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(result.Calendar.Select(entry => Line.Of(options.Rehearsal, entry)), Json) + "\n";
        if (options.Json == "-")
            await output.WriteAsync(json);
        else
            await PrintAsync(result, options.Rehearsal, output);
        if (options.Json is not (null or "-"))
            await SaveAsync(options.Json, json, cancellationToken);
        if (options.Ics is not null)
            await SaveAsync(options.Ics, Calendar(result), cancellationToken);
    }

    private static async Task PrintAsync(RehearsalResult result, IRehearsal rehearsal, TextWriter output)
    {
        foreach (var entry in result.Calendar)
        {
            var article = entry.Article is null ? "" : $"（{entry.Article}）";
            await output.WriteLineAsync($"{ChinaTime.At(entry.At):yyyy-MM-dd HH:mm}  {entry.Kind.Chinese()}  {rehearsal.TitleOf(entry.Stage),-8}  {entry.Text}{article}");
        }

        await output.WriteLineAsync($"结束：{rehearsal.TitleOf(result.End)}");
    }

    private static async Task SaveAsync(string path, string content, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, content, cancellationToken);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new RehearseException($"无法写入文件 {path}：{unwritable.Message}", unwritable);
        }
    }

    /// <summary>Returns the calendar as iCalendar; deadlines appear on their last day, other entries at their time.</summary>
    private static string Calendar(RehearsalResult result)
    {
        var calendar = new Calendar { ProductId = "-//Dazhou.Serverless//Rehearsal//ZH" };
        for (var i = 0; i < result.Calendar.Count; i++)
        {
            var entry = result.Calendar[i];
            var day = entry.Due is { } due ? ChinaTime.DayOf(due).AddDays(-1) : (DateOnly?)null;
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{i}-{entry.At.UtcTicks}@dazhou-serverless.example",
                Summary = $"{entry.Kind.Chinese()}：{entry.Text}",
                Description = entry.Article,
                DtStamp = new CalDateTime(entry.At.UtcDateTime, CalDateTime.UtcTzId),
                Start = day is { } last ? new CalDateTime(last) : new CalDateTime(entry.At.UtcDateTime, CalDateTime.UtcTzId),
            });
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>An entry in JSON: the same five fields for every kind, plus those of a deadline.</summary>
    private sealed record Line(DateTimeOffset At, RehearsalKind Kind, string Stage, string? Article, string Text)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public DateOnly? From { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Period { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public DateTimeOffset? Due { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public bool? Provisional { get; init; }

        public static Line Of(IRehearsal rehearsal, RehearsalEntry entry) => new(ChinaTime.At(entry.At), entry.Kind, rehearsal.NameOf(entry), entry.Article, entry.Text)
        {
            From = entry.From,
            Period = entry.Period,
            Due = entry.Due,
            Provisional = entry.Provisional,
        };
    }
}
