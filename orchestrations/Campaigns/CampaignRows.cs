using System.Text.Json.Serialization;
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

/// <summary>简报信息 that a unit submitted. Table CampaignItems: partition = campaign, row = time and unit.</summary>
public sealed record CampaignItemRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignItems";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>Its id: the beginning of the hash of unit and title.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>When it came, at +08:00; its week counts it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The name of its picture among the unit's documents; null without.</summary>
    public string? Picture { get; init; }

    /// <summary>The text as 市经信局 edited it for the 简报; null while it is not in one.</summary>
    public string? Edited { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>What the bureau decided about 重复计数. Table CampaignDuplicates: partition = campaign, row = what the projects have in common.</summary>
public sealed record CampaignDuplicateRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignDuplicates";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>What the projects have in common: <c>investor:</c> or <c>filing:</c> and the text.</summary>
    public required string Key { get; init; }

    /// <summary>The ids of the projects that were compared.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The ids of those that count.</summary>
    public required IReadOnlyList<string> Counting { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Who decided.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => Key;
}

/// <summary>A return of a weekly report to its unit. Table CampaignReturns: partition = campaign, row = week, unit and number.</summary>
public sealed record CampaignReturnRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignReturns";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The week.</summary>
    public required int Week { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>How often it was returned with this, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Reason { get; init; }

    /// <summary>Who returned it.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => $"{Week:D2}|{Unit}|{Number:D2}";
}

/// <summary>A finding of falsification by 市经信局 (53号 四（五）). Table CampaignFindings: partition = campaign, row = unit.</summary>
public sealed record CampaignFindingRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignFindings";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>弄虚作假 or 瞒报虚报.</summary>
    public required string Kind { get; init; }

    /// <summary>The finding.</summary>
    public required string Finding { get; init; }

    /// <summary>The ids of the projects struck out as false; the unit's others stay in the city's totals.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>造成严重后果: whether it is referred for 问责.</summary>
    public required bool Grave { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00; the unit is disqualified from then on.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was upheld when contested; null while it is not contested or not decided.</summary>
    public bool? Upheld { get; init; }

    /// <summary>Whether the unit is disqualified: contesting does not suspend it, only a revocation ends it.</summary>
    [JsonIgnore]
    public bool Disqualifies => Upheld != false;

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => Unit;
}

/// <summary>A compiled week; what was compiled is never overwritten. Table CampaignWeeks: partition = campaign, row = week.</summary>
public sealed record CampaignWeekRow : IRow
{
    /// <summary>The number of the final table.</summary>
    public const int Final = 99;

    /// <inheritdoc/>
    public static string TableName => "CampaignWeeks";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The week, or <see cref="Final"/>.</summary>
    public required int Week { get; init; }

    /// <summary>When it was compiled, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The units in the definition's order.</summary>
    public required IReadOnlyList<CompiledUnit> Units { get; init; }

    /// <summary>The corrections of earlier weeks that this brief marks.</summary>
    public required IReadOnlyList<FigureCorrection> Corrections { get; init; }

    /// <summary>综合排位 at that time.</summary>
    public required IReadOnlyList<UnitPlace> Ranking { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => $"{Week:D2}";
}

/// <summary>A unit in a compiled week.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="State">how its report stood</param>
/// <param name="Late">whether it came late</param>
/// <param name="Week">the week's figures</param>
/// <param name="Total">the figures up to the week's end</param>
public sealed record CompiledUnit(string Unit, ReportState State, bool Late, CampaignFigures Week, CampaignFigures Total);

/// <summary>A figure of a compiled week that a later correction changed.</summary>
/// <param name="Week">the week</param>
/// <param name="Unit">the unit's id</param>
/// <param name="Figure">the figure</param>
/// <param name="Before">what had been compiled or marked before; 万元 for amounts, null for empty</param>
/// <param name="After">what stands now</param>
public sealed record FigureCorrection(int Week, string Unit, CampaignFigure Figure, decimal? Before, decimal? After);

/// <summary>How a unit's weekly report stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportState>))]
public enum ReportState
{
    /// <summary>未到期: its week has not ended</summary>
    [JsonStringEnumMemberName("未到期")]
    NotOpen,

    /// <summary>待报: open</summary>
    [JsonStringEnumMemberName("待报")]
    Waiting,

    /// <summary>已报</summary>
    [JsonStringEnumMemberName("已报")]
    Reported,

    /// <summary>迟报: came after it closed</summary>
    [JsonStringEnumMemberName("迟报")]
    Late,

    /// <summary>未报: closed without it</summary>
    [JsonStringEnumMemberName("未报")]
    Missing,

    /// <summary>已退回: returned, and not yet reported again</summary>
    [JsonStringEnumMemberName("已退回")]
    Returned,
}

/// <summary>The final evaluation, decided by both bureaus. Table CampaignEvaluations: partition = campaign, row = <c>evaluation</c>.</summary>
public sealed record CampaignEvaluationRow : IRow
{
    /// <summary>The only row key.</summary>
    public const string OnlyRowKey = "evaluation";

    /// <inheritdoc/>
    public static string TableName => "CampaignEvaluations";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The summary.</summary>
    public required string Summary { get; init; }

    /// <summary>通报表扬.</summary>
    public required IReadOnlyList<Commendation> Commended { get; init; }

    /// <summary>综合排位.</summary>
    public required IReadOnlyList<UnitPlace> Ranking { get; init; }

    /// <summary>When both bureaus agreed, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>资金奖励; null until recorded.</summary>
    public CampaignReward? Reward { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>A unit that is commended.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Ground">综合排位靠前, 综合排位进步明显, or the group of 专题排位</param>
public sealed record Commendation(string Unit, string Ground);

/// <summary>资金奖励 by the city's place in the province (53号 四（四）).</summary>
/// <param name="ProvincialPlace">the city's place in the province</param>
/// <param name="Amounts">万元, by unit</param>
/// <param name="By">who recorded it</param>
/// <param name="At">when, at +08:00</param>
public sealed record CampaignReward(int ProvincialPlace, IReadOnlyDictionary<string, decimal> Amounts, string By, DateTimeOffset At);
