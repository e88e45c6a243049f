using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Dazhou.Serverless.Records;

/// <summary>
/// The audit trail in <see cref="ITableStore"/>. An entry is inserted at the next sequence number only if that is free, so two writers
/// never fork a chain. The end of each chain is cached; a successful insert proves that the cache was current, a failed one makes the trail
/// be read again.
/// </summary>
internal sealed class AuditTrail(ITableStore tables) : IAuditTrail
{
    private const int RememberedSubjects = 1_000;

    private readonly ConcurrentDictionary<string, Head> _heads = new(StringComparer.Ordinal);

    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellation = default)
    {
        var head = _heads.TryGetValue(entry.Subject, out var remembered) ? remembered : await ReadHeadAsync(entry.Subject, cancellation);
        while (true)
        {
            if (head.Keys.Contains(entry.Key))
                return;
            var row = AuditChain.Link(head.Sequence + 1, entry, head.Hash);
            if (await tables.TryInsertAsync(row, cancellation))
            {
                Remember(entry.Subject, head.After(row));
                return;
            }

            head = await ReadHeadAsync(entry.Subject, cancellation);
        }
    }

    public async IAsyncEnumerable<AuditRow> ReadAsync(string subject, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ReadPartitionAsync<AuditRow>(subject, cancellation: cancellation))
            yield return row.Value;
    }

    public async Task<AuditCheck> VerifyAsync(string subject, CancellationToken cancellation = default)
    {
        var rows = new List<AuditRow>();
        await foreach (var row in ReadAsync(subject, cancellation))
            rows.Add(row);
        return AuditChain.Verify(rows);
    }

    private async Task<Head> ReadHeadAsync(string subject, CancellationToken cancellation)
    {
        var head = Head.Empty;
        await foreach (var row in ReadAsync(subject, cancellation))
            head = head.After(row);
        Remember(subject, head);
        return head;
    }

    private void Remember(string subject, Head head)
    {
        if (_heads.Count >= RememberedSubjects)
            _heads.Clear();
        _heads[subject] = head;
    }

    private sealed record Head(int Sequence, string Hash, System.Collections.Immutable.ImmutableHashSet<string> Keys)
    {
        public static readonly Head Empty = new(0, AuditChain.NoHash, []);

        public Head After(AuditRow row) => new(row.Sequence, row.Hash, Keys.Add(row.Entry.Key));
    }
}
