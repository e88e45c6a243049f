using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A campaign. Table Campaigns: partition = <c>campaign</c>, row = id.</summary>
public sealed record CampaignRow : IRow
{
    /// <summary>The partition key of every campaign.</summary>
    public const string Partition = "campaign";

    /// <inheritdoc/>
    public static string TableName => "Campaigns";

    /// <summary>What it prescribes, with the ids of its units.</summary>
    public required CampaignDefinition Definition { get; init; }

    /// <summary>The names of its units and receivers, as the directory had them when it started.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>When it was started, at +08:00.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The 考核办法; null until it is entered.</summary>
    public AssessmentMethod? Method { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Definition.Id;

    /// <summary>The name of a unit.</summary>
    public string NameOf(string unit) => Names.TryGetValue(unit, out var name) ? name : unit;

    internal static async Task<CampaignRow?> FindAsync(ITableStore tables, string id, CancellationToken cancellation) =>
        (await tables.FindAsync<CampaignRow>(Partition, id, cancellation))?.Value;
}

/// <summary>The separately issued 考核办法 with its 名额 (53号 四（四）).</summary>
/// <param name="Number">its number</param>
/// <param name="Weights">its weights; null to keep the campaign's</param>
public sealed record AssessmentMethod(string Number, IReadOnlyList<FigureWeight>? Weights = null)
{
    /// <summary>名额 of 综合排位靠前.</summary>
    public int Overall { get; init; } = 3;

    /// <summary>名额 of 综合排位进步明显.</summary>
    public int Progress { get; init; } = 1;

    /// <summary>名额 of each group of 专题排位.</summary>
    public int Special { get; init; } = 1;
}
