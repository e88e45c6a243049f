using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using SampleApp.Observing;

namespace SampleApp.Orchestrations;

public sealed record Many(string Text, decimal Amount, DateTimeOffset At, DateOnly Day, Guid Id, DayOfWeek Weekday, int? Absent, string[] Names, byte[] Bytes);

public sealed class Activities(Recorder recorder, Scoped scoped)
{
    [Function("Say")]
    public string Say([ActivityTrigger] string name, string instanceId, FunctionContext context)
    {
        recorder.Add($"say {name} {instanceId} {scoped.Id.Equals(context.Items["scope"])}");
        return $"你好，{name}";
    }

    [Function("Sign")]
    public static async Task<string> Sign([ActivityTrigger] string text, string instanceId, [DurableClient] DurableTaskClient client)
    {
        var instance = await client.GetInstanceAsync(instanceId);
        return $"{text}。{instance!.Name} 谨启";
    }

    [Function("Square")]
    public static int Square([ActivityTrigger] int number) => number * number;

    [Function("Same")]
    public static string? Same([ActivityTrigger] string? text) => text;

    [Function("SameMany")]
    public static Many SameMany([ActivityTrigger] Many many) => many;

    [Function("Nothing2")]
    public void Nothing2([ActivityTrigger] string? ignored, FunctionContext context) => recorder.Add($"nothing {ignored ?? "null"} {context.FunctionDefinition.Name}");

    [Function("Mark")]
    public static string Mark([ActivityTrigger] string? ignored, FunctionContext context) => $"{context.Items[MarkingMiddleware.Mark]}{ignored}";

    [Function("Fail")]
    public static void Fail([ActivityTrigger] string why) =>
        throw new InvalidOperationException(why, new FormatException("the cause of it"));

    /// <summary>Fails so many times in this process before it does not, counted for each instance.</summary>
    [Function("FailAtFirst")]
    public int FailAtFirst([ActivityTrigger] int times, string instanceId)
    {
        var attempt = recorder.AddAndCount($"attempt of {instanceId}");
        return attempt > times ? attempt : throw new TimeoutException($"attempt {attempt} failed");
    }

    /// <summary>Stays until it is answered on that port.</summary>
    [Function("Meet")]
    public static Task<string> Meet([ActivityTrigger] int port, string instanceId, CancellationToken cancellation) =>
        Meeting.AttendAsync(port, $"activity of {instanceId}", cancellation);
}
