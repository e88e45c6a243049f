using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Canteens;

/// <summary>
/// An entry in its canteen's chain, or a pointer to one. Table CanteenMovements: partition = canteen. Entries have the row key
/// <c>a|</c> and the sequence number counted down, so that the newest is read first; pointers lead to them by id, batch, day and supplier, and to corrections.
/// An entry and its pointers are written in one transaction. Nothing is ever changed or deleted.
/// </summary>
public sealed record MovementRow : IRow
{
    private const long Highest = 9_999_999_999;

    /// <summary>The prefix of entries.</summary>
    internal const string Entries = "a|";

    /// <inheritdoc/>
    public static string TableName => "CanteenMovements";

    /// <summary>The canteen's id.</summary>
    public required string Canteen { get; init; }

    /// <summary>The row key.</summary>
    public required string Key { get; init; }

    /// <summary>The position in the chain, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>The entry; null in a pointer.</summary>
    public MovementRecord? Record { get; init; }

    /// <summary>The hash of the previous entry, or 64 zeros; null in a pointer.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>SHA-256 over the previous hash, the sequence number and the entry; null in a pointer.</summary>
    public string? Hash { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Canteen;

    /// <inheritdoc/>
    public string RowKey => Key;

    /// <summary>Returns the key of an entry.</summary>
    internal static string EntryKey(long sequence) => $"{Entries}{Highest - sequence:D10}";

    /// <summary>Returns the key of the pointer by the sender's id.</summary>
    internal static string IdKey(string id) => $"i|{id}";

    /// <summary>Returns the beginning of the keys of an entry's corrections.</summary>
    internal static string CorrectionPrefix(string id) => $"c|{id}|";

    /// <summary>Returns the beginning of the keys of a batch.</summary>
    internal static string BatchPrefix(string batch) => $"b|{batch}|";

    /// <summary>Returns the beginning of the keys of a day, Asia/Shanghai.</summary>
    internal static string DayPrefix(DateOnly day) => $"d|{day:yyyyMMdd}|";

    /// <summary>Returns the beginning of the keys of a dish on a day.</summary>
    internal static string DishPrefix(DateOnly day, string dish) => $"{DayPrefix(day)}{dish}|";

    /// <summary>Returns the beginning of the keys of a supplier.</summary>
    internal static string SupplierPrefix(string supplier) => $"s|{supplier}|";
}

/// <summary>An entry with who sent it and when it arrived.</summary>
/// <param name="Movement">the entry, as sent</param>
/// <param name="Unit">the id of the unit that sent it</param>
/// <param name="Sender">the id of the person, or again of the unit, that sent it</param>
/// <param name="EnteredAt">when it arrived, at +08:00</param>
public sealed record MovementRecord(Movement Movement, string Unit, string Sender, DateTimeOffset EnteredAt)
{
    /// <summary>For a correction the corrected entry, whole, as it stands from then on; null for other kinds.</summary>
    public Movement? Corrected { get; init; }

    /// <summary>Gets the id of the entry that this one is or corrects.</summary>
    [JsonIgnore]
    public string Root => Movement.Corrects ?? Movement.Id;

    /// <summary>Gets what stands after this entry.</summary>
    [JsonIgnore]
    public Movement Standing => Corrected ?? Movement;
}
