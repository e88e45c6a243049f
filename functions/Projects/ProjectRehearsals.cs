using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>预演 of an application.</summary>
public sealed class ProjectRehearsals : IRehearsal
{
    /// <inheritdoc/>
    public string Name => "projects";

    /// <inheritdoc/>
    public string Title => "信息化项目";

    /// <inheritdoc/>
    public string Matter => "申报";

    /// <inheritdoc/>
    public bool AsksForStart => true;

    /// <inheritdoc/>
    public string SamplePattern => "tier-*.json";

    /// <inheritdoc/>
    public string TitleOfSample(string json)
    {
        using var application = JsonDocument.Parse(json);
        return $"{application.RootElement.GetProperty("name").GetString()}（{OfficeText.Amount(application.RootElement.GetProperty("totalInvestment").GetDecimal())}）";
    }

    /// <inheritdoc/>
    public string TitleOf(string? stage) => StageNames.Title(stage);

    /// <inheritdoc/>
    public string NameOf(RehearsalEntry entry) => RehearsalStages.NameOf(entry);

    /// <inheritdoc/>
    public bool IsOfMainLine(string stage) => PlaceOf(stage) >= 0;

    /// <inheritdoc/>
    public Task CheckAsync(RehearsalInput input, IDirectory directory, CancellationToken cancellationToken) => ReadAsync(input, directory, cancellationToken);

    /// <inheritdoc/>
    public async Task<RehearsalResult> RunAsync(
        RehearsalInput input, IDirectory directory, ILoggerFactory? loggers, Func<RehearsalMoment, Task>? progress, CancellationToken cancellationToken)
    {
        var (application, unit, script) = await ReadAsync(input, directory, cancellationToken);
        return await ProjectRehearsal.From(directory, loggers).RunAsync(
            application, unit, input.Start!.Value, script, policy: null, cancellationToken, progress is null ? null : TellAsync);

        Task TellAsync(string stage, DateTimeOffset at) =>
            progress(new(Math.Max(PlaceOf(stage), 0), StageNames.MainLine.Count, $"{StageNames.Title(stage)}，虚拟时间{OfficeText.Date(at)}"));
    }

    private static async Task<(ProjectApplication Application, UnitRow Unit, RehearsalScript Script)> ReadAsync(
        RehearsalInput input, IDirectory directory, CancellationToken cancellationToken)
    {
        var application = RehearsalJson.Read<ProjectApplication>(input.Json, "申报", ProjectJson.Options);
        var script = RehearsalJson.ReadScript(input.Decisions, SubmissionKinds.Catalogue);
        return application.Unit is { Length: > 0 } id && await directory.FindUnitAsync(id, cancellationToken) is { } unit
            ? (application, unit, script)
            : throw new RehearseException($"项目建设单位“{application.Unit}”不在单位目录中。");
    }

    private static int PlaceOf(string stage) => StageNames.MainLine.Select(entry => entry.Stage).ToList().IndexOf(stage);
}
