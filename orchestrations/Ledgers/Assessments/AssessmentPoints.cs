using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Why points are deducted, in the order in which they are listed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PointKind>))]
public enum PointKind
{
    /// <summary>未完成, by a lead unit</summary>
    Open,

    /// <summary>逾期完成, by a lead unit</summary>
    Late,

    /// <summary>指标未达标, of a lead unit</summary>
    Figure,

    /// <summary>被通报</summary>
    Criticised,

    /// <summary>复核退回</summary>
    Returned,

    /// <summary>回头看重新打开</summary>
    Reopened,

    /// <summary>未签收</summary>
    Unsigned,

    /// <summary>配合的任务未完成</summary>
    CoOpen,

    /// <summary>未报推进情况</summary>
    MissingReport,

    /// <summary>迟报推进情况</summary>
    LateReport,
}

/// <summary>The points that an assessment deducts from 100; values of ours, which a ledger's definition may set otherwise.</summary>
public sealed record AssessmentPoints
{
    /// <summary>For each task that its lead did not finish.</summary>
    public decimal Open { get; init; } = 5;

    /// <summary>For each task that its lead finished late.</summary>
    public decimal Late { get; init; } = 2;

    /// <summary>For each figure that a lead missed; those to strive for are never missed.</summary>
    public decimal Figure { get; init; } = 2;

    /// <summary>For each 通报 of a unit.</summary>
    public decimal Criticised { get; init; } = 1;

    /// <summary>For each time that a finished task was returned by the review.</summary>
    public decimal Returned { get; init; } = 1;

    /// <summary>For each task reopened after it was closed.</summary>
    public decimal Reopened { get; init; } = 2;

    /// <summary>For each task that a named unit did not sign for.</summary>
    public decimal Unsigned { get; init; } = 1;

    /// <summary>For each task that was not finished, of each co-unit.</summary>
    public decimal CoOpen { get; init; } = 1;

    /// <summary>For each report not handed in.</summary>
    public decimal MissingReport { get; init; } = 3;

    /// <summary>For each report handed in late.</summary>
    public decimal LateReport { get; init; } = 1;

    /// <summary>Returns the points of one case of a kind.</summary>
    public decimal Of(PointKind kind) => kind switch
    {
        PointKind.Open => Open,
        PointKind.Late => Late,
        PointKind.Figure => Figure,
        PointKind.Criticised => Criticised,
        PointKind.Returned => Returned,
        PointKind.Reopened => Reopened,
        PointKind.Unsigned => Unsigned,
        PointKind.CoOpen => CoOpen,
        PointKind.MissingReport => MissingReport,
        _ => LateReport,
    };
}

/// <summary>A deduction, with the fact on which it rests.</summary>
/// <param name="Kind">why</param>
/// <param name="Task">the task's key; null for a report</param>
/// <param name="Place">the task's place in the document, or the number of the cycle</param>
/// <param name="Count">how many cases</param>
/// <param name="Each">the points of one</param>
/// <param name="Says">the fact in words</param>
public sealed record PointLine(PointKind Kind, string? Task, int Place, int Count, decimal Each, string Says)
{
    /// <summary>Tells it from the other deductions of its unit, the same however often points are computed.</summary>
    [JsonIgnore]
    public string Key => $"{Task ?? $"cycle{Place}"}.{Kind}";

    /// <summary>The points deducted.</summary>
    [JsonIgnore]
    public decimal Points => Count * Each;
}

/// <summary>The deductions of a unit, in the order of the document.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Lines">the deductions</param>
public sealed record UnitPoints(string Unit, IReadOnlyList<PointLine> Lines);
