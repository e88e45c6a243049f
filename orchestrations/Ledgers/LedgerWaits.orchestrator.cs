using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Clock and waits of the orchestrators of ledgers.</summary>
internal static class LedgerWaits
{
    /// <summary>Returns the time, at +08:00.</summary>
    public static DateTimeOffset At(this TaskOrchestrationContext context) => ChinaTime.At(context.CurrentUtcDateTime);

    /// <summary>Returns the day, at +08:00.</summary>
    public static DateOnly Today(this TaskOrchestrationContext context) => ChinaTime.DayOf(context.CurrentUtcDateTime);

    /// <summary>Waits for an instant; not at all for one that has passed.</summary>
    public static async Task UntilAsync(this TaskOrchestrationContext context, DateTimeOffset at)
    {
        if (at.UtcDateTime > context.CurrentUtcDateTime) await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
    }

    /// <summary>Waits for an instant or a task, whichever comes first; returns whether it was the task.</summary>
    public static async Task<bool> UntilAsync(this TaskOrchestrationContext context, DateTimeOffset at, Task task)
    {
        if (task.IsCompleted || at.UtcDateTime <= context.CurrentUtcDateTime) return task.IsCompleted;
        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(at.UtcDateTime, stop.Token);
        await Task.WhenAny(task, timer);
        if (!timer.IsCompleted) stop.Cancel();
        return task.IsCompleted;
    }
}
