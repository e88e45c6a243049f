using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What happened to a task.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskActKind>))]
public enum TaskActKind
{
    /// <summary>明确单位: the coordinating office named the units behind a collective name</summary>
    Resolved,

    /// <summary>签收</summary>
    Signed,

    /// <summary>退办申请</summary>
    ReturnAsked,

    /// <summary>退办 decided</summary>
    ReturnDecided,

    /// <summary>反馈: progress of a unit</summary>
    Reported,

    /// <summary>延期申请</summary>
    ExtensionAsked,

    /// <summary>延期 decided</summary>
    ExtensionDecided,

    /// <summary>催办</summary>
    Urged,

    /// <summary>通报</summary>
    Criticised,

    /// <summary>销号申请 by the compiling unit</summary>
    ClosingAsked,

    /// <summary>复核 not passed</summary>
    ClosingRefused,

    /// <summary>办结（销号）</summary>
    Closed,

    /// <summary>回头看: reopened</summary>
    Reopened,

    /// <summary>确认 of what the first lead compiled, by another lead</summary>
    Confirmed,
}

/// <summary>
/// An act on a task; never changed. Table LedgerActs: partition = ledger, digest and the task's place, row = number. Inserting the next
/// number fails if another act came between, so that the rules judge the state upon which the act follows.
/// </summary>
public sealed record TaskActRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LedgerActs";

    /// <summary>The partition: see <see cref="PartitionOf"/>.</summary>
    public required string Of { get; init; }

    /// <summary>The number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What happened.</summary>
    public required TaskAct Act { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Of;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Number);

    /// <summary>Returns the row key of an act.</summary>
    public static string RowKeyOf(int number) => number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns the partition of a task's acts.</summary>
    public static string PartitionOf(LedgerTaskRow task) => $"{task.Of}|{task.RowKey}";
}

/// <summary>An act on a task.</summary>
public sealed record TaskAct
{
    /// <summary>What happened.</summary>
    public required TaskActKind Kind { get; init; }

    /// <summary>The id of the unit that acted, or that is acted upon for 催办 and 通报; null for all of the task's.</summary>
    public string? Unit { get; init; }

    /// <summary>Who acted: a person's or unit's id, or <see cref="AuditEntry.System"/>.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Tells a repetition from another act of its kind.</summary>
    public required string Key { get; init; }

    /// <summary>What was said: progress, reason, comment.</summary>
    public string? Text { get; init; }

    /// <summary>Problems that a report names.</summary>
    public string? Problems { get; init; }

    /// <summary>Progress in percent, 0 to 100.</summary>
    public int? Percent { get; init; }

    /// <summary>The figures' values, by their place in the task; null for one that is not reported.</summary>
    public IReadOnlyList<decimal?>? Figures { get; init; }

    /// <summary>The evidence files, by document name and version.</summary>
    public IReadOnlyList<SubmittedDocument>? Files { get; init; }

    /// <summary>The due date that is asked for or granted.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The unit that is proposed or named instead; for <see cref="TaskActKind.Resolved"/> unused.</summary>
    public string? ToUnit { get; init; }

    /// <summary>For <see cref="TaskActKind.Resolved"/>: the lead units named in addition.</summary>
    public IReadOnlyList<string>? Lead { get; init; }

    /// <summary>For <see cref="TaskActKind.Resolved"/>: the responsible units named in addition.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>For a decision: the number of the act that it answers.</summary>
    public int? Answers { get; init; }

    /// <summary>For a decision: whether it was agreed to.</summary>
    public bool? Agreed { get; init; }

    /// <summary>The cycle in which it was reported; null for a report outside of one.</summary>
    public int? Cycle { get; init; }
}
