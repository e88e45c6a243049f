namespace Dazhou.Serverless.Subjects;

/// <summary>The kinds of subjects that are registered.</summary>
public sealed class SubjectKinds(IEnumerable<ISubjectKind> kinds)
{
    private readonly ISubjectKind[] _kinds = [.. kinds];

    /// <summary>The kind of a subject; null if nobody registered one that recognises its id.</summary>
    public ISubjectKind? Of(string subject) => Array.Find(_kinds, kind => kind.Recognises(subject));

    /// <summary>Whether a unit administers or supervises a kind.</summary>
    public bool AnySupervisedBy(string unit) => Array.Exists(_kinds, kind => kind.Supervisors.Contains(unit));

    /// <summary>The page of a subject; the 工作台 where it has none.</summary>
    public string PathOf(string subject) => Of(subject)?.PathOf(subject) ?? "/";

    /// <summary>The path below which the files of a subject are read.</summary>
    public string FilesOf(string subject) => $"{Of(subject)?.PathOf(subject)}/documents";

    /// <summary>A subject; null if there is none.</summary>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        Of(subject) is { } kind ? await kind.FindAsync(subject, cancellation) : null;

    /// <summary>What must be known of a subject before deciding about it.</summary>
    public async Task<IReadOnlyList<SubjectFacts>> FactsAsync(string subject, CancellationToken cancellation = default) =>
        Of(subject) is { } kind ? await kind.FactsAsync(subject, cancellation) : [];

    /// <summary>The Chinese title of a stage; its name where no kind knows it.</summary>
    public string StageTitle(string stage) => _kinds.Select(kind => kind.StageTitle(stage)).FirstOrDefault(title => title is not null) ?? stage;
}
