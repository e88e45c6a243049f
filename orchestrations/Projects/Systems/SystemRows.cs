using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>How a system stands in the catalogue (第二十一条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SystemState>))]
public enum SystemState
{
    /// <summary>待确认: its unit entered it, 市数字经济局 has not confirmed it</summary>
    Pending,

    /// <summary>在用</summary>
    InUse,

    /// <summary>未予确认: it is not in the catalogue</summary>
    Refused,

    /// <summary>已下线</summary>
    Offline,
}

/// <summary>密码应用和网络安全 of a system (第五十六、五十七条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SystemSecurity>))]
public enum SystemSecurity
{
    /// <summary>未说明</summary>
    Unknown,

    /// <summary>符合要求</summary>
    Qualified,

    /// <summary>不符合密码应用和网络安全要求，或者存在重大安全隐患: no O&amp;M money</summary>
    Deficient,
}

/// <summary>What happens to a system's entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SystemActKind>))]
public enum SystemActKind
{
    /// <summary>登记</summary>
    Entry,

    /// <summary>变更</summary>
    Change,

    /// <summary>下线</summary>
    StrikeOff,
}

/// <summary>What the catalogue says about a system. Everything is nullable because it comes from outside; <see cref="SystemRules"/> says what is missing.</summary>
/// <param name="Name">系统名称</param>
/// <param name="ProjectNumber">立项批复文号, if it has one</param>
/// <param name="AcceptedOn">履约验收 or 投入使用 of a system without one</param>
/// <param name="MaintenanceEnds">the last day of 维保 that was bought with it; null if not known</param>
/// <param name="Security">密码应用和网络安全</param>
/// <param name="ProtectionLevel">等级保护, 1 to 5; null if not known</param>
public sealed record SystemDescription(
    string? Name,
    string? ProjectNumber,
    DateOnly? AcceptedOn,
    DateOnly? MaintenanceEnds,
    [property: JsonConverter(typeof(LenientEnumConverter<SystemSecurity>))] SystemSecurity? Security,
    int? ProtectionLevel);

/// <summary>What a unit asked for and 市数字经济局 has not decided.</summary>
/// <param name="Kind">what</param>
/// <param name="Description">the system as it would be; null to strike it off</param>
/// <param name="Reason">why</param>
/// <param name="By">who asked: a unit's or person's id</param>
/// <param name="At">when, at +08:00</param>
public sealed record SystemProposal(SystemActKind Kind, SystemDescription? Description, string? Reason, string By, DateTimeOffset At);

/// <summary>
/// A built system (第二十一条). Table Systems: one partition, since lists go through all of them page by page; row = its id.
/// </summary>
public sealed record SystemRow : IRow
{
    /// <summary>The partition of all systems.</summary>
    public const string Partition = "systems";

    /// <inheritdoc/>
    public static string TableName => "Systems";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>Its unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>The project that built it; null for one that was built before this product.</summary>
    public string? Project { get; init; }

    /// <summary>What is known about it.</summary>
    public required SystemDescription Description { get; init; }

    /// <summary>How it stands.</summary>
    public required SystemState State { get; init; }

    /// <summary>What waits for 市数字经济局; null if nothing does.</summary>
    public SystemProposal? Proposal { get; init; }

    /// <summary>The last day for which O&amp;M money was arranged (第三十三条); null before the first time.</summary>
    public DateOnly? OperationUntil { get; init; }

    /// <summary>How often its entry was acted on; the entries of its trail are numbered by it.</summary>
    public int Changes { get; init; }

    /// <summary>The last act for the trail. It is kept with what it did, so that a crash before it was noted loses nothing.</summary>
    public AuditEntry? LastNote { get; init; }

    /// <summary>When it was entered, at +08:00.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>Whether money may be asked for it: only what is catalogued and runs.</summary>
    [JsonIgnore]
    public bool Counts => State == SystemState.InUse;
}

/// <summary>Finds the systems of a unit. Table SystemsByUnit: partition = unit, row = system.</summary>
public sealed record SystemOfUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "SystemsByUnit";

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => System;
}
