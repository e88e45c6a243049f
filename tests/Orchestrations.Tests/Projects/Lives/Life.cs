using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Whole lives on the local runtime in virtual time; every turn is replayed from its history.</summary>
internal static class Life
{
    public static readonly DateTimeOffset Start = At("2026-03-02T00:00");

    /// <summary>A life under a policy; without one it begins with the leadership, as tests of what comes after it need.</summary>
    public static async Task<RehearsalResult> RehearseAsync(
        string sample, RehearsalScript? script = null, DateTimeOffset? start = null, ProjectPolicy? policy = null,
        Func<ProjectApplication, ProjectApplication>? change = null)
    {
        using var directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());
        var application = Samples.Load(sample);
        if (change is not null) application = change(application);
        var unit = (await directory.FindUnitAsync(application.Unit!))!;
        return await new ProjectRehearsal(VirtualHosts.Build, directory).RunAsync(application, unit, start ?? Start, script, policy ?? new());
    }

    public static DateTimeOffset At(string local) => DateTimeOffset.Parse($"{local}+08:00");

    public static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    public static List<RehearsalEntry> Of(this RehearsalResult result, RehearsalKind kind, string? stage = null) =>
        [.. result.Calendar.Where(entry => entry.Kind == kind && (stage is null || entry.Stage == stage))];

    /// <summary>The stages that the project entered, in order.</summary>
    public static IEnumerable<string> Entered(this RehearsalResult result) =>
        result.Of(RehearsalKind.Stage)
            .Where(entry => entry.Stage is { } stage && (entry.Text.Contains("进入", StringComparison.Ordinal)
                || stage is Stages.Completed or Stages.Refused or Stages.Terminated or Stages.Lapsed
                || entry.Text is "具体功能清单开始公示" || entry.Text.StartsWith("编制项目建设技术方案", StringComparison.Ordinal)))
            .Select(entry => entry.Stage!);

    /// <summary>When the project entered a stage.</summary>
    public static RehearsalEntry Stage(this RehearsalResult result, string stage) => result.Of(RehearsalKind.Stage, stage)[0];

    /// <summary>The reminders of a stage's deadline to who must act, as <c>MM-dd HH:mm</c>.</summary>
    public static IEnumerable<string> Reminders(this RehearsalResult result, string stage) =>
        result.Of(RehearsalKind.Reminder, stage)
            .Where(entry => entry.Text.StartsWith("提醒", StringComparison.Ordinal))
            .Select(entry => $"{entry.At:MM-dd HH:mm}");

    /// <summary>A stage's entry as <c>MM-dd HH:mm text</c>, for comparison.</summary>
    public static IEnumerable<string> Lines(this IEnumerable<RehearsalEntry> entries) => entries.Select(entry => $"{entry.At:yyyy-MM-dd HH:mm} {entry.Text}");
}
