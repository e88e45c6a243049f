using System.Text.Json;

namespace Dazhou.Serverless.Records;

/// <summary>A row as it is stored: keys in their written form, and the record as JSON in pieces.</summary>
internal sealed record StoredRow(string PartitionKey, string RowKey, IReadOnlyList<string> Pieces)
{
    /// <summary>Bytes that Azure counts against 1 MiB an entity: everything in UTF-16.</summary>
    public int EntityBytes { get; } =
        4 + ((PartitionKey.Length + RowKey.Length) * 2) + Pieces.Select((piece, i) => 8 + (RowCodec.NameOf(i).Length * 2) + 4 + (piece.Length * 2)).Sum()
        + RowCodec.OverheadBytes;

    /// <summary>Bytes of the row in the body of a batch: JSON in JSON, with everything but ASCII escaped.</summary>
    public int BodyBytes { get; } =
        Pieces.Sum(piece => JsonEncodedText.Encode(piece).EncodedUtf8Bytes.Length) + ((PartitionKey.Length + RowKey.Length) * 6) + RowCodec.BodyOverheadBytes;
}

/// <summary>
/// Turns records into stored rows and back, and enforces the limits of Azure Tables that Azurite does not:
/// 64 KiB a property, 1 MiB an entity, 100 rows, one partition and 4 MiB a batch. Both stores use it, so that
/// what passes the tests in memory passes in Azure.
/// </summary>
internal static class RowCodec
{
    /// <summary>A property holds 64 KiB in UTF-16; what remains is a margin.</summary>
    public const int PieceLength = 32_000;

    public const int MaximumEntityBytes = 1024 * 1024;
    public const int MaximumBatchRows = 100;
    public const int MaximumBatchBytes = 4 * 1024 * 1024;

    /// <summary>Timestamp, ETag and the mark of the write.</summary>
    public const int OverheadBytes = 160;

    /// <summary>The multipart headers and the rest of an operation in a batch.</summary>
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
            // Every property is encoded by itself: half a surrogate pair would not survive it.
            if (start + length < json.Length && char.IsHighSurrogate(json[start + length - 1]))
                length--;
            pieces.Add(json.Substring(start, length));
            start += length;
        }

        return pieces;
    }
}

/// <summary>A row or a batch is larger than Azure Tables takes.</summary>
public sealed class RowTooLargeException : Exception
{
    /// <summary>Without detail.</summary>
    public RowTooLargeException()
    {
    }

    /// <summary>With the sizes.</summary>
    public RowTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>With the sizes and a cause.</summary>
    public RowTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
