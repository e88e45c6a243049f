namespace Dazhou.Serverless.Subjects;

/// <summary>The registered kinds of subjects.</summary>
public sealed class SubjectKinds(IEnumerable<ISubjectKind> kinds)
{
    private readonly ISubjectKind[] _kinds = [.. kinds];

    /// <summary>Returns the kind of a subject; null if no registered kind recognises its id.</summary>
    public ISubjectKind? Of(string subject) => Array.Find(_kinds, kind => kind.Recognises(subject));

    /// <summary>Returns whether a unit administers or supervises any kind.</summary>
    public bool AnySupervisedBy(string unit) => Array.Exists(_kinds, kind => kind.Supervisors.Contains(unit));

    /// <summary>Returns the path of a subject's page; that of the 工作台 if it has none.</summary>
    public string PathOf(string subject) => Of(subject)?.PathOf(subject) ?? "/";

    /// <summary>Returns the path below which a subject's files are served.</summary>
    public string FilesOf(string subject) => $"{Of(subject)?.PathOf(subject)}/documents";

    /// <summary>Returns a subject; null if there is none.</summary>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        Of(subject) is { } kind ? await kind.FindAsync(subject, cancellation) : null;

    /// <summary>Returns the facts that should be known before deciding about a subject.</summary>
    public async Task<IReadOnlyList<SubjectFacts>> FactsAsync(string subject, CancellationToken cancellation = default) =>
        Of(subject) is { } kind ? await kind.FactsAsync(subject, cancellation) : [];

    /// <summary>Returns the Chinese title of a stage; the stage itself if no kind has one.</summary>
    public string StageTitle(string stage) => _kinds.Select(kind => kind.StageTitle(stage)).FirstOrDefault(title => title is not null) ?? stage;
}
