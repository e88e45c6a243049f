using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using SampleApp.Observing;

namespace SampleApp;

public sealed class TimerFunctions(Recorder recorder, IConfiguration configuration)
{
    [Function("Daily")]
    public void Daily([TimerTrigger("%DailySchedule%")] TimerInfo timer) =>
        recorder.Add($"daily {timer.ScheduleStatus?.Last:yyyy-MM-dd HH:mm} {timer.ScheduleStatus?.Next:yyyy-MM-dd HH:mm} {timer.IsPastDue}");

    [Function("Tick")]
    public async Task Tick([TimerTrigger("%TickSchedule%")] TimerInfo timer, FunctionContext context, CancellationToken cancellation)
    {
        if (configuration["TickPort"] is { Length: > 0 } port)
            await Meeting.AttendAsync(int.Parse(port), $"tick {timer.IsPastDue}", cancellation);
        recorder.Add($"tick {timer.IsPastDue} {context.Items[MarkingMiddleware.Mark]}");
    }

    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) =>
        recorder.Add($"at start {timer.IsPastDue}");

    [Function("Retried")]
    [FixedDelayRetry(2, "00:01:00")]
    public void Retried([TimerTrigger("0 30 2 * * *")] TimerInfo timer, FunctionContext context)
    {
        recorder.Add($"retried {context.RetryContext?.RetryCount} of {context.RetryContext?.MaxRetryCount}");
        throw new InvalidOperationException($"fails on purpose, past due {timer.IsPastDue}");
    }
}
