using System.Text;
using System.Text.Json;
using Dazhou.LocalRuntime.History;

namespace Orchestrations.Tests.Histories;

/// <summary>The history of one instance as it was stored when its code was released.</summary>
internal sealed record RecordedHistory(string Life, string InstanceId, IReadOnlyList<HistoryEvent> Events)
{
    private const string FirstLine = """{"instance":""";

    public ExecutionStarted Started => Events.OfType<ExecutionStarted>().First();

    public ExecutionCompleted End => Events.OfType<ExecutionCompleted>().Last();

    public string Name => Started.Name;

    public string? Version => string.IsNullOrEmpty(Started.Version) ? null : Started.Version;

    /// <summary>Name, version where it has one, and the life that it is from.</summary>
    public string FileName => $"{Key(Name, Version)}.{Life}.json";

    /// <summary>What the code did and was told, in kinds: histories of the same steps test the same lines.</summary>
    public IEnumerable<string> Steps => Events.Select(item => item switch
    {
        TaskScheduled task => $"activity {task.Name}",
        SubOrchestrationInstanceCreated child => $"child {child.Name}",
        ExecutionCompleted end => $"end {end.Status} {new string([.. (end.Result ?? "").TakeWhile(letter => !char.IsDigit(letter))])}",
        _ => item.GetType().Name,
    });

    public static string Key(string name, string? version) => version is null ? name : $"{name}@{version}";

    public static RecordedHistory Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var life = Path.GetFileNameWithoutExtension(path);
        return new(
            life[(life.LastIndexOf('.') + 1)..],
            json.RootElement.GetProperty("instance").GetString()!,
            HistorySerializer.DeserializeMany(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("events").GetRawText())));
    }

    /// <summary>One event a line, so that a difference can be read.</summary>
    public void Write(string folder)
    {
        var lines = Events.Select(item => Encoding.UTF8.GetString(HistorySerializer.Serialize(item)));
        File.WriteAllText(
            Path.Combine(folder, FileName),
            $"{FirstLine}{JsonSerializer.Serialize(InstanceId)},\"events\":[\n{string.Join(",\n", lines)}\n]}}\n");
    }

    /// <summary>Without what a replay does not look at: inputs of what was called are told by their names alone.</summary>
    public RecordedHistory Slim() => this with
    {
        Events =
        [
            .. Events.Select(item => item switch
            {
                TaskScheduled task => task with { Input = null },
                SubOrchestrationInstanceCreated child => child with { Input = null },
                EventSent sent => sent with { Input = null },
                _ => item,
            }),
        ],
    };
}
