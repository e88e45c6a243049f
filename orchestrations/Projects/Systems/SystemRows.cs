using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The state of a system in the catalogue (第二十一条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SystemState>))]
public enum SystemState
{
    /// <summary>待确认: entered by its unit, not yet confirmed by 市数字经济局</summary>
    Pending,

    /// <summary>在用</summary>
    InUse,

    /// <summary>未予确认: not in the catalogue</summary>
    Refused,

    /// <summary>已下线</summary>
    Offline,
}

/// <summary>The state of a system's 密码应用和网络安全 (第五十六、五十七条).</summary>
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

/// <summary>The kinds of act on a system's entry.</summary>
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

/// <summary>
/// The description of a system. Every field is nullable since the input is not validated yet; <see cref="SystemRules"/>
/// reports what is missing.
/// </summary>
/// <param name="Name">系统名称</param>
/// <param name="ProjectNumber">立项批复文号, if the system has one</param>
/// <param name="AcceptedOn">履约验收 or 投入使用, for a system without 立项批复文号</param>
/// <param name="MaintenanceEnds">the last day of the 维保 bought with it; null if not known</param>
/// <param name="Security">密码应用和网络安全</param>
/// <param name="ProtectionLevel">等级保护, 1 to 5; null if not known</param>
public sealed record SystemDescription(
    string? Name,
    string? ProjectNumber,
    DateOnly? AcceptedOn,
    DateOnly? MaintenanceEnds,
    [property: JsonConverter(typeof(LenientEnumConverter<SystemSecurity>))] SystemSecurity? Security,
    int? ProtectionLevel);

/// <summary>A unit's proposal that 市数字经济局 has not decided on.</summary>
/// <param name="Kind">the kind of act</param>
/// <param name="Description">the new description; null for a removal</param>
/// <param name="Reason">the reason</param>
/// <param name="By">the id of the unit or person who proposes</param>
/// <param name="At">when, at +08:00</param>
public sealed record SystemProposal(SystemActKind Kind, SystemDescription? Description, string? Reason, string By, DateTimeOffset At);

/// <summary>A built system (第二十一条). Table Systems: a single partition, since lists page through all systems; row = id.</summary>
public sealed record SystemRow : IRow
{
    /// <summary>The partition of all systems.</summary>
    public const string Partition = "systems";

    /// <inheritdoc/>
    public static string TableName => "Systems";

    /// <summary>The system's id.</summary>
    public required string Id { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>The project that built it; null for a system built before this product.</summary>
    public string? Project { get; init; }

    /// <summary>The description.</summary>
    public required SystemDescription Description { get; init; }

    /// <summary>The state in the catalogue.</summary>
    public required SystemState State { get; init; }

    /// <summary>The proposal awaiting 市数字经济局; null if there is none.</summary>
    public SystemProposal? Proposal { get; init; }

    /// <summary>The last day for which O&amp;M money is arranged (第三十三条); null if none ever was.</summary>
    public DateOnly? OperationUntil { get; init; }

    /// <summary>The number of acts so far, used as the number of entries in the trail.</summary>
    public int Changes { get; init; }

    /// <summary>The last act for the audit trail, stored with its effect so that a crash before it is noted loses nothing.</summary>
    public AuditEntry? LastNote { get; init; }

    /// <summary>When it was entered, at +08:00.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>Whether O&amp;M money can be applied for: only for a system in the catalogue and in use.</summary>
    [JsonIgnore]
    public bool Counts => State == SystemState.InUse;
}

/// <summary>Index of a unit's systems. Table SystemsByUnit: partition = unit, row = system.</summary>
public sealed record SystemOfUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "SystemsByUnit";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => System;
}
