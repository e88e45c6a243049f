using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

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
