namespace Dazhou.Serverless.Subjects;

/// <summary>A part of what is decided about a subject, for its deciders to read.</summary>
/// <param name="Heading">What it is, e.g. 基本情况.</param>
/// <param name="Article">The article that asks for it; null if none does.</param>
/// <param name="Rows">What it says; never none.</param>
public sealed record SubjectSection(string Heading, string? Article, IReadOnlyList<SubjectRow> Rows)
{
    /// <summary>How many rows changed since the round before.</summary>
    public int Changes => Rows.Count(row => row.Before is not null);
}

/// <summary>An item of it.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Value">What stands there in words, amounts with their unit; several lines are separated by <c>\n</c>.</param>
public sealed record SubjectRow(string Label, string Value)
{
    /// <summary>What stood there in the round before; null where nothing changed.</summary>
    public string? Before { get; init; }

    /// <summary>The same as a table, for a list of several columns; null for everything else.</summary>
    public SubjectTable? Table { get; init; }
}

/// <summary>A list of several columns.</summary>
/// <param name="Columns">Their headings.</param>
/// <param name="Lines">Each as long as the headings.</param>
public sealed record SubjectTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Lines);

/// <summary>
/// Tells the whole of what is decided about subjects, besides what their kind tells: the frame's own part, for the subjects of
/// every system.
/// </summary>
public interface ISectionSource
{
    /// <summary>What is decided in a stage.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="stage">The stage, named as its orchestration.</param>
    /// <param name="since">When the round before ended; what changed after it is marked. Null for a first round.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, string stage, DateTimeOffset? since, CancellationToken cancellation = default);
}

/// <summary>An opinion that was given about a subject other than by deciding a step, as an expert's.</summary>
/// <param name="At">When.</param>
/// <param name="Person">By whom, the person's id.</param>
/// <param name="Stage">In which stage, named as its orchestration.</param>
/// <param name="What">What it is called, e.g. 专家论证意见.</param>
/// <param name="Verdict">What it comes to, e.g. 确有必要建设，86分.</param>
/// <param name="Words">In which words.</param>
public sealed record SubjectOpinion(DateTimeOffset At, string Person, string Stage, string What, string Verdict, string? Words);

/// <summary>Knows such opinions.</summary>
public interface IOpinionSource
{
    /// <summary>Those about a subject, oldest first.</summary>
    Task<IReadOnlyList<SubjectOpinion>> OpinionsAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>Gathers the whole of what is decided about a subject, and what others said of it.</summary>
public sealed class SubjectContents(SubjectKinds kinds, IEnumerable<ISectionSource> sources, IEnumerable<IOpinionSource> opinions)
{
    /// <summary>What is decided in a stage: the subject itself first, then what was handed in for the stage.</summary>
    public async Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, string stage, DateTimeOffset? since, CancellationToken cancellation = default)
    {
        var sections = new List<SubjectSection>();
        if (kinds.Of(subject) is { } kind)
            sections.AddRange(await kind.SectionsAsync(subject, since, cancellation));
        foreach (var source in sources)
            sections.AddRange(await source.SectionsAsync(subject, stage, since, cancellation));
        return sections;
    }

    /// <summary>What was said otherwise than by deciding, oldest first.</summary>
    public async Task<IReadOnlyList<SubjectOpinion>> OpinionsAsync(string subject, CancellationToken cancellation = default)
    {
        var given = new List<SubjectOpinion>();
        foreach (var source in opinions)
            given.AddRange(await source.OpinionsAsync(subject, cancellation));
        return [.. given.OrderBy(opinion => opinion.At)];
    }
}
