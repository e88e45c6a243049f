using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The way by which a project entered a year's plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanOrigin>))]
public enum PlanOrigin
{
    /// <summary>年度计划, decided in a batch (第十条第一款)</summary>
    AnnualPlan,

    /// <summary>一事一议 (第十条第二款)</summary>
    OneByOne,

    /// <summary>中期调整增补 (第十三条)</summary>
    MidYear,

    /// <summary>established by 市发展改革委 with the works that include it (第八条)</summary>
    Works,
}

/// <summary>The kind of change to a line of the plan table.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanChangeKind>))]
public enum PlanChangeKind
{
    /// <summary>列入, in July 增补</summary>
    Added,

    /// <summary>调整: a different investment for the year</summary>
    Changed,

    /// <summary>取消: removed from the year's plan</summary>
    Dropped,
}

/// <summary>A line of 年度信息化项目计划表.</summary>
/// <param name="Project">the project's id</param>
/// <param name="Name">项目名称</param>
/// <param name="Unit">项目建设单位's id</param>
/// <param name="UnitName">项目建设单位's name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
/// <param name="ThisYear">年度投资: the amount planned for the year (第二十九条), 万元</param>
/// <param name="Funding">the kind of funding in 第二条; null if the application names none</param>
/// <param name="Channels">经费渠道</param>
/// <param name="Mode">自行建设 or 购买服务 (第四条)</param>
/// <param name="Origin">how the project entered the plan</param>
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
/// <param name="Line">the line after the change; for a dropped project, the line before</param>
/// <param name="Reason">the reason, for the mid-year adjustment</param>
public sealed record PlanChange(PlanChangeKind Kind, PlanLine Line, string? Reason = null);

/// <summary>
/// A version of a year's plan table, stored as the changes to the previous one, so that every version can be read.
/// Table PlanVersions: partition = year, row = version, starting at 1.
/// </summary>
public sealed record PlanVersionRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PlanVersions";

    /// <summary>The year of the plan.</summary>
    public required int Year { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>The key of its cause: the id of the batch, or of the project established one by one. There is one version per key.</summary>
    public required string Key { get; init; }

    /// <summary>The title of its cause, in Chinese.</summary>
    public required string Title { get; init; }

    /// <summary>The article.</summary>
    public required string Article { get; init; }

    /// <summary>When it took effect, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The minutes of the deciding meetings, in Chinese; null if there was no meeting.</summary>
    public string? Meetings { get; init; }

    /// <summary>The changes; empty if the July adjustment left the plan unchanged.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => $"{Version:D6}";
}

/// <summary>A project's current line in the plan of a year. Table PlanEntries: partition = project, row = year.</summary>
public sealed record PlanEntryRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PlanEntries";

    /// <summary>The year of the plan.</summary>
    public required int Year { get; init; }

    /// <summary>The version that last wrote the line.</summary>
    public required int Version { get; init; }

    /// <summary>The line.</summary>
    public required PlanLine Line { get; init; }

    /// <summary>Whether it was dropped in July.</summary>
    public bool Dropped { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Line.Project;

    /// <inheritdoc/>
    public string RowKey => $"{Year:D4}";
}
