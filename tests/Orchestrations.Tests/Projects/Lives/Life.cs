using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Whole lives on the local runtime in virtual time; every turn is replayed from its history.</summary>
internal static class Life
{
    public static readonly DateTimeOffset Start = At("2026-03-02T00:00");

    public static async Task<RehearsalResult> RehearseAsync(
        string sample, RehearsalScript? script = null, DateTimeOffset? start = null, ProjectPolicy? policy = null,
        Func<ProjectApplication, ProjectApplication>? change = null)
    {
        using var directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());
        var application = Samples.Load(sample);
        if (change is not null) application = change(application);
        var unit = (await directory.FindUnitAsync(application.Unit!))!;
        return await new ProjectRehearsal(VirtualHosts.Build, directory).RunAsync(application, unit, start ?? Start, script, policy);
    }

    public static DateTimeOffset At(string local) => DateTimeOffset.Parse($"{local}+08:00");

    public static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    public static List<RehearsalEntry> Of(this RehearsalResult result, RehearsalKind kind, string? stage = null) =>
        [.. result.Calendar.Where(entry => entry.Kind == kind && (stage is null || entry.Stage == stage))];

    /// <summary>A stage's entry as <c>MM-dd HH:mm text</c>, for comparison.</summary>
    public static IEnumerable<string> Lines(this IEnumerable<RehearsalEntry> entries) => entries.Select(entry => $"{entry.At:yyyy-MM-dd HH:mm} {entry.Text}");
}
