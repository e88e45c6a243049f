using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>预演 of a ledger.</summary>
public sealed class LedgerRehearsals : DocumentRehearsal<LedgerDefinition>
{
    /// <inheritdoc/>
    public override string Name => "ledgers";

    /// <inheritdoc/>
    public override string Title => "督办台账";

    /// <inheritdoc/>
    public override string Matter => "台账";

    /// <inheritdoc/>
    public override string SamplePattern => "*-2023.json";

    /// <inheritdoc/>
    protected override string Life => nameof(LedgerLife);

    /// <inheritdoc/>
    protected override string TitleOfDefinition(LedgerDefinition definition) => definition.Title ?? "";

    /// <inheritdoc/>
    protected override string? TitleOfStage(string stage) => LedgerSubjects.StageTitle(stage);

    /// <inheritdoc/>
    protected override (DateOnly First, DateOnly Last) DaysOf(LedgerDefinition definition) => (definition.From ?? default, definition.To ?? definition.From ?? default);

    /// <inheritdoc/>
    protected override Task<RehearsalResult> RunAsync(
        LedgerDefinition definition, DateTimeOffset? start, RehearsalScript script, Func<DateTimeOffset, Task>? progress, IDirectory directory, ILoggerFactory? loggers,
        CancellationToken cancellationToken) => LedgerRehearsal.From(directory, loggers).RunAsync(definition, start, script, progress, cancellationToken);
}
