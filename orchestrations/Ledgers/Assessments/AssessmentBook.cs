using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A round of an assessment with its units, in the ledger's order.</summary>
/// <param name="Row">the round</param>
/// <param name="Units">the units</param>
public sealed record AssessmentRound(AssessmentRow Row, IReadOnlyList<AssessedUnitRow> Units)
{
    /// <summary>The units by points, best first; those with the same points in the ledger's order.</summary>
    public IReadOnlyList<AssessedUnitRow> Ranked => [.. Units.OrderByDescending(unit => unit.Points).ThenBy(unit => unit.Place)];

    /// <summary>The units that object.</summary>
    public IEnumerable<AssessedUnitRow> Objecting => Units.Where(unit => unit.Objection is { Objects: true });
}

/// <summary>Reads assessments.</summary>
public sealed class AssessmentBook(ITableStore tables)
{
    /// <summary>Returns the newest round of a ledger's assessment; null before it began.</summary>
    public async Task<AssessmentRound?> FindAsync(string ledger, CancellationToken cancellation = default)
    {
        AssessmentRow? last = null;
        await foreach (var row in tables.ReadPartitionAsync<AssessmentRow>(ledger, cancellation: cancellation)) last = row.Value;
        return last is null ? null : await WithUnitsAsync(last, cancellation);
    }

    /// <summary>Returns a round; null if there is none.</summary>
    public async Task<AssessmentRound?> FindAsync(string ledger, int round, CancellationToken cancellation = default) =>
        (await tables.FindAsync<AssessmentRow>(ledger, AssessmentRow.RowKeyOf(round), cancellation))?.Value is { } row ? await WithUnitsAsync(row, cancellation) : null;

    /// <summary>Returns a unit in the newest round; null if it is not assessed.</summary>
    public async Task<AssessedUnitRow?> FindUnitAsync(string ledger, string unit, CancellationToken cancellation = default) =>
        (await FindAsync(ledger, cancellation))?.Units.FirstOrDefault(of => of.Unit == unit);

    private async Task<AssessmentRound> WithUnitsAsync(AssessmentRow row, CancellationToken cancellation) =>
        new(row, [.. (await tables.ListAsync<AssessedUnitRow>(AssessedUnitRow.PartitionOf(row.Ledger, row.Round), cancellation)).OrderBy(unit => unit.Place)]);
}
