using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>A deadline and its subject.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Title">The subject's title.</param>
/// <param name="Deadline">The deadline.</param>
public sealed record DueItem(string Subject, string Title, DeadlineView Deadline);

/// <summary>The first deadlines that were missed, and the first that come.</summary>
/// <param name="Overdue">Missed, the longest first.</param>
/// <param name="Coming">Due within 14 days, the next first.</param>
/// <param name="MoreOverdue">Whether more were missed than these.</param>
/// <param name="MoreComing">Whether more come than these.</param>
public sealed record DueItems(IReadOnlyList<DueItem> Overdue, IReadOnlyList<DueItem> Coming, bool MoreOverdue, bool MoreComing);

/// <summary>The content of the 工作台.</summary>
public sealed record Workboard
{
    /// <summary>The current time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The first steps the reader is asked to decide, by deadline; null if nobody is signed in.</summary>
    public OpenDecisionPage? Mine { get; init; }

    /// <summary>The first requests to the reader, by due date; null if nobody is signed in.</summary>
    public AskedPage? Asked { get; init; }

    /// <summary>The deadlines of the reader's own unit; null when nobody signed in.</summary>
    public DueItems? Own { get; init; }

    /// <summary>The deadlines of all units; null for who does not read them.</summary>
    public DueItems? City { get; init; }

    /// <summary>The number of mails given up, for operators; 0 for other readers.</summary>
    public int GaveUpMails { get; init; }

    /// <summary>Whether the clock can be moved.</summary>
    public bool CanMoveClock { get; init; }
}
