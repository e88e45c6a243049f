namespace Dazhou.Serverless.Subjects;

/// <summary>Finds subjects of a system by what people know of them; each system registers its own, and one page asks all.</summary>
public interface ISubjectSearch
{
    /// <summary>What it finds, e.g. 信息化项目.</summary>
    string Heading { get; }

    /// <summary>The subjects that a reader may read and in whose name or number a text stands, the newest first; a page of them at most.</summary>
    Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default);
}

/// <summary>A subject that was found.</summary>
/// <param name="Subject">Its id.</param>
/// <param name="Title">As people know it.</param>
/// <param name="Note">How it stands.</param>
public sealed record SubjectFound(string Subject, string Title, string Note);
