using System.Text.Json.Serialization;
using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Deadlines;

/// <summary>What a <see cref="DeadlineWatch"/> watches: its input, kept in the row as long as that lives.</summary>
public sealed record WatchPlan
{
    /// <summary>Whose deadline it is, e.g. a project's id.</summary>
    public required string Subject { get; init; }

    /// <summary>Names the deadline among the subject's.</summary>
    public required DeadlineKey Step { get; init; }

    /// <summary>The subject's title, as people know it.</summary>
    public required string Title { get; init; }

    /// <summary>What must be done, in Chinese, e.g. 请提交项目建设技术方案.</summary>
    public required string ToDo { get; init; }

    /// <summary>The unit that must do it: lists of deadlines are read by unit.</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// The orchestration for which the deadline counts: with its end, or that of one which called it, the deadline is dropped. Null
    /// where none waits for it.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>The deadline.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>Who must act, and the link that each reminder brings.</summary>
    public required IReadOnlyList<DeadlineContact> Responsible { get; init; }

    /// <summary>Who hears of it when it is overdue: the supervisor and the escalation contact, by person.</summary>
    public IReadOnlyList<string> Escalation { get; init; } = [];

    /// <summary>The link that the report to them brings, each their own; null for one by which they say that they know of it.</summary>
    public LinkRequest? EscalationLink { get; init; }

    /// <summary>How many days before the last day reminders go out, 0 being the last day; null for 7, 3, 1, 0.</summary>
    public IReadOnlyList<int>? ReminderDays { get; init; }

    /// <summary>How often people hear of it once it is overdue; what was planned before there was a choice says nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OverdueRhythm Overdue { get; init; }
}

/// <summary>Somebody who must act.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Link">What the link in the reminder is for; null without a link.</param>
public sealed record DeadlineContact(string Person, LinkRequest? Link = null);

/// <summary>How a deadline ended.</summary>
/// <param name="State"><see cref="DeadlineState.Done"/> or <see cref="DeadlineState.Cancelled"/>.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="Deadline">The deadline as it stood at the end, after pauses and extensions.</param>
/// <param name="DaysOverdue">How many days too late; 0 if in time.</param>
public sealed record DeadlineOutcome(DeadlineState State, DateTimeOffset ClosedAt, Deadline Deadline, int DaysOverdue);
