using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>An assessment as shown to a reader.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Reader">The reader.</param>
/// <param name="Round">The newest round.</param>
/// <param name="Now">When it was read, at +08:00.</param>
public sealed record AssessmentView(LedgerRow Ledger, SubjectReader Reader, AssessmentRound Round, DateTimeOffset Now)
{
    /// <summary>Whether the reader sees the deductions of all units: the coordinating office, the assessor, and who is asked to decide.</summary>
    public required bool ReadsAll { get; init; }

    /// <summary>What the reader's own person is asked about it.</summary>
    public IReadOnlyList<AskRow> Asks { get; init; } = [];

    /// <summary>The units of which the reader sees the points: a draft shows a unit only itself.</summary>
    public IReadOnlyList<AssessedUnitRow> Shown => [.. Round.Ranked.Where(unit => ReadsAll || Round.Row.IsFinal || unit.Unit == Reader.Unit)];

    /// <summary>Whether the reader sees what a unit lost, and what it objects to.</summary>
    public bool Details(AssessedUnitRow unit) => ReadsAll || unit.Unit == Reader.Unit;
}

/// <summary>Reads assessments for API and pages.</summary>
public sealed class AssessmentDesk(LedgerBook book, LedgerDesk desk, AssessmentBook assessments, OpenActs acts, IEnumerable<IAskedAbout> asked, TimeProvider time)
{
    /// <summary>Returns the newest round; null before the assessment began, or if the reader may not see the ledger.</summary>
    public async Task<AssessmentView?> ReadAsync(string id, SubjectReader reader, CancellationToken cancellationToken)
    {
        var decides = reader.Person is { } person && await WasAskedAsync(person, id, cancellationToken);
        var ledger = decides ? await book.FindAsync(id, cancellationToken) : await desk.FindAsync(id, reader, cancellationToken);
        if (ledger is null || await assessments.FindAsync(id, cancellationToken) is not { } round) return null;
        var asks = new List<AskRow>();
        foreach (var subject in round.Units.Select(unit => AssessmentSubject.Of(id, unit.Unit)).Prepend(AssessmentSubject.Of(id)))
        {
            if (reader.Person is null) break;
            asks.AddRange((await acts.ReadAsync(subject, cancellationToken)).Select(act => act.Ask).OfType<AskRow>().Where(ask => ask.End is null && ask.Person == reader.Person));
        }

        return new(ledger, reader, round, time.GetChinaNow())
        {
            ReadsAll = decides || LedgerDesk.Coordinates(ledger, reader) || reader.Unit == ledger.Assessor,
            Asks = asks,
        };
    }

    private async Task<bool> WasAskedAsync(string person, string ledger, CancellationToken cancellationToken)
    {
        foreach (var source in asked)
        {
            if (await source.WasAskedAsync(person, AssessmentSubject.Of(ledger), cancellationToken)) return true;
        }

        return false;
    }
}
