using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dazhou.FunctionsHost;

/// <summary>A timer function and where its schedule stands.</summary>
internal sealed class TimerEntry(FunctionEntry function, TimerSchedule schedule)
{
    private static readonly TimeSpan OftenIsUnder = TimeSpan.FromHours(1);
    private static readonly TimeSpan StopsForOften = TimeSpan.FromDays(1);

    public FunctionEntry Function => function;

    public TimerSchedule Schedule => schedule;

    public TimerTriggerSettings Trigger => function.Timer!;

    public string MetadataKey { get; } = "timer:" + function.Name;

    /// <summary>The occurrence that runs next; it stays here while it runs.</summary>
    public DateTimeOffset? Next { get; set; }

    /// <summary>The occurrence that ran last.</summary>
    public DateTimeOffset? Last { get; set; }

    public DateTimeOffset LastUpdated { get; set; }

    /// <summary>The next run makes up for occurrences that were missed while the host was down.</summary>
    public bool PastDue { get; set; }

    public bool Running { get; set; }

    /// <summary>When a failed occurrence is tried again, and which attempt that is.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>How many attempts of the occurrence have failed.</summary>
    public int Attempt { get; set; }

    /// <summary>The occurrence under way or waiting for another attempt; null for a run at start-up.</summary>
    public DateTimeOffset? Occurrence { get; set; }

    /// <summary>When there is something to do, unless it runs.</summary>
    public DateTimeOffset? Due => Running ? null : RetryAt ?? Next;

    /// <summary>
    /// Where a clock that is moved forward stops for it. A function of every few minutes would stop it thousands of times
    /// in a month; while the clock is moved it runs about daily, as after short downtimes: what passes meanwhile is skipped.
    /// </summary>
    public DateTimeOffset? Stop => Due == Next && Last is { } last && Next - last < OftenIsUnder
        ? schedule.After(last + StopsForOften - TimeSpan.FromTicks(1))
        : Due;

    public TimerRetries Retries { get; } = TimerRetries.Of(function.Retries);

    public string Serialize() => JsonSerializer.Serialize(new Status(schedule.Text, Last, Next, LastUpdated));

    /// <summary>Takes up the remembered schedule: what was missed is made up for by one run.</summary>
    public void Restore(string? stored, DateTimeOffset now)
    {
        var status = stored is null ? null : JsonSerializer.Deserialize<Status>(stored);
        if (status is null)
        {
            Next = schedule.After(now);
            LastUpdated = now;
            return;
        }

        Last = status.Last;
        LastUpdated = status.LastUpdated;

        // A changed schedule counts from the last run, so that what the new one would have asked for since is made up for.
        Next = status.Schedule == schedule.Text ? status.Next : schedule.After(status.Last ?? status.LastUpdated);
        PastDue = Next is { } next && next < now;
    }

    /// <summary>What the function is told, as JSON.</summary>
    public string Info(bool pastDue, DateTimeOffset now) => new JsonObject
    {
        ["scheduleStatus"] = Trigger.UseMonitor
            ? new JsonObject
            {
                ["last"] = Last?.UtcDateTime ?? default,
                ["next"] = (schedule.After(now) ?? DateTimeOffset.MaxValue).UtcDateTime,
                ["lastUpdated"] = LastUpdated.UtcDateTime,
            }
            : null,
        ["isPastDue"] = pastDue,
    }.ToJsonString();

    private sealed record Status(string Schedule, DateTimeOffset? Last, DateTimeOffset? Next, DateTimeOffset LastUpdated);
}
