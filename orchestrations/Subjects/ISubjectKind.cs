namespace Dazhou.Serverless.Subjects;

/// <summary>
/// A kind of subject, i.e. of what approvals, deadlines, links and mails are about. Each system registers its kinds, so that the code that
/// displays subjects needs no knowledge of the systems.
/// </summary>
public interface ISubjectKind
{
    /// <summary>Returns whether an id belongs to this kind. No id belongs to two kinds.</summary>
    bool Recognises(string subject);

    /// <summary>Returns the path of the subject's page, e.g. <c>/projects/22d2cd8gajvk9nfw</c>; its files are below <c>documents</c>.</summary>
    string PathOf(string subject);

    /// <summary>Gets the ids of the units that may read every subject of this kind, because the regulation makes them administer or supervise it.</summary>
    IReadOnlySet<string> Supervisors { get; }

    /// <summary>Returns the subject; null if there is none.</summary>
    Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Returns the facts that approvers should know before they decide about the subject; empty for most kinds.</summary>
    Task<IReadOnlyList<SubjectFacts>> FactsAsync(string subject, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<SubjectFacts>>([]);

    /// <summary>
    /// The whole of what is decided about it, as its deciders read it; nothing where it is all handed in with its stages. What changed
    /// after <paramref name="since"/>, when the round before ended, is marked.
    /// </summary>
    Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, DateTimeOffset? since, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<SubjectSection>>([]);

    /// <summary>Returns the Chinese title of a stage, for deadlines and steps; null if this kind has no such stage.</summary>
    string? StageTitle(string stage) => null;

    /// <summary>The whole subject as a file to print; null if the kind has none.</summary>
    SubjectPaper? Paper => null;

    /// <summary>Writes that file as the subject stands now; null if there is no such subject, or no such file.</summary>
    Task<byte[]?> WritePaperAsync(string subject, CancellationToken cancellation = default) => Task.FromResult<byte[]?>(null);
}

/// <summary>A subject as a file to print (DOCX).</summary>
/// <param name="Name">The end of its address, below that of the subject's files.</param>
/// <param name="Title">What people call it.</param>
public sealed record SubjectPaper(string Name, string Title);

/// <summary>A subject.</summary>
/// <param name="Title">The name shown to people.</param>
/// <param name="Unit">The id of the unit that owns the subject and may read it; null if no single unit does.</param>
public sealed record SubjectView(string Title, string? Unit)
{
    /// <summary>A one-sentence description.</summary>
    public string? Summary { get; init; }
}

/// <summary>A group of facts about a subject.</summary>
/// <param name="Heading">The heading, e.g. 本单位以往项目后评价.</param>
/// <param name="Facts">The facts; never empty.</param>
public sealed record SubjectFacts(string Heading, IReadOnlyList<SubjectFact> Facts);

/// <summary>A fact about a subject.</summary>
/// <param name="Label">The name of the fact.</param>
/// <param name="Value">Its value.</param>
/// <param name="Note">Its date and the article it rests on.</param>
public sealed record SubjectFact(string Label, string Value, string Note)
{
    /// <summary>The path of a page with more about it; null if there is none.</summary>
    public string? Path { get; init; }

    /// <summary>Details as text; null if there are none.</summary>
    public string? Detail { get; init; }
}
