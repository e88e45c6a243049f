using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The result of an act on a task.</summary>
/// <param name="Act">the act as it stands; null if it was refused</param>
/// <param name="IsNew">whether this call recorded it</param>
/// <param name="Failures">the broken rules</param>
/// <param name="Task">the task after it</param>
public sealed record ActReceipt(TaskActRow? Act, bool IsNew, IReadOnlyList<RuleFailure> Failures, LedgerTaskRow Task);

/// <summary>
/// Records acts on tasks and keeps what follows from them: the task's state, the index, the audit trail. The act is the record; all
/// else is folded from it again by whoever comes next, so that every method is safe to repeat and a crash loses nothing.
/// </summary>
public sealed class TaskBook(ITableStore tables, IAuditTrail audit, LedgerBook book)
{
    /// <summary>
    /// Records an act unless its key exists, or returns the rules that it breaks. The act is judged by the state upon which it follows:
    /// if another comes between, it is judged again.
    /// </summary>
    /// <param name="ledger">the ledger</param>
    /// <param name="task">the task</param>
    /// <param name="act">the act</param>
    /// <param name="follow">starts what follows from the task's new state; safe to repeat</param>
    /// <param name="cancellation">the cancellation token</param>
    public async Task<ActReceipt> ActAsync(
        LedgerRow ledger, LedgerTaskRow task, TaskAct act, Func<LedgerTaskRow, Task> follow, CancellationToken cancellation = default)
    {
        var receipt = await RecordAsync(ledger, task, act, cancellation);
        if (receipt.Act is null) return receipt;
        task = await FinishAsync(ledger, task, [receipt.Act], cancellation);
        await IndexAsync(ledger, [task.Ordinal], cancellation);
        await follow(task);
        await ForgetAsync(ledger, task.Ordinal, cancellation);
        return receipt with { Task = task };
    }

    /// <summary>Records acts on several tasks and writes the index once for all of them. Those that break a rule are left out.</summary>
    public async Task<IReadOnlyList<ActReceipt>> ActAsync(
        LedgerRow ledger, IReadOnlyList<(LedgerTaskRow Task, TaskAct Act)> acts, Func<LedgerTaskRow, Task> follow, CancellationToken cancellation = default)
    {
        var receipts = new List<ActReceipt>(acts.Count);
        foreach (var (task, act) in acts)
        {
            var receipt = await RecordAsync(ledger, task, act, cancellation);
            receipts.Add(receipt.Act is null ? receipt : receipt with { Task = await FinishAsync(ledger, task, [receipt.Act], cancellation) });
        }

        var written = receipts.Where(receipt => receipt.Act is not null).Select(receipt => receipt.Task).DistinctBy(task => task.Ordinal).ToList();
        await IndexAsync(ledger, [.. written.Select(task => task.Ordinal)], cancellation);
        foreach (var task in written)
        {
            await follow(task);
            await ForgetAsync(ledger, task.Ordinal, cancellation);
        }

        return receipts;
    }

    /// <summary>Brings a task up to date with its acts, after a crash.</summary>
    public async Task RefreshAsync(LedgerRow ledger, int ordinal, Func<LedgerTaskRow, Task> follow, CancellationToken cancellation = default)
    {
        if (await book.FindTaskAsync(ledger, ordinal, cancellation) is not { } task) return;
        task = await FinishAsync(ledger, task, await book.ActsAsync(task, cancellation), cancellation);
        await IndexAsync(ledger, [ordinal], cancellation);
        await follow(task);
        await ForgetAsync(ledger, ordinal, cancellation);
    }

