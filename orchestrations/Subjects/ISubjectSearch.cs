namespace Dazhou.Serverless.Subjects;

/// <summary>Searches the subjects of one system. Each system registers its own; the search page queries all of them.</summary>
public interface ISubjectSearch
{
    /// <summary>Gets the heading for the results, e.g. 信息化项目.</summary>
    string Heading { get; }

    /// <summary>Returns the subjects whose name or number contains the text and that the reader may read, newest first; at most one page.</summary>
    Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default);
}

/// <summary>A search result.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Note">The subject's present state, in words.</param>
public sealed record SubjectFound(string Subject, string Title, string Note);
