using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Evacuations;

/// <summary>
/// An entry of a register. Table EvacuationRegisters: partition = county and register, row = id. Names and telephone numbers stand in
/// <see cref="Sealed"/> only.
/// </summary>
public sealed record RegisterRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "EvacuationRegisters";

    /// <summary>The county's id.</summary>
    public required string County { get; init; }

    /// <summary>The register's key (<see cref="RegisterKind"/>).</summary>
    public required string Register { get; init; }

    /// <summary>The id within county and register.</summary>
    public required string Id { get; init; }

    /// <summary>The values that are not personal, by column; empty ones are missing.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The personal values, encrypted (<see cref="FieldCipher"/>) at <see cref="Place"/>; null if there are none.</summary>
    public string? Sealed { get; init; }

    /// <summary>The changes, oldest first; at most <see cref="MostChanges"/>.</summary>
    public required IReadOnlyList<RegisterChange> Changes { get; init; }

    /// <summary>When it was taken out of the register, at +08:00; null while it is in it.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>How many changes an entry keeps; the audit trail has all.</summary>
    public const int MostChanges = 20;

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(County, Register);

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>Where the personal values stand: moved to another row, they cannot be opened.</summary>
    internal string Place => $"{TableName}|{PartitionKey}|{RowKey}";

    /// <summary>Returns the partition of a register.</summary>
    internal static string PartitionOf(string county, string register) => $"{county}|{register}";

    /// <summary>Returns the area to which the entry belongs.</summary>
    internal AreaCode AreaCode => Evacuations.AreaCode.Read(Values[RegisterKind.Area])!.Value;
}

/// <summary>A change of an entry.</summary>
/// <param name="At">when, at +08:00</param>
/// <param name="By">the unit or person who changed it</param>
/// <param name="Columns">the keys of the columns that changed; empty for a new or removed entry</param>
public sealed record RegisterChange(DateTimeOffset At, string By, IReadOnlyList<string> Columns);

/// <summary>An entry that was removed, to be deleted. Table EvacuationRemovals: partition = <c>removed</c>, row = day of deletion and entry.</summary>
public sealed record RemovalRow : IRow
{
    /// <summary>The partition key of every removal.</summary>
    public const string Partition = "removed";

    /// <inheritdoc/>
    public static string TableName => "EvacuationRemovals";

    /// <summary>The day from which the entry is deleted, Asia/Shanghai.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The county's id.</summary>
    public required string County { get; init; }

    /// <summary>The register's key.</summary>
    public required string Register { get; init; }

    /// <summary>The entry's id.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => $"{On:yyyyMMdd}|{County}|{Register}|{Id}";
}

/// <summary>A reading of personal data. Table EvacuationAccess: partition = county, row = time, newest first.</summary>
public sealed record AccessRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "EvacuationAccess";

    /// <summary>The county's id.</summary>
    public required string County { get; init; }

    /// <summary>The register's key.</summary>
    public required string Register { get; init; }

    /// <summary>The id of the person who read.</summary>
    public required string Person { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The ids of the entries whose names and numbers were shown.</summary>
    public required IReadOnlyList<string> Entries { get; init; }

    /// <summary>Tells readings of one instant apart.</summary>
    public required string Reading { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => County;

    /// <inheritdoc/>
    public string RowKey => $"{DateTimeOffset.MaxValue.UtcTicks - At.UtcTicks:D19}|{Reading}";
}
