namespace Dazhou.Serverless.Campaigns;

/// <summary>What a unit writes of a project; what is left out stays as it is.</summary>
public sealed record CampaignProjectInput
{
    /// <summary>The unit; only for callers that act for all.</summary>
    public string? Unit { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The investing company.</summary>
    public string? Investor { get; init; }

    /// <summary>Whether it is manufacturing.</summary>
    public bool? Manufacturing { get; init; }

    /// <summary>The industry.</summary>
    public CampaignIndustry? Industry { get; init; }

    /// <summary>The source region.</summary>
    public SourceRegion? Source { get; init; }

    /// <summary>The stage to enter, or to go back to.</summary>
    public CampaignStage? Stage { get; init; }

    /// <summary>The day of the stage.</summary>
    public DateOnly? StageOn { get; init; }

    /// <summary>The kind of its evidence.</summary>
    public EvidenceKind? EvidenceKind { get; init; }

    /// <summary>Its evidence.</summary>
    public string? Evidence { get; init; }

    /// <summary>All stages at once, for programs and imports; null to enter one by <see cref="Stage"/>.</summary>
    public IReadOnlyList<StageEntry>? Stages { get; init; }

    /// <summary>合同金额, 万元.</summary>
    public decimal? ContractAmount { get; init; }

    /// <summary>备案金额, 万元.</summary>
    public decimal? FilingAmount { get; init; }

    /// <summary>备案号.</summary>
    public string? FilingNumber { get; init; }

    /// <summary>Investment actually made on <see cref="InvestedOn"/>, 万元; replaces what was reported for that day.</summary>
    public decimal? Investment { get; init; }

    /// <summary>Its day; null for today.</summary>
    public DateOnly? InvestedOn { get; init; }

    /// <summary>制造业FDI投资总额, 万元.</summary>
    public decimal? Fdi { get; init; }

    /// <summary>Its day; null for today.</summary>
    public DateOnly? FdiOn { get; init; }

    /// <summary>The responsible post.</summary>
    public string? Responsible { get; init; }

    /// <summary>入库.</summary>
    public bool? Stored { get; init; }

    /// <summary>The introduction.</summary>
    public string? Introduction { get; init; }

    /// <summary>The categories with their grounds; null to leave them.</summary>
    public IReadOnlyList<CategoryClaim>? Categories { get; init; }

    /// <summary>备注.</summary>
    public string? Remark { get; init; }

    /// <summary>Why something that stood is changed.</summary>
    public string? Reason { get; init; }
}
