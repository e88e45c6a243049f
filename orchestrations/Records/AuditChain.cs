using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dazhou.Serverless.Records;

/// <summary>Computes hash chains, of audit entries and of others. Pure.</summary>
internal static class AuditChain
{
    /// <summary>The previous hash of the first entry.</summary>
    public static readonly string NoHash = new('0', 64);

    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AuditRow Link(int sequence, AuditEntry entry, string previousHash) => new()
    {
        Sequence = sequence,
        Entry = entry,
        PreviousHash = previousHash,
        Hash = HashOf(sequence, entry, previousHash),
    };

    public static AuditCheck Verify(IReadOnlyList<AuditRow> rows)
    {
        var previous = NoHash;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Sequence != i + 1)
                return new AuditCheck(rows.Count, i + 1, $"第{i + 1}条缺失，其后为第{row.Sequence}条。");
            if (row.PreviousHash != previous)
                return new AuditCheck(rows.Count, row.Sequence, $"第{row.Sequence}条与上一条不相连。");
            if (row.Hash != HashOf(row.Sequence, row.Entry, row.PreviousHash))
                return new AuditCheck(rows.Count, row.Sequence, $"第{row.Sequence}条的内容已被改动。");
            previous = row.Hash;
        }

        return new AuditCheck(rows.Count, FirstBroken: null, Reason: null);
    }

    /// <summary>
    /// Computes the hash from canonical JSON: members in ordinal order, no white space, nulls omitted, so that members added to
    /// an entry's type later do not change the hashes of old entries.
    /// </summary>
    public static string HashOf<T>(long sequence, T entry, string previousHash)
        where T : class
    {
        var node = JsonSerializer.SerializeToNode(entry, RecordJson.Options)!.AsObject();
        using var text = new MemoryStream();
        text.Write(Encoding.ASCII.GetBytes($"{previousHash}\n{sequence}\n"));
        using (var writer = new Utf8JsonWriter(text, Canonical))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in node.OrderBy(member => member.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                (value ?? JsonValue.Create((string?)null)!).WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Digest.Of(text.ToArray());
    }
}
