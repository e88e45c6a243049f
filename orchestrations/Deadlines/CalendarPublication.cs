using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Publishes the holiday arrangement of a year: stores it, moves the provisional deadlines and wakes their watches. Safe to repeat: the
/// same arrangement only finishes what a crash left undone.
/// </summary>
public sealed partial class CalendarPublication(
    WorkCalendarSource calendars, DeadlineBook book, IDirectory directory, IAuditTrail audit, TimeProvider time, ILogger<CalendarPublication> logger)
{
    /// <summary>Returns the subject whose audit trail holds the publications of a year.</summary>
    public static string SubjectOf(int year) => $"calendar-{year:D4}";

    /// <summary>Publishes an arrangement that passed <see cref="CalendarRules.Check"/>.</summary>
    public async Task<PublishedCalendar> PublishAsync(CalendarYear arrangement, string by, DurableTaskClient client, CancellationToken cancellation = default)
    {
        // The key contains the arrangement's hash, so that a correction gets its own entries and the same file none.
        var act = new DeadlineAct(
            $"calendar|{arrangement.Year}|{HashOf(arrangement)}", by, time.GetChinaNow(), $"{arrangement.Year}年节假日安排已公布（{arrangement.Source}）");
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = SubjectOf(arrangement.Year),
                Key = act.Key,
                At = act.At,
                Actor = by,
                Action = $"公布{arrangement.Year}年节假日安排",
                Detail = arrangement.Source,
            },
            cancellation);
        await calendars.PublishAsync(arrangement, cancellation);

        var units = new List<string>();
        await foreach (var unit in directory.UnitsAsync(cancellation))
            units.Add(unit.Id);
        var moved = await book.RecomputeAsync(units, act, cancellation);
        await WakeAsync(client, moved.Concat(await WatchesOfAsync(units, arrangement.Year, cancellation)), cancellation);
        return new PublishedCalendar(arrangement.Year, moved.Count);
    }

    /// <summary>
    /// Returns the watches of the year's deadlines, including those that were moved before a crash and whose event was not raised. Waking a
    /// watch without need does no harm.
    /// </summary>
    private async Task<IReadOnlyList<string>> WatchesOfAsync(IEnumerable<string> units, int year, CancellationToken cancellation)
    {
        var watches = new List<string>();
        foreach (var unit in units)
        {
            foreach (var row in await book.ListAsync(unit, until: null, cancellation))
            {
                if (row.InstanceId is { } watch && row.Deadline.LastDay.Year == year)
                    watches.Add(watch);
            }
        }

        return watches;
    }

    private async Task WakeAsync(DurableTaskClient client, IEnumerable<string> watches, CancellationToken cancellation)
    {
        foreach (var watch in watches.Distinct(StringComparer.Ordinal))
        {
            try
            {
                await client.RaiseEventAsync(watch, DeadlineWatch.ChangedEvent, eventPayload: null, cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                // The watch has ended, or reads the record at its next reminder.
                LogNotWoken(failure, watch);
            }
        }
    }

    private static string HashOf(CalendarYear arrangement)
    {
        var days = arrangement.Holidays.OrderBy(holiday => holiday.Key, StringComparer.Ordinal)
            .Select(holiday => $"{holiday.Key}:{string.Join(',', holiday.Value.Order().Select(day => day.DayNumber))}");
        var text = $"{arrangement.Source}\n{string.Join('\n', days)}\n{string.Join(',', arrangement.MakeUpDays.Order().Select(day => day.DayNumber))}";
        return Digest.Of(text)[..16];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch {Watch} was not woken after its calendar changed")]
    private partial void LogNotWoken(Exception failure, string watch);
}

/// <summary>The result of a publication.</summary>
/// <param name="Year">the year</param>
/// <param name="Moved">the number of watched deadlines that were recomputed</param>
public sealed record PublishedCalendar(int Year, int Moved);
