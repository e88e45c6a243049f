namespace Dazhou.Serverless.Subjects;

/// <summary>
/// A kind of subject: what approvals, deadlines, links and mails are about. A system registers its kinds; whoever shows a subject asks
/// here what it is, and knows none of them.
/// </summary>
public interface ISubjectKind
{
    /// <summary>Whether an id is one of this kind. No two kinds recognise the same id.</summary>
    bool Recognises(string subject);

    /// <summary>Where people read about a subject, as a path, e.g. <c>/projects/22d2cd8gajvk9nfw</c>; its files lie below <c>documents</c>.</summary>
    string PathOf(string subject);

    /// <summary>
    /// The ids of the units that read every subject of the kind, because the regulation has them administer or supervise it.
    /// </summary>
    IReadOnlySet<string> Supervisors { get; }

    /// <summary>The subject; null if there is none.</summary>
    Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default);

    /// <summary>What must be known of it before deciding about it; nothing for most.</summary>
    Task<IReadOnlyList<SubjectFacts>> FactsAsync(string subject, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<SubjectFacts>>([]);

    /// <summary>
    /// The whole of what is decided about it, as its deciders read it; nothing where it is all handed in with its stages. What changed
    /// after <paramref name="since"/>, when the round before ended, is marked.
    /// </summary>
    Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, DateTimeOffset? since, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<SubjectSection>>([]);

    /// <summary>The Chinese title of a stage, by which deadlines and steps name it; null if the kind has no such stage.</summary>
    string? StageTitle(string stage) => null;
}

/// <summary>A subject.</summary>
/// <param name="Title">As people know it.</param>
/// <param name="Unit">The id of the unit whose subject it is, which reads it; null if it is of no one unit.</param>
public sealed record SubjectView(string Title, string? Unit)
{
    /// <summary>What it is, in one sentence.</summary>
    public string? Summary { get; init; }
}

/// <summary>Facts of one sort.</summary>
/// <param name="Heading">e.g. 本单位以往项目后评价.</param>
/// <param name="Facts">The facts; never none.</param>
public sealed record SubjectFacts(string Heading, IReadOnlyList<SubjectFact> Facts);

/// <summary>A fact.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Value">What is so.</param>
/// <param name="Note">Since when, on what article.</param>
public sealed record SubjectFact(string Label, string Value, string Note)
{
    /// <summary>Where more of it stands, as a path.</summary>
    public string? Path { get; init; }

    /// <summary>More of it in words.</summary>
    public string? Detail { get; init; }
}
