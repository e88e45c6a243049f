using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

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
