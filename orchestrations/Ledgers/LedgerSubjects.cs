using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// The ids of subjects of ledgers: <c>ledgers.id</c> the ledger, <c>ledgers.id.t.key</c> a task, <c>ledgers.id.u.unit</c> what a unit is
/// asked for all of its tasks. No unit, ledger or task has a dot in its id.
/// </summary>
public static class LedgerSubject
{
    private const string System = "ledgers";

    /// <summary>The post of a unit that is asked.</summary>
    internal const string AskedPost = Directory.UnitRow.OfficePost;

    /// <summary>Returns the subject of a ledger.</summary>
    public static string Of(string ledger) => $"{System}.{ledger}";

    /// <summary>Returns the subject of a task.</summary>
    public static string OfTask(string ledger, string key) => $"{System}.{ledger}.t.{key}";

    /// <summary>Returns the subject of what a unit is asked.</summary>
    public static string OfUnit(string ledger, string unit) => $"{System}.{ledger}.u.{unit}";

    /// <summary>Returns the path of a subject's page.</summary>
    internal static string PathOf(string subject) => PartsOf(subject) switch
    {
        (var ledger, { } task, _) => $"/ledgers/{ledger}/tasks/{task}",
        (var ledger, _, { } unit) => $"/ledgers/{ledger}/units/{unit}",
        var parts => $"/ledgers/{parts?.Ledger}",
    };

    /// <summary>Returns the parts of a subject; null if it belongs to another system.</summary>
    internal static (string Ledger, string? Task, string? Unit)? PartsOf(string subject) => subject.Split('.') switch
    {
        [System, { Length: > 0 } ledger] => (ledger, null, null),
        [System, { Length: > 0 } ledger, "t", { Length: > 0 } task] => (ledger, task, null),
        [System, { Length: > 0 } ledger, "u", { Length: > 0 } unit] => (ledger, null, unit),
        _ => null,
    };

    /// <summary>Returns what a unit is asked as a subject of submissions; only id, name and unit reach an orchestration.</summary>
    internal static SubmissionSubject ForUnit(LedgerRow ledger, string unit) => new(OfUnit(ledger.Id, unit), ledger.Title, unit)
    {
        Kinds = LedgerKinds.Catalogue,
        Noun = "督办台账",
        UnitRole = "责任单位",
    };
}

/// <summary>Ledgers, their tasks and what their units are asked, as subjects.</summary>
public sealed class LedgerSubjects(LedgerBook book) : ISubjectKind
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Recognises(string subject) => LedgerSubject.PartsOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) => LedgerSubject.PathOf(subject);

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default)
    {
        if (LedgerSubject.PartsOf(subject) is not var (id, key, unit) || await book.FindAsync(id, cancellation) is not { } ledger) return null;
        if (unit is not null) return LedgerBook.PlaceOf(ledger, unit) is null ? null : new(ledger.Title, unit) { Summary = $"{ledger.Document}，{ledger.NameOf(unit)}负责的任务" };
        if (key is null) return new(ledger.Title, ledger.Coordinator) { Summary = ledger.Document };
        return await book.FindTaskAsync(ledger, key, cancellation) is { } task
            ? new($"{ledger.Title}第{key}项：{task.Definition.Title}", task.State.Compiler) { Summary = $"{ledger.Document}，时限{ChinaTime.Text(task.State.Due)}" }
            : null;
    }

    /// <inheritdoc/>
    string? ISubjectKind.StageTitle(string stage) => StageTitle(stage);

    /// <summary>Returns the Chinese title of a stage; null if ledgers have no such stage.</summary>
    public static string? StageTitle(string stage) => stage switch
    {
        nameof(LedgerCycle) => "报送推进情况",
        nameof(LedgerSigning) => "签收任务",
        nameof(TaskWatch) => "办理任务",
        nameof(TaskApplication) => "决定退办、延期",
        nameof(LedgerAssessment) => "年度目标绩效考核",
        nameof(LedgerLife) => "督办台账",
        _ => null,
    };
}
