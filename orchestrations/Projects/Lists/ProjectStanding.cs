using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>How a project stands: who holds it, what is awaited, and which deadline comes next. It stands in the lines of the lists.</summary>
public sealed record ProjectStanding
{
    /// <summary>The form of the records that are written today.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form in which this was written; one that is not today's is shown as far as it can be read.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What is awaited, e.g. 初审 or 提交专家组; null where nobody is asked for anything.</summary>
    public string? Awaited { get; init; }

    /// <summary>Who holds it, by unit and post or by name; null where nobody does.</summary>
    public string? Holder { get; init; }

    /// <summary>How many other things are awaited besides.</summary>
    public int Others { get; init; }

    /// <summary>The next open deadline; null if none runs.</summary>
    public Deadline? Next { get; init; }

    /// <summary>When its reminders begin, see <see cref="WatchPlan.ReminderDays"/>.</summary>
    public IReadOnlyList<int>? ReminderDays { get; init; }

    /// <summary>Whether the work is behind plan, which makes the deadline 黄 early.</summary>
    public bool BehindPlan { get; init; }

    /// <summary>The light that stands while the clock does; null while it runs.</summary>
    public Light? PausedAt { get; init; }

    /// <summary>Whether the clock of the next deadline stands still.</summary>
    [JsonIgnore]
    public bool IsPaused => PausedAt is not null;

    /// <summary>The light at an instant; none without a deadline.</summary>
    public Light LightAt(DateTimeOffset now) =>
        Next is not { } next ? Light.None : PausedAt ?? DeadlineRules.LightAt(next, now, ReminderDays, BehindPlan);
}

/// <summary>What is waited for.</summary>
public enum WaitKind
{
    /// <summary>a decision</summary>
    Decide,

    /// <summary>something that is to be handed in</summary>
    HandIn,

    /// <summary>补正 by the unit</summary>
    Correct,

    /// <summary>the end of a period, or what is to be done within it</summary>
    Period,
}

/// <summary>Something that a project waits for.</summary>
public sealed record ProjectWait
{
    /// <summary>Of which kind.</summary>
    public required WaitKind Kind { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>Its round.</summary>
    public required int Round { get; init; }

    /// <summary>The stage, named as its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>What is waited for, in Chinese, e.g. 审核, 提交合同.</summary>
    public required string What { get; init; }

    /// <summary>The article it rests on.</summary>
    public string? Article { get; init; }

    /// <summary>The ids of those who are asked and have not answered.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>The id of the unit that must act, where no person is named.</summary>
    public string? Unit { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Its deadline; null if nothing sets one, and until the watch that opens it has written it.</summary>
    public DeadlineRow? Deadline { get; init; }

    /// <summary>Until when: as the deadline is now, else as it was computed when it was asked; null if nothing sets a period.</summary>
    public DateTimeOffset? Due { get; init; }
}
