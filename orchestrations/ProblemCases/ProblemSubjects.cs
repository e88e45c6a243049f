using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>
/// The ids of problems and their subjects: the place in the source and the number of the report, separated by dots, which no unit,
/// campaign, ledger or task has in its id. A subject begins with <c>problem.</c>.
/// </summary>
public static class ProblemSubject
{
    private const string Prefix = "problem.";

    /// <summary>Returns the id of the problem that a report raises.</summary>
    public static string ProblemOf(string place, int report) => $"{place}.{report}";

    /// <summary>Returns the subject of a problem.</summary>
    public static string Of(string problem) => $"{Prefix}{problem}";

    /// <summary>Returns the path of a problem's page.</summary>
    public static string PathOf(string problem) => $"/problems/{problem}";

    /// <summary>Returns the problem of a subject; null if it belongs to another system.</summary>
    public static string? IdOf(string subject) =>
        subject.StartsWith(Prefix, StringComparison.Ordinal) && subject.Length > Prefix.Length ? subject[Prefix.Length..] : null;
}

/// <summary>Problems as subjects: each belongs to the unit that raised it.</summary>
public sealed class ProblemSubjects(ProblemBook book) : ISubjectKind
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Recognises(string subject) => ProblemSubject.IdOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) => ProblemSubject.PathOf(ProblemSubject.IdOf(subject)!);

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        ProblemSubject.IdOf(subject) is { } id && await book.FindAsync(id, cancellation) is { } problem
            ? new(problem.Title, problem.Raiser) { Summary = $"{problem.State.Phase.Chinese()}：{Input.FieldText.Excerpt(problem.Text)}" }
            : null;

    /// <inheritdoc/>
    public string? StageTitle(string stage) => stage == nameof(ProblemCase) ? "问题协调" : null;
}
