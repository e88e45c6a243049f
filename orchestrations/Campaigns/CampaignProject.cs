using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A stage that a project entered.</summary>
/// <param name="Stage">the stage</param>
/// <param name="On">the day, Asia/Shanghai</param>
/// <param name="Kind">the kind of evidence; null where it is missing, which the rules refuse</param>
/// <param name="Evidence">its number or name</param>
public sealed record StageEntry(CampaignStage Stage, DateOnly On, EvidenceKind? Kind, string? Evidence);

/// <summary>Investment actually made.</summary>
/// <param name="On">the day, Asia/Shanghai; its week counts it</param>
/// <param name="Amount">万元</param>
public sealed record InvestmentEntry(DateOnly On, decimal Amount);

/// <summary>A change of a project; nothing that stood is lost.</summary>
/// <param name="Version">the version of the project that it made</param>
/// <param name="At">when, at +08:00</param>
/// <param name="By">the id of the person or unit</param>
/// <param name="Field">the field's name in JSON</param>
/// <param name="Label">its name for people</param>
/// <param name="Before">what stood there; null for nothing</param>
/// <param name="After">what stands there now; null for nothing</param>
/// <param name="Reason">why; null where something was filled in for the first time</param>
public sealed record ProjectChange(int Version, DateTimeOffset At, string By, string Field, string Label, string? Before, string? After, string? Reason);

/// <summary>
/// An investment project of a unit's list, from which all tables are summed. Table CampaignProjects: partition = campaign, row = id.
/// Amounts are in 万元.
/// </summary>
public sealed record CampaignProjectRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignProjects";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The project's id: twelve hexadecimal digits of unit, name and investor, so that a repeated list makes no second project.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the unit that reports it.</summary>
    public required string Unit { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>投资方: the investing company.</summary>
    public required string Investor { get; init; }

    /// <summary>Whether it is manufacturing; others are listed and count nowhere (53号 标题、一).</summary>
    public bool Manufacturing { get; init; } = true;

    /// <summary>The industry; null while the talks are too early to say.</summary>
    public CampaignIndustry? Industry { get; init; }

    /// <summary>Where the investor comes from; null while unknown.</summary>
    public SourceRegion? Source { get; init; }

    /// <summary>The stages entered, in their order.</summary>
    public IReadOnlyList<StageEntry> Stages { get; init; } = [];

    /// <summary>合同金额, 万元.</summary>
    public decimal? ContractAmount { get; init; }

    /// <summary>备案金额: 项目总投资额 of the filing form, 万元; null, not 0, where the landing rests on 核准 or 营业执照.</summary>
    public decimal? FilingAmount { get; init; }

    /// <summary>备案号; null without a filing.</summary>
    public string? FilingNumber { get; init; }

    /// <summary>新增实际投资, by day.</summary>
    public IReadOnlyList<InvestmentEntry> Investments { get; init; } = [];

    /// <summary>制造业FDI投资总额, 万元; null without.</summary>
    public decimal? Fdi { get; init; }

    /// <summary>The day on which it counts.</summary>
    public DateOnly? FdiOn { get; init; }

    /// <summary>落实专人: the post that is responsible (53号 二（四）).</summary>
    public string? Responsible { get; init; }

    /// <summary>入库: whether it is in the library of signed projects (53号 二（四）).</summary>
    public bool Stored { get; init; }

    /// <summary>项目/企业简介, at most 200 characters (附件2).</summary>
    public string? Introduction { get; init; }

    /// <summary>The categories claimed (附件2).</summary>
    public IReadOnlyList<CategoryClaim> Categories { get; init; } = [];

    /// <summary>备注.</summary>
    public string? Remark { get; init; }

    /// <summary>The finding by which it was struck out as false; null for a true project (53号 四（五）).</summary>
    public string? StruckBy { get; init; }

    /// <summary>When it was first listed, at +08:00.</summary>
    public required DateTimeOffset ListedAt { get; init; }

    /// <summary>The version: 1, plus one for each change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>All changes, oldest first.</summary>
    public IReadOnlyList<ProjectChange> Changes { get; init; } = [];

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>The furthest stage; null for a list that says none.</summary>
    [JsonIgnore]
    public StageEntry? Stage => Stages.Count == 0 ? null : Stages[^1];

    /// <summary>Returns when a stage was entered; null if it was not.</summary>
    public StageEntry? Of(CampaignStage stage) => Stages.FirstOrDefault(entry => entry.Stage == stage);
}
