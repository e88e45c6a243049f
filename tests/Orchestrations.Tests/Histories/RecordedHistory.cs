using System.Text.Json;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Orchestrations.Tests.Histories;

/// <summary>
/// The history of one instance as it was when its code was released, in the form of the public protocol (protobuf's JSON).
/// </summary>
internal sealed record RecordedHistory(string Life, string InstanceId, IReadOnlyList<HistoryEvent> Events)
{
    public ExecutionStartedEvent Started => Events.Select(item => item.ExecutionStarted).First(item => item is not null);

    public ExecutionCompletedEvent End => Events.Select(item => item.ExecutionCompleted).Last(item => item is not null);

    public string Name => Started.Name;

    public string? Version => string.IsNullOrEmpty(Started.Version) ? null : Started.Version;

    /// <summary>Name, version where it has one, and the life that it is from.</summary>
    public string FileName => $"{Key(Name, Version)}.{Life}.json";

    /// <summary>What the code did and was told, in kinds: histories of the same steps test the same lines.</summary>
    public IEnumerable<string> Steps => Events.Select(item => item.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => $"activity {item.TaskScheduled.Name}",
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated => $"child {item.SubOrchestrationInstanceCreated.Name}",
        HistoryEvent.EventTypeOneofCase.ExecutionCompleted => $"end {item.ExecutionCompleted.OrchestrationStatus} {Words(item.ExecutionCompleted.Result)}",
        _ => item.EventTypeCase.ToString(),
    });

    public static string Key(string name, string? version) => version is null ? name : $"{name}@{version}";

    public static RecordedHistory Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var life = Path.GetFileNameWithoutExtension(path);
        return new(
            life[(life.LastIndexOf('.') + 1)..],
            json.RootElement.GetProperty("instance").GetString()!,
            [.. json.RootElement.GetProperty("events").EnumerateArray().Select(item => JsonParser.Default.Parse<HistoryEvent>(item.GetRawText()))]);
    }

    /// <summary>One event a line, so that a difference can be read.</summary>
    public void Write(string folder) => File.WriteAllText(
        Path.Combine(folder, FileName),
        $"{{\"instance\":{JsonSerializer.Serialize(InstanceId)},\"events\":[\n{string.Join(",\n", Events.Select(item => JsonFormatter.Default.Format(item)))}\n]}}\n");

    /// <summary>Without what a replay does not look at: inputs of what was called are told by their names alone.</summary>
    public RecordedHistory Slim() => this with { Events = [.. Events.Select(Slim)] };

    private static HistoryEvent Slim(HistoryEvent item)
    {
        var slim = item.Clone();
        if (slim.TaskScheduled is { } task) task.Input = null;
        if (slim.SubOrchestrationInstanceCreated is { } child) child.Input = null;
        if (slim.EventSent is { } sent) sent.Input = null;
        return slim;
    }

    private static string Words(string? result) => new([.. (result ?? "").TakeWhile(letter => !char.IsDigit(letter))]);
}
