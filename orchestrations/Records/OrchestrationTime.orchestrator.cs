using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>Clock and waits of orchestrators, safe for replay.</summary>
internal static class OrchestrationTime
{
    /// <summary>Returns the time, at +08:00.</summary>
    public static DateTimeOffset Now(this TaskOrchestrationContext context) => ChinaTime.At(context.CurrentUtcDateTime);

    /// <summary>Returns the day, at +08:00.</summary>
    public static DateOnly Today(this TaskOrchestrationContext context) => ChinaTime.DayOf(context.CurrentUtcDateTime);

    /// <summary>Waits for an instant; not at all for one that has passed.</summary>
    public static Task UntilAsync(this TaskOrchestrationContext context, DateTimeOffset instant) =>
        instant <= context.Now() ? Task.CompletedTask : context.CreateTimer(instant.UtcDateTime, CancellationToken.None);

    /// <summary>
    /// Waits for an instant or for a task, whichever comes first; not at all if either has. Returns whether it was the task, whose failure
    /// is not thrown here.
    /// </summary>
    public static async Task<bool> UntilAsync(this TaskOrchestrationContext context, DateTimeOffset instant, Task task)
    {
        if (task.IsCompleted) return true;
        if (instant <= context.Now()) return false;
        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(instant.UtcDateTime, stop.Token);
        if (await Task.WhenAny(timer, task) == timer) return false;
        // Use Cancel: CancelAsync would leave the orchestration's scheduler.
        stop.Cancel();
        return true;
    }
}
