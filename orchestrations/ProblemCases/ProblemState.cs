using System.Text.Json.Serialization;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>Where a problem stands on its way: 提出 → 交办 → 答复 → 确认.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProblemPhase>))]
public enum ProblemPhase
{
    /// <summary>待交办: the coordinating office names the unit that is to solve it.</summary>
    Raised,

    /// <summary>办理中: the unit is to answer.</summary>
    Assigned,

    /// <summary>待确认: whoever raised it is to confirm that it is solved.</summary>
    Answered,

    /// <summary>已解决</summary>
    Confirmed,

    /// <summary>已撤回 by whoever raised it.</summary>
    Withdrawn,
}

/// <summary>What happens to a problem.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProblemActKind>))]
public enum ProblemActKind
{
    /// <summary>交办</summary>
    Assigned,

    /// <summary>答复</summary>
    Answered,

    /// <summary>退办: the unit says that it is not the one to solve it.</summary>
    NotOurs,

    /// <summary>确认解决</summary>
    Confirmed,

    /// <summary>退回重办: whoever raised it says that it is not solved.</summary>
    SentBack,

    /// <summary>撤回</summary>
    Withdrawn,
}

/// <summary>An act on a problem.</summary>
/// <param name="Kind">what happens</param>
/// <param name="Round">the round in which it happens; of no account for 撤回</param>
/// <param name="At">when, at +08:00</param>
public sealed record ProblemAct(ProblemActKind Kind, int Round, DateTimeOffset At)
{
    /// <summary>For 交办: the id of the unit.</summary>
    public string? Unit { get; init; }

    /// <summary>For 交办: the unit's name.</summary>
    public string? UnitName { get; init; }

    /// <summary>For 交办: the last day for the answer, Asia/Shanghai.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The instruction, the answer, or the reason.</summary>
    public string? Text { get; init; }
}

/// <summary>The state of a problem as its acts make it.</summary>
/// <param name="Phase">where it stands</param>
/// <param name="Round">the round, from 1: another begins when a unit or whoever raised it sends it back</param>
public sealed record ProblemState(ProblemPhase Phase, int Round)
{
    /// <summary>The state of a problem that was just raised.</summary>
    public static ProblemState Begun { get; } = new(ProblemPhase.Raised, 1);

    /// <summary>The id of the unit to which it was assigned last; null before the first time.</summary>
    public string? Unit { get; init; }

    /// <summary>That unit's name.</summary>
    public string? UnitName { get; init; }

    /// <summary>The last day for the unit's answer, Asia/Shanghai.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>交办意见 of this round; null for none.</summary>
    public string? Instruction { get; init; }

    /// <summary>The unit's answer in this round; null before it.</summary>
    public string? Answer { get; init; }

    /// <summary>Why this round began, or why it was withdrawn; null in the first round.</summary>
    public string? Reason { get; init; }

    /// <summary>The ids of all units to which it was ever assigned: they go on reading it.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>When it ended, at +08:00; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it has ended.</summary>
    [JsonIgnore]
    public bool IsEnded => Phase is ProblemPhase.Confirmed or ProblemPhase.Withdrawn;
}
