using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>A deadline and its subject.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Title">The subject's title.</param>
/// <param name="Deadline">The deadline.</param>
public sealed record DueItem(string Subject, string Title, DeadlineView Deadline);

/// <summary>The content of the 工作台.</summary>
public sealed record Workboard
{
    /// <summary>The current time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The first steps the reader is asked to decide, by deadline; null if nobody is signed in.</summary>
    public OpenDecisionPage? Mine { get; init; }

    /// <summary>The first requests to the reader, by due date; null if nobody is signed in.</summary>
    public AskedPage? Asked { get; init; }

    /// <summary>The deadlines of the next 14 days.</summary>
    public required IReadOnlyList<DueItem> Coming { get; init; }

    /// <summary>The overdue deadlines.</summary>
    public required IReadOnlyList<DueItem> Overdue { get; init; }

    /// <summary>The number of mails given up, for operators; 0 for other readers.</summary>
    public int GaveUpMails { get; init; }

    /// <summary>Whether the clock can be moved.</summary>
    public bool CanMoveClock { get; init; }
}
