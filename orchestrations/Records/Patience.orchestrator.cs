using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Waits for an event, but never for ever: a record whose event was lost is found at growing distance.
/// </summary>
/// <param name="mostDays">the longest time between two looks without an event, in days</param>
internal sealed class Patience(int mostDays = 30)
{
    private static readonly int[] CheckAfterDays = [1, 2, 4, 8, 16, 30];
    private int _checks;

    /// <summary>How often it was time to look without an event.</summary>
    public int Checks => _checks;

    /// <summary>True if the event came, false if it is time to look without one.</summary>
    public Task<bool> WaitAsync(TaskOrchestrationContext context, Task woken) => WaitAsync(context, woken, until: null);

    /// <summary>The same, and to look not later than an instant, or when something else ends.</summary>
    public async Task<bool> WaitAsync(TaskOrchestrationContext context, Task woken, DateTimeOffset? until, params Task[] others)
    {
        using var stop = new CancellationTokenSource();
        var days = Math.Min(mostDays, CheckAfterDays[Math.Min(_checks, CheckAfterDays.Length - 1)]);
        var check = HourOf(context.CurrentUtcDateTime.AddDays(days));
        var at = until is { } instant && instant.UtcDateTime < check ? instant.UtcDateTime : check;
        if (at == check) _checks++;
        var timer = context.CreateTimer(at, stop.Token);
        await Task.WhenAny([woken, timer, .. others]);
        // Cancel, not CancelAsync: that would leave the orchestration's own scheduler.
        if (!timer.IsCompleted) stop.Cancel();
        return woken.IsCompleted;
    }

    /// <summary>
    /// The full hour: looks that may as well be a little earlier come together, and a clock that is moved does not stop for each of them.
    /// </summary>
    private static DateTime HourOf(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerHour), instant.Kind);
}
