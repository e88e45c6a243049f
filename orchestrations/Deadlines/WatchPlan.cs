using System.Text.Json.Serialization;
using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Deadlines;

/// <summary>The input of a <see cref="DeadlineWatch"/>, also kept in the deadline's row.</summary>
public sealed record WatchPlan
{
    /// <summary>The id of the subject, e.g. of a project.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's key within the subject.</summary>
    public required DeadlineKey Step { get; init; }

    /// <summary>The title of the subject.</summary>
    public required string Title { get; init; }

    /// <summary>The task, in Chinese, e.g. 请提交项目建设技术方案.</summary>
    public required string ToDo { get; init; }

    /// <summary>The unit that must act; lists of deadlines are read by unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The orchestration that needs the deadline: when it or one of its callers ends, the deadline is dropped. Null if none waits for it.</summary>
    public string? Owner { get; init; }

    /// <summary>The deadline.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>The persons who must act, with the links for their reminders.</summary>
    public required IReadOnlyList<DeadlineContact> Responsible { get; init; }

    /// <summary>The persons who are told when it is overdue: the supervisor and the escalation contact.</summary>
    public IReadOnlyList<string> Escalation { get; init; } = [];

    /// <summary>The link in the mails to them, one for each person; null for a link to acknowledge the warning.</summary>
    public LinkRequest? EscalationLink { get; init; }

    /// <summary>The days before the last day on which reminders are sent, 0 being the last day; null for 7, 3, 1, 0.</summary>
    public IReadOnlyList<int>? ReminderDays { get; init; }

    /// <summary>How often people hear of it once it is overdue; what was planned before there was a choice says nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OverdueRhythm Overdue { get; init; }
}

/// <summary>A person who must act.</summary>
/// <param name="Person">the person's id</param>
/// <param name="Link">the link in the reminders; null for none</param>
public sealed record DeadlineContact(string Person, LinkRequest? Link = null);

/// <summary>The outcome of a deadline.</summary>
/// <param name="State"><see cref="DeadlineState.Done"/> or <see cref="DeadlineState.Cancelled"/>.</param>
/// <param name="ClosedAt">the time of closing</param>
/// <param name="Deadline">the final deadline, after pauses and extensions</param>
/// <param name="DaysOverdue">the days after the due instant; 0 if in time</param>
public sealed record DeadlineOutcome(DeadlineState State, DateTimeOffset ClosedAt, Deadline Deadline, int DaysOverdue);
