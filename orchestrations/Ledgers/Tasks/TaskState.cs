using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Where a task stands on its way: 立项 → 交办 → 签收 → 办理 → 反馈 → 复核 → 办结.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskPhase>))]
public enum TaskPhase
{
    /// <summary>立项: no unit is named yet that could compile.</summary>
    Registered,

    /// <summary>交办: handed to its units, the compiling one has not signed.</summary>
    Assigned,

    /// <summary>办理: signed for, nothing reported.</summary>
    Signed,

    /// <summary>反馈: the compiling unit has reported.</summary>
    Reported,

    /// <summary>复核: the compiling unit says that it is done.</summary>
    UnderReview,

    /// <summary>办结（销号）</summary>
    Closed,
}

/// <summary>The state as people ask for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkStatus>))]
public enum WorkStatus
{
    /// <summary>未启动</summary>
    NotStarted,

    /// <summary>推进中</summary>
    InProgress,

    /// <summary>滞后</summary>
    Behind,

    /// <summary>逾期</summary>
    Overdue,

    /// <summary>已完成（已销号）</summary>
    Done,
}

/// <summary>The light of a task.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskLight>))]
public enum TaskLight
{
    /// <summary>绿</summary>
    Green,

    /// <summary>黄</summary>
    Yellow,

    /// <summary>红</summary>
    Red,
}

/// <summary>An application that the coordinating office has not decided.</summary>
/// <param name="Number">the number of the act</param>
/// <param name="Kind"><see cref="TaskActKind.ReturnAsked"/> or <see cref="TaskActKind.ExtensionAsked"/></param>
/// <param name="Unit">who applied</param>
public sealed record OpenApplication(int Number, TaskActKind Kind, string Unit);

/// <summary>The state of a task as its acts make it; nothing in it depends on the day.</summary>
public sealed record TaskState
{
    /// <summary>Where it stands.</summary>
    public required TaskPhase Phase { get; init; }

    /// <summary>The ids of the lead units.</summary>
    public required IReadOnlyList<string> Lead { get; init; }

    /// <summary>The ids of the responsible units.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>The due date, Asia/Shanghai.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>推定: whether the due date is the ledger's last day because the document prints none.</summary>
    public required bool Presumed { get; init; }

    /// <summary>Whether collective names are still to be resolved.</summary>
    public bool Unresolved { get; init; }

    /// <summary>The ids of the units that signed.</summary>
    public IReadOnlyList<string> Signed { get; init; } = [];

    /// <summary>The progress of the compiling unit in percent.</summary>
    public int Percent { get; init; }

    /// <summary>The last value of each figure; null where none was reported.</summary>
    public IReadOnlyList<decimal?> Figures { get; init; } = [];

    /// <summary>When the compiling unit last reported, at +08:00; null for never.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>When it was closed, at +08:00; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The ids of the other leads that confirmed the compiling unit's last report.</summary>
    public IReadOnlyList<string> Confirmed { get; init; } = [];

    /// <summary>How often it was urged.</summary>
    public int Urged { get; init; }

    /// <summary>How often it was criticised for being late.</summary>
    public int Criticised { get; init; }

    /// <summary>How often it was reopened.</summary>
    public int Reopened { get; init; }

    /// <summary>How often a watch of its deadline had to begin anew: another unit compiles, or it was reopened.</summary>
    public int Watch { get; init; }

    /// <summary>The applications that are not decided.</summary>
    public IReadOnlyList<OpenApplication> Open { get; init; } = [];

    /// <summary>The numbers of the reports that name a problem.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    /// <summary>The number of acts.</summary>
    public int Acts { get; init; }

    /// <summary>
    /// The coordinating office, where it compiles because each responsible unit does its own part and none leads (11号: 各县（市、区）);
    /// null for all other tasks.
    /// </summary>
    public string? Convener { get; init; }

    /// <summary>The unit that compiles: the first lead; 推定 the first responsible unit where no lead is printed. Null before any is named.</summary>
    [JsonIgnore]
    public string? Compiler => Lead.Count > 0 ? Lead[0] : Convener ?? (Units.Count > 0 ? Units[0] : null);

    /// <summary>The leads that have not confirmed the compiling unit's last report: of several the first compiles and the others confirm.</summary>
    [JsonIgnore]
    public IEnumerable<string> Unconfirmed => Lead.Skip(1).Except(Confirmed, StringComparer.Ordinal);

    /// <summary>Whether it is closed.</summary>
    [JsonIgnore]
    public bool IsClosed => Phase == TaskPhase.Closed;
}
