using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>预演 of a campaign.</summary>
public sealed class CampaignRehearsals : DocumentRehearsal<CampaignDefinition>
{
    /// <inheritdoc/>
    public override string Name => "campaigns";

    /// <inheritdoc/>
    public override string Title => "百日攻坚";

    /// <inheritdoc/>
    public override string Matter => "行动方案";

    /// <inheritdoc/>
    protected override string Life => nameof(Campaign);

    /// <inheritdoc/>
    protected override string TitleOfDefinition(CampaignDefinition definition) => definition.Name;

    /// <inheritdoc/>
    protected override string? TitleOfStage(string stage) => CampaignSubjects.StageTitle(stage);

    /// <inheritdoc/>
    protected override (DateOnly First, DateOnly Last) DaysOf(CampaignDefinition definition) => (definition.Start, definition.End);

    /// <inheritdoc/>
    protected override Task<RehearsalResult> RunAsync(
        CampaignDefinition definition, DateTimeOffset? start, RehearsalScript script, Func<DateTimeOffset, Task>? progress, IDirectory directory, ILoggerFactory? loggers,
        CancellationToken cancellationToken) => CampaignRehearsal.From(directory, loggers).RunAsync(definition, start, script, progress, cancellationToken);
}
