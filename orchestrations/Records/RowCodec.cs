using System.Text.Json;

namespace Dazhou.Serverless.Records;

/// <summary>A stored row: encoded keys, and the record as JSON in pieces.</summary>
internal sealed record StoredRow(string PartitionKey, string RowKey, IReadOnlyList<string> Pieces)
{
    /// <summary>Gets the size that Azure counts towards 1 MiB per entity: all text in UTF-16.</summary>
    public int EntityBytes { get; } =
        4 + ((PartitionKey.Length + RowKey.Length) * 2) + Pieces.Select((piece, i) => 8 + (RowCodec.NameOf(i).Length * 2) + 4 + (piece.Length * 2)).Sum()
        + RowCodec.OverheadBytes;

    /// <summary>Gets the size in the body of a batch: JSON within JSON, with all but ASCII escaped.</summary>
    public int BodyBytes { get; } =
        Pieces.Sum(piece => JsonEncodedText.Encode(piece).EncodedUtf8Bytes.Length) + ((PartitionKey.Length + RowKey.Length) * 6) + RowCodec.BodyOverheadBytes;
}

/// <summary>
/// Encodes and decodes rows, and enforces the Azure Tables limits that Azurite does not: 64 KiB per property, 1 MiB per entity, 100 rows,
/// one partition and 4 MiB per batch. Used by both stores, so that what works in memory works in Azure.
/// </summary>
internal static class RowCodec
{
    /// <summary>The maximum length of a piece: a property holds 64 KiB in UTF-16, with some margin.</summary>
    public const int PieceLength = 32_000;

    public const int MaximumEntityBytes = 1024 * 1024;
    public const int MaximumBatchRows = 100;
    public const int MaximumBatchBytes = 4 * 1024 * 1024;

    /// <summary>The size of Timestamp, ETag and write mark.</summary>
    public const int OverheadBytes = 160;

    /// <summary>The size of the multipart headers and the rest of an operation in a batch.</summary>
    public const int BodyOverheadBytes = 1_500;

    public static string NameOf(int piece) => "D" + piece;

    public static StoredRow Encode<T>(T row)
        where T : class, IRow
    {
        var stored = new StoredRow(TableKey.Encode(row.PartitionKey), TableKey.Encode(row.RowKey), Split(JsonSerializer.Serialize(row, RecordJson.Options)));
        return stored.EntityBytes <= MaximumEntityBytes
            ? stored
            : throw new RowTooLargeException($"{T.TableName} {stored.PartitionKey}/{stored.RowKey} has {stored.EntityBytes} bytes; Azure Tables takes {MaximumEntityBytes} a row.");
    }

    public static T Decode<T>(IEnumerable<string> pieces)
        where T : class, IRow =>
        JsonSerializer.Deserialize<T>(string.Concat(pieces), RecordJson.Options)
        ?? throw new JsonException($"A row of {T.TableName} holds no record.");

    public static IReadOnlyList<StoredRow> EncodeBatch<T>(IReadOnlyList<T> rows)
        where T : class, IRow
    {
        if (rows.Count > MaximumBatchRows)
            throw new ArgumentException($"A batch has at most {MaximumBatchRows} rows, not {rows.Count}.", nameof(rows));
        var stored = rows.Select(Encode).ToList();
        if (stored.Select(row => row.PartitionKey).Distinct().Count() > 1)
            throw new ArgumentException("A batch keeps to one partition.", nameof(rows));
        if (stored.Select(row => row.RowKey).Distinct().Count() < stored.Count)
            throw new ArgumentException("A batch names every row once.", nameof(rows));
        return stored.Sum(row => (long)row.BodyBytes) <= MaximumBatchBytes
            ? stored
            : throw new RowTooLargeException($"The batch is larger than the {MaximumBatchBytes} bytes that Azure Tables takes.");
    }

    private static List<string> Split(string json)
    {
        var pieces = new List<string>((json.Length / PieceLength) + 1);
        for (var start = 0; start < json.Length;)
        {
            var length = Math.Min(PieceLength, json.Length - start);
            // Each property is encoded separately, which would destroy a split surrogate pair.
            if (start + length < json.Length && char.IsHighSurrogate(json[start + length - 1]))
                length--;
            pieces.Add(json.Substring(start, length));
            start += length;
        }

        return pieces;
    }
}

/// <summary>A row or batch exceeds the limits of Azure Tables.</summary>
public sealed class RowTooLargeException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public RowTooLargeException()
    {
    }

    /// <summary>Creates the exception with the sizes.</summary>
    public RowTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the sizes and a cause.</summary>
    public RowTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
