using System.Globalization;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A round of a ledger's assessment. Table LedgerAssessments: partition = ledger, row = round.</summary>
public sealed record AssessmentRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LedgerAssessments";

    /// <summary>The ledger's id.</summary>
    public required string Ledger { get; init; }

    /// <summary>The round, from 1; another follows when the result is not agreed to.</summary>
    public required int Round { get; init; }

    /// <summary>When the points were computed, at +08:00.</summary>
    public required DateTimeOffset DraftedAt { get; init; }

    /// <summary>The last day of objections, Asia/Shanghai.</summary>
    public required DateOnly ObjectUntil { get; init; }

    /// <summary>Who decides: a post of the directory.</summary>
    public required ApproverPost Decider { get; init; }

    /// <summary>What was decided; null before.</summary>
    public ApprovalResult? Result { get; init; }

    /// <summary>When it was decided, at +08:00.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What was said with the decision.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the result is final.</summary>
    [JsonIgnore]
    public bool IsFinal => Result == ApprovalResult.Agreed;

    /// <inheritdoc/>
    public string PartitionKey => Ledger;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Round);

    /// <summary>Returns the row key of a round.</summary>
    public static string RowKeyOf(int round) => round.ToString("D4", CultureInfo.InvariantCulture);
}

/// <summary>A unit in a round of the assessment. Table LedgerAssessedUnits: partition = ledger and round, row = unit.</summary>
public sealed record AssessedUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LedgerAssessedUnits";

    /// <summary>The ledger's id.</summary>
    public required string Ledger { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit's name.</summary>
    public required string Name { get; init; }

    /// <summary>The place among the ledger's units, for lists.</summary>
    public required int Place { get; init; }

    /// <summary>Whether the directory had somebody to ask for objections.</summary>
    public required bool Asked { get; init; }

    /// <summary>The deductions.</summary>
    public required IReadOnlyList<PointLine> Lines { get; init; }

    /// <summary>The keys of deductions that were cancelled (核减), in this round or one before.</summary>
    public IReadOnlyList<string> Cancelled { get; init; } = [];

    /// <summary>Its objections in the rounds before, with their answers, in words.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>What the unit answered to the draft; null if it did not within the period.</summary>
    public UnitObjection? Objection { get; init; }

    /// <summary>What the coordinating office answered to the objection; null before, or where there is none.</summary>
    public ObjectionAnswer? Answer { get; init; }

    /// <summary>The points that are left.</summary>
    [JsonIgnore]
    public decimal Points => AssessmentRules.PointsOf(Lines, Cancelled);

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(Ledger, Round);

    /// <inheritdoc/>
    public string RowKey => Unit;

    /// <summary>Returns the partition of a round.</summary>
    public static string PartitionOf(string ledger, int round) => $"{ledger}|{AssessmentRow.RowKeyOf(round)}";

    /// <summary>Returns whether a deduction was cancelled.</summary>
    public bool IsCancelled(PointLine line) => Cancelled.Contains(line.Key, StringComparer.Ordinal);
}

/// <summary>What a unit answered to the draft.</summary>
/// <param name="At">when, at +08:00</param>
/// <param name="Objects">whether it objects, or says that it does not</param>
/// <param name="Lines">the keys of the deductions to which it objects</param>
/// <param name="Reason">why</param>
public sealed record UnitObjection(DateTimeOffset At, bool Objects, IReadOnlyList<string> Lines, string? Reason);

/// <summary>What the coordinating office answered to an objection.</summary>
/// <param name="At">when, at +08:00</param>
/// <param name="Cancelled">the keys of the deductions that it cancels; none if it rejects the objection</param>
/// <param name="Reason">why</param>
public sealed record ObjectionAnswer(DateTimeOffset At, IReadOnlyList<string> Cancelled, string Reason);
