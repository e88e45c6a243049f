using Microsoft.Azure.Functions.Worker;

namespace Runtime.Tests.Hosting.App;

public sealed class TimerFunctions(Recorder recorder, TimeProvider time)
{
    [Function("Daily")]
    public void Daily([TimerTrigger("%DailySchedule%")] TimerInfo timer) =>
        recorder.Lines.Enqueue($"daily {time.GetUtcNow():yyyy-MM-dd HH} {timer.IsPastDue}");
}
