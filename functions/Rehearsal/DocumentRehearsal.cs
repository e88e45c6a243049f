using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>预演 of a process that a document defines and begins on a day of its own.</summary>
/// <typeparam name="T">The definition.</typeparam>
public abstract class DocumentRehearsal<T> : IRehearsal
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Title { get; }

    /// <inheritdoc/>
    public abstract string Matter { get; }

    /// <inheritdoc/>
    public bool AsksForStart => false;

    /// <inheritdoc/>
    public virtual string SamplePattern => "*.json";

    /// <summary>The orchestration of what belongs to no stage.</summary>
    protected abstract string Life { get; }

    /// <inheritdoc/>
    public string TitleOfSample(string json) => TitleOfDefinition(Read(json));

    /// <inheritdoc/>
    public string TitleOf(string? stage) => stage is null ? Title : TitleOfStage(stage) ?? stage;

    /// <inheritdoc/>
    public string NameOf(RehearsalEntry entry) => entry.Stage ?? Life;

    /// <inheritdoc/>
    public Task CheckAsync(RehearsalInput input, IDirectory directory, CancellationToken cancellationToken)
    {
        Read(input.Json);
        RehearsalJson.ReadScript(input.Decisions);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<RehearsalResult> RunAsync(
        RehearsalInput input, IDirectory directory, ILoggerFactory? loggers, Func<RehearsalMoment, Task>? progress, CancellationToken cancellationToken)
    {
        var definition = Read(input.Json);
        var (first, last) = DaysOf(definition);
        var days = last.DayNumber - first.DayNumber;
        return await RunAsync(
            definition, input.Start, RehearsalJson.ReadScript(input.Decisions), progress is null ? null : TellAsync, directory, loggers, cancellationToken);

        Task TellAsync(DateTimeOffset at) =>
            progress(new(Math.Clamp(ChinaTime.DayOf(at).DayNumber - first.DayNumber, 0, Math.Max(days, 0)), Math.Max(days, 1), $"虚拟时间{OfficeText.Date(at)}"));
    }

    /// <summary>Returns the title of a definition.</summary>
    protected abstract string TitleOfDefinition(T definition);

    /// <summary>Returns the Chinese title of a stage; null if the system has no such stage.</summary>
    protected abstract string? TitleOfStage(string stage);

    /// <summary>Returns the first and the last day, for the progress; equal where the definition lacks one, which its rules refuse.</summary>
    protected abstract (DateOnly First, DateOnly Last) DaysOf(T definition);

    /// <summary>Rehearses a definition.</summary>
    protected abstract Task<RehearsalResult> RunAsync(
        T definition, DateTimeOffset? start, RehearsalScript script, Func<DateTimeOffset, Task>? progress, IDirectory directory, ILoggerFactory? loggers,
        CancellationToken cancellationToken);

    private T Read(string json) => RehearsalJson.Read<T>(json, Matter, RecordJson.Options);
}
