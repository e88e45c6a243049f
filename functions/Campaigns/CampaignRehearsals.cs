using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>预演 of a campaign.</summary>
public sealed class CampaignRehearsals : IRehearsal
{
    /// <inheritdoc/>
    public string Name => "campaigns";

    /// <inheritdoc/>
    public string Title => "百日攻坚";

    /// <inheritdoc/>
    public string Matter => "行动方案";

    /// <inheritdoc/>
    public bool AsksForStart => false;

    /// <inheritdoc/>
    public string TitleOfSample(string json) => Read(json).Name;

    /// <inheritdoc/>
    public string TitleOf(string? stage) => stage is null ? Title : CampaignSubjects.StageTitle(stage) ?? stage;

    /// <inheritdoc/>
    public string NameOf(RehearsalEntry entry) => entry.Stage ?? nameof(Campaign);

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
        return await CampaignRehearsal.From(directory, loggers).RunAsync(
            definition, input.Start, RehearsalJson.ReadScript(input.Decisions), progress is null ? null : TellAsync, cancellationToken);

        Task TellAsync(DateTimeOffset at)
        {
            var (from, to) = (definition.Start.DayNumber, definition.End.DayNumber);
            return progress(new(Math.Clamp(ChinaTime.DayOf(at).DayNumber - from, 0, to - from), Math.Max(to - from, 1), $"虚拟时间{OfficeText.Date(at)}"));
        }
    }

    private static CampaignDefinition Read(string json) => RehearsalJson.Read<CampaignDefinition>(json, "行动方案", RecordJson.Options);
}
