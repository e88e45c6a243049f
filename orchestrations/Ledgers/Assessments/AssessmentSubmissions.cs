namespace Dazhou.Serverless.Ledgers;

/// <summary>The submissions of assessments: 异议, 答复, 核实.</summary>
public sealed class AssessmentSubmissions(LedgerBook book, AssessmentBook assessments) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => AssessmentKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => AssessmentSubject.PartsOf(subject) is not null;

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation)
    {
        if (AssessmentSubject.PartsOf(subject) is not var (id, unit) || await book.FindAsync(id, cancellation) is not { } ledger) return null;
        var of = AssessmentCall.Of(ledger).SubjectOf(unit);
        if (unit is null) return of with { Facts = ledger.Document };
        return await assessments.FindUnitAsync(id, unit, cancellation) is { } row ? of with { Facts = FactsOf(ledger, row) } : null;
    }

    /// <inheritdoc/>
    public async Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation)
    {
        var (id, unit) = AssessmentSubject.PartsOf(subject)!.Value;
        var ledger = (await book.FindAsync(id, cancellation))!;
        return new AssessmentSubmissionFacts(ask, at, ledger.Document, unit is null ? null : await assessments.FindUnitAsync(id, unit, cancellation));
    }

    /// <inheritdoc/>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation)
    {
        if (AssessmentSubject.PartsOf(subject) is not (var id, { } unit) || await assessments.FindUnitAsync(id, unit, cancellation) is not { } row) return new(kind);
        var lines = kind.Step == AssessmentKinds.Answer.Step
            ? row.Lines.Where(line => row.Objection?.Lines.Contains(line.Key, StringComparer.Ordinal) == true)
            : row.Lines.Where(line => !row.IsCancelled(line));
        var choices = lines.Select(line => (line.Key, AssessmentTexts.Says(row, line))).ToList();
        return new(kind with { Fields = [.. kind.Fields.Select(field => field.Type == SubmissionFieldType.Several ? field with { Choices = choices } : field)] });
    }

    private static string FactsOf(LedgerRow ledger, AssessedUnitRow row)
    {
        var lines = new List<string> { $"{row.Name}：{AssessmentTexts.Number(row.Points)}分。{AssessmentTexts.RulesOf(ledger.Policy.Points)}" };
        lines.AddRange(row.Lines.Select(line => AssessmentTexts.Says(row, line)));
        if (AssessmentTexts.ObjectionOf(row) is { Length: > 0 } objections) lines.Add(objections);
        return string.Join('\n', lines);
    }
}
