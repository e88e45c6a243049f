using System.Reflection;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Histories;

/// <summary>
/// Instances live for years and outlive deployments: what was recorded when code was released must replay on the code of
/// today. Who breaks one of these tests gates the change with <c>CompareVersionTo</c> and raises the version.
/// </summary>
public sealed class HistoryTests
{
    /// <summary>
    /// Set to 1, the histories of today's code are written down where the folder has none of that orchestrator, version and
    /// life. What stands there is never overwritten: an instance like it may be running somewhere.
    /// </summary>
    private const string RecordVariable = "RECORD_HISTORIES";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Orchestrations.Tests", "Histories", "Recorded");

    public static TheoryData<string> Recorded => [.. Files().Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_History_ReplaysOnTodaysCode(string file)
    {
        var history = RecordedHistory.Read(Path.Combine(Folder, file));

        Assert.Equal(history.FileName, file);
        Assert.Null(HistoryReplay.FindBreak(history));
    }

    [Fact]
    public void Recorded_EveryOrchestrator_HasItsCurrentVersion()
    {
        HashSet<string> recorded = [.. Files().Select(RecordedHistory.Read).Select(history => RecordedHistory.Key(history.Name, history.Version))];

        Assert.Empty(Orchestrators().Select(method => RecordedHistory.Key(NameOf(method), OrchestrationVersion.Current)).Except(recorded));
    }

    [Fact]
    public async Task Recorder_LivesOfToday_ReplayAsTheyWereLived()
    {
        var lived = await HistoryRecorder.RecordAsync();

        Assert.All(lived, history => Assert.Null(HistoryReplay.FindBreak(history)));
        if (Environment.GetEnvironmentVariable(RecordVariable) == "1") Keep(lived);
    }

    [Fact]
    public void Replay_CodeDoesSomethingElse_FailsWithTheEvent()
    {
        // Once written by hand: a publicity that called an activity which the code does not have.
        var broken = RecordedHistory.Read(Path.Combine(Folder, "..", "Broken", "Publicity@1.0.renamed-activity.json"));

        var reason = HistoryReplay.FindBreak(broken);

        Assert.NotNull(reason);
        Assert.Contains("'Publicity' asks for activity", reason, StringComparison.Ordinal);
        Assert.Contains("'PutOnNoticeBoard'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_CodeDoesMoreThanItsHistory_Fails()
    {
        var history = RecordedHistory.Read(Files().First(file => Path.GetFileName(file).StartsWith("Publicity@", StringComparison.Ordinal)));
        var last = history.Events.Last(item => item.TaskScheduled is not null);

        var reason = HistoryReplay.FindBreak(history with { Events = [.. history.Events.Where(item => !ReferenceEquals(item, last))] });

        Assert.Contains($"'{last.TaskScheduled.Name}' #{last.EventId}", reason, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal);

    private static void Keep(IReadOnlyList<RecordedHistory> lived)
    {
        foreach (var history in lived.Where(history => !File.Exists(Path.Combine(Folder, history.FileName)))) history.Write(Folder);
    }

    private static IEnumerable<MethodInfo> Orchestrators() => typeof(Approval).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<OrchestrationTriggerAttribute>() is not null));

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
