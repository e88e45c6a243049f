using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>How a project came into a year's plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanOrigin>))]
public enum PlanOrigin
{
    /// <summary>年度计划, decided as a batch (第十条第一款)</summary>
    AnnualPlan,

    /// <summary>一事一议 (第十条第二款)</summary>
    OneByOne,

    /// <summary>中期调整增补 (第十三条)</summary>
    MidYear,

    /// <summary>市发展改革委 established it with the works that it is part of (第八条)</summary>
    Works,
}

/// <summary>What a version of the plan table does to a line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanChangeKind>))]
public enum PlanChangeKind
{
    /// <summary>列入, in July 增补</summary>
    Added,

    /// <summary>调整: another investment of the year</summary>
    Changed,

    /// <summary>取消: it no longer stands in the year's plan</summary>
    Dropped,
}

/// <summary>A line of 年度信息化项目计划表.</summary>
/// <param name="Project">the project's id</param>
/// <param name="Name">项目名称</param>
/// <param name="Unit">项目建设单位's id</param>
/// <param name="UnitName">and name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
/// <param name="ThisYear">年度投资: what the plan sets for the year (第二十九条), 万元</param>
/// <param name="Funding">the kind of funding of 第二条; null where the application does not say</param>
/// <param name="Channels">经费渠道</param>
/// <param name="Mode">自行建设 or 购买服务 (第四条)</param>
/// <param name="Origin">how it came in</param>
public sealed record PlanLine(
    string Project,
    string Name,
    string Unit,
    string UnitName,
    decimal TotalInvestment,
    decimal ThisYear,
    FundingKind? Funding,
    IReadOnlyList<string> Channels,
    Implementation? Mode,
    PlanOrigin Origin);

/// <summary>A change of the plan table.</summary>
/// <param name="Kind">what changed</param>
/// <param name="Line">the line after it; for a project that was dropped, the line that it was</param>
/// <param name="Reason">why, for the mid-year adjustment</param>
public sealed record PlanChange(PlanChangeKind Kind, PlanLine Line, string? Reason = null);

/// <summary>
/// A version of a year's plan table: what it changed of the one before, so that every version can be read again.
/// Table PlanVersions: partition = year, row = version, 1 for the first.
/// </summary>
public sealed record PlanVersionRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PlanVersions";

    /// <summary>The year of the plan.</summary>
    public required int Year { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>What it rests on: the batch's id, or the project that was established alone. One version for each.</summary>
    public required string Key { get; init; }

    /// <summary>What it rests on, in Chinese.</summary>
    public required string Title { get; init; }

    /// <summary>The article.</summary>
    public required string Article { get; init; }

    /// <summary>Since when it holds, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The minutes of the meetings that decided it, in Chinese; null without a meeting.</summary>
    public string? Meetings { get; init; }

    /// <summary>What it changes; nothing where July leaves the plan as it is.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => $"{Version:D6}";
}

/// <summary>A project's line in the plan of a year, as it stands. Table PlanEntries: partition = project, row = year.</summary>
public sealed record PlanEntryRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PlanEntries";

    /// <summary>The year of the plan.</summary>
    public required int Year { get; init; }

    /// <summary>The version that wrote the line last.</summary>
    public required int Version { get; init; }

    /// <summary>Its line.</summary>
    public required PlanLine Line { get; init; }

    /// <summary>Whether it was dropped in July.</summary>
    public bool Dropped { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Line.Project;

    /// <inheritdoc/>
    public string RowKey => $"{Year:D4}";
}
