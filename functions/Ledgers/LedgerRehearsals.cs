using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>预演 of a ledger.</summary>
public sealed class LedgerRehearsals : IRehearsal
{
    /// <inheritdoc/>
    public string Name => "ledgers";

    /// <inheritdoc/>
    public string Title => "督办台账";

    /// <inheritdoc/>
    public string Matter => "台账";

    /// <inheritdoc/>
    public bool AsksForStart => false;

    /// <inheritdoc/>
    public string SamplePattern => "*-2023.json";

    /// <inheritdoc/>
    public string TitleOfSample(string json) => Read(json).Title ?? "";

    /// <inheritdoc/>
    public string TitleOf(string? stage) => stage is null ? Title : LedgerSubjects.StageTitle(stage) ?? stage;

    /// <inheritdoc/>
    public string NameOf(RehearsalEntry entry) => entry.Stage ?? nameof(LedgerLife);

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
        return await LedgerRehearsal.From(directory, loggers).RunAsync(
            definition, input.Start, RehearsalJson.ReadScript(input.Decisions), progress is null ? null : TellAsync, cancellationToken);

        Task TellAsync(DateTimeOffset at)
        {
            var (from, to) = (definition.From?.DayNumber ?? 0, definition.To?.DayNumber ?? 0);
            return progress(new(Math.Clamp(ChinaTime.DayOf(at).DayNumber - from, 0, to - from), Math.Max(to - from, 1), $"虚拟时间{OfficeText.Date(at)}"));
        }
    }

    private static LedgerDefinition Read(string json) => RehearsalJson.Read<LedgerDefinition>(json, "台账", RecordJson.Options);
}
