using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>Waits for an event and, in case it was lost, lets the caller check the record at growing intervals.</summary>
/// <param name="mostDays">the maximum interval in days</param>
internal sealed class Patience(int mostDays = 30)
{
    private static readonly int[] CheckAfterDays = [1, 2, 4, 8, 16, 30];
    private int _checks;

    /// <summary>The number of checks that were due without an event.</summary>
    public int Checks => _checks;

    /// <summary>Waits; true if the event came, false if a check is due.</summary>
    public Task<bool> WaitAsync(TaskOrchestrationContext context, Task woken) => WaitAsync(context, woken, until: null);

    /// <summary>Waits; a check is also due at an instant or when another task completes.</summary>
    public async Task<bool> WaitAsync(TaskOrchestrationContext context, Task woken, DateTimeOffset? until, params Task[] others)
    {
        using var stop = new CancellationTokenSource();
        var days = Math.Min(mostDays, CheckAfterDays[Math.Min(_checks, CheckAfterDays.Length - 1)]);
        var check = HourOf(context.CurrentUtcDateTime.AddDays(days));
        var at = until is { } instant && instant.UtcDateTime < check ? instant.UtcDateTime : check;
        if (at == check) _checks++;
        var timer = context.CreateTimer(at, stop.Token);
        await Task.WhenAny([woken, timer, .. others]);
        // Use Cancel: CancelAsync would leave the orchestration's scheduler.
        if (!timer.IsCompleted) stop.Cancel();
        return woken.IsCompleted;
    }

    /// <summary>Rounds down to the hour, so that checks coincide; a simulation that moves the clock then stops less often.</summary>
    private static DateTime HourOf(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerHour), instant.Kind);
}
