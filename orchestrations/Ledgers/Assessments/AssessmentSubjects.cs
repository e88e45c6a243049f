using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The ids of subjects of assessments: <c>ledgers.id.a</c> the whole, <c>ledgers.id.a.unit</c> a unit in it.</summary>
public static class AssessmentSubject
{
    private const string System = "ledgers";

    /// <summary>Returns the subject of a ledger's assessment.</summary>
    public static string Of(string ledger) => $"{System}.{ledger}.a";

    /// <summary>Returns the subject of a unit in it.</summary>
    public static string Of(string ledger, string unit) => $"{System}.{ledger}.a.{unit}";

    /// <summary>Returns the path of the page.</summary>
    public static string PathOf(string ledger, string? unit = null) => $"/ledgers/{ledger}/assessment{(unit is null ? "" : $"/{unit}")}";

    /// <summary>Returns ledger and unit of a subject; null if it belongs to something else.</summary>
    internal static (string Ledger, string? Unit)? PartsOf(string subject) => subject.Split('.') switch
    {
        [System, { Length: > 0 } ledger, "a"] => (ledger, null),
        [System, { Length: > 0 } ledger, "a", { Length: > 0 } unit] => (ledger, unit),
        _ => null,
    };
}

/// <summary>Assessments of ledgers as subjects: who decides reads all of it.</summary>
public sealed class AssessmentSubjects(LedgerBook book, AssessmentBook assessments) : ISubjectKind
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Recognises(string subject) => AssessmentSubject.PartsOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) => AssessmentSubject.PartsOf(subject) is var (ledger, unit) ? AssessmentSubject.PathOf(ledger, unit) : "/ledgers";

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default)
    {
        if (AssessmentSubject.PartsOf(subject) is not var (id, unit) || await book.FindAsync(id, cancellation) is not { } ledger) return null;
        if (unit is null) return new(AssessmentTexts.TitleOf(ledger.Title), ledger.Assessor) { Summary = ledger.Document };
        return await assessments.FindUnitAsync(id, unit, cancellation) is { } row
            ? new($"{AssessmentTexts.TitleOf(ledger.Title)}：{row.Name}", unit) { Summary = $"{ledger.Document}，{AssessmentTexts.Number(row.Points)}分" }
            : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, DateTimeOffset? since, CancellationToken cancellation = default)
    {
        if (AssessmentSubject.PartsOf(subject) is not (var id, null) || await book.FindAsync(id, cancellation) is not { } ledger
            || await assessments.FindAsync(id, cancellation) is not { } round) return [];
        var sections = new List<SubjectSection>
        {
            new("考核得分", ledger.Document, [new("得分", "")
            {
                Table = new(["单位", "扣分", "得分"], [.. round.Ranked.Select(unit => (IReadOnlyList<string>)[unit.Name, AssessmentTexts.Number(AssessmentRules.Full - unit.Points), AssessmentTexts.Number(unit.Points)])]),
            }]),
        };
        var lost = round.Ranked.Where(unit => unit.Lines.Count > 0).Select(unit => new SubjectRow(unit.Name, string.Join('\n', unit.Lines.Select(line => AssessmentTexts.Says(unit, line))))).ToList();
        if (lost.Count > 0) sections.Add(new("扣分明细", null, lost));
        var objections = round.Ranked.Where(unit => AssessmentTexts.ObjectionOf(unit).Length > 0).Select(unit => new SubjectRow(unit.Name, AssessmentTexts.ObjectionOf(unit))).ToList();
        if (objections.Count > 0) sections.Add(new("异议及答复", null, objections));
        return sections;
    }

    /// <inheritdoc/>
    string? ISubjectKind.StageTitle(string stage) => LedgerSubjects.StageTitle(stage);
}