    /// <summary>Adds units to a ledger that none of its tasks named before; returns the ledger with them.</summary>
    public async Task<LedgerRow> AddUnitsAsync(LedgerRow ledger, IReadOnlyList<LedgerUnit> units, CancellationToken cancellation = default)
    {
        while (true)
        {
            var seen = (await tables.FindAsync<LedgerRow>(LedgerRow.Partition, ledger.Id, cancellation))!;
            var more = units.Where(unit => seen.Value.Units.All(known => known.Id != unit.Id)).DistinctBy(unit => unit.Id).ToList();
            if (more.Count == 0) return seen.Value;
            var next = seen.Value with { Units = [.. seen.Value.Units, .. more] };
            if (await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }
    }

    /// <summary>Writes tasks into the index, each chunk once.</summary>
    internal async Task IndexAsync(LedgerRow ledger, IReadOnlyCollection<int> ordinals, CancellationToken cancellation)
    {
        foreach (var chunk in ordinals.GroupBy(LedgerIndexRow.ChunkOf))
        {
            while (true)
            {
                // The chunk is read before its tasks: whoever changes one of them afterwards replaces the chunk after this.
                var seen = (await tables.FindAsync<LedgerIndexRow>(ledger.TaskPartition, LedgerIndexRow.RowKeyOf(chunk.Key), cancellation))!;
                var current = (await book.FindAsync(ledger.Id, cancellation))!;
                var entries = seen.Value.Entries.ToArray();
                foreach (var ordinal in chunk)
                    entries[ordinal - (chunk.Key * LedgerIndexRow.ChunkSize)] = LedgerIndexEntry.Of(current, (await book.FindTaskAsync(ledger, ordinal, cancellation))!);
                if (await tables.TryReplaceAsync(seen, seen.Value with { Entries = entries }, cancellation)) break;
            }
        }
    }

    /// <summary>Returns the state that acts make of a task.</summary>
    internal static TaskState StateOf(LedgerRow ledger, LedgerTaskRow task, IEnumerable<TaskActRow> acts) =>
        TaskRules.Fold(TaskRules.Begin(task.Definition, task.Lead, task.Units, ledger.Coordinator, ledger.To), acts.Select(act => (act.Number, act.Act)));

    private async Task<ActReceipt> RecordAsync(LedgerRow ledger, LedgerTaskRow task, TaskAct act, CancellationToken cancellation)
    {
        while (true)
        {
            var acts = await book.ActsAsync(task, cancellation);
            if (acts.FirstOrDefault(row => row.Act.Key == act.Key) is { } stands) return new(stands, IsNew: false, [], task);
            if (TaskActRules.Check(ledger, task, StateOf(ledger, task, acts), act) is { Count: > 0 } failures) return new(null, IsNew: false, failures, task);
            await tables.UpsertAsync(new LedgerPendingRow { Ledger = ledger.Id, Ordinal = task.Ordinal, Since = act.At }, cancellation);
            var row = new TaskActRow { Of = TaskActRow.PartitionOf(task), Number = acts.Count + 1, Act = act };
            if (await tables.TryInsertAsync(row, cancellation)) return new(row, IsNew: true, [], task);
        }
    }

    private async Task<LedgerTaskRow> FinishAsync(LedgerRow ledger, LedgerTaskRow task, IReadOnlyList<TaskActRow> toAudit, CancellationToken cancellation)
    {
        foreach (var act in toAudit) await audit.AppendAsync(TaskTexts.EntryOf(ledger, task, act), cancellation);
        while (true)
        {
            // The task is read before its acts, so that an older state never replaces a newer one.
            var seen = (await tables.FindAsync<LedgerTaskRow>(task.Of, task.RowKey, cancellation))!;
            var next = seen.Value with { State = StateOf(ledger, seen.Value, await book.ActsAsync(task, cancellation)) };
            if (next.State.Acts == seen.Value.State.Acts || await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }
    }

    private Task ForgetAsync(LedgerRow ledger, int ordinal, CancellationToken cancellation) =>
        tables.DeleteAsync<LedgerPendingRow>(LedgerPendingRow.Partition, $"{ledger.Id}|{LedgerTaskRow.RowKeyOf(ordinal)}", cancellation);
}
