using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

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
