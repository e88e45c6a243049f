using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>A deadline with its subject.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Title">Its name.</param>
/// <param name="Deadline">The deadline.</param>
public sealed record DueItem(string Subject, string Title, DeadlineView Deadline);

/// <summary>The first deadlines that were missed, and the first that come.</summary>
/// <param name="Overdue">Missed, the longest first.</param>
/// <param name="Coming">Due within 14 days, the next first.</param>
/// <param name="MoreOverdue">Whether more were missed than these.</param>
/// <param name="MoreComing">Whether more come than these.</param>
public sealed record DueItems(IReadOnlyList<DueItem> Overdue, IReadOnlyList<DueItem> Coming, bool MoreOverdue, bool MoreComing);

/// <summary>What the 工作台 shows.</summary>
public sealed record Workboard
{
    /// <summary>The time of the page.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What the reader is asked to decide, the first by their deadlines; null when nobody signed in.</summary>
    public OpenDecisionPage? Mine { get; init; }

    /// <summary>What the reader is asked to hand in or to record, the first by their dates; null when nobody signed in.</summary>
    public AskedPage? Asked { get; init; }

    /// <summary>The deadlines of the reader's own unit; null when nobody signed in.</summary>
    public DueItems? Own { get; init; }

    /// <summary>The deadlines of all units; null for who does not read them.</summary>
    public DueItems? City { get; init; }

    /// <summary>How many mails were given up, for an operator; zero for anybody else.</summary>
    public int GaveUpMails { get; init; }

    /// <summary>Whether the clock may be moved here.</summary>
    public bool CanMoveClock { get; init; }
}
