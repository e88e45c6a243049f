using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>Raises, reads and changes problems.</summary>
public sealed class ProblemBook(ITableStore tables, IAuditTrail audit, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of problems.</summary>
    public const string Kind = "problem";

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => ProblemCase.InstanceIdOf(id);

    /// <summary>
    /// Raises a problem that a report names; null if the report says that there is none. Safe to repeat: a report raises one problem. The
    /// same words at the same place, while the problem is open, are noted on it and raise no other.
    /// </summary>
    public async Task<ProblemRow?> RaiseAsync(DurableTaskClient client, ProblemDefinition definition, CancellationToken cancellation = default)
    {
        if (ProblemRules.IsNone(definition.Text)) return null;
        if (await FindAsync(definition.Id, cancellation) is not { } problem)
        {
            if (await FindOpenAsync(definition, cancellation) is { } open)
            {
                await NoteAsync(open, $"again|{definition.Report}", definition.At, definition.By, "再次反映同一问题", detail: null, cancellation);
                return open;
            }

            problem = ProblemRow.Of(definition);
            await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = problem.Id, Since = time.GetChinaNow() }, cancellation);
            if (!await tables.TryInsertAsync(problem, cancellation)) problem = (await FindAsync(problem.Id, cancellation))!;
        }
        else if (await tables.FindAsync<PendingStartRow>(Kind, problem.Id, cancellation) is null)
        {
            // Started already, perhaps long ago.
            return problem;
        }

        await CarryAsync(client, problem, cancellation);
        return problem;
    }

    /// <summary>Returns a problem; null if there is none.</summary>
    public async Task<ProblemRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<ProblemRow>(ProblemRow.Partition, id, cancellation))?.Value;

    /// <summary>Returns all problems that a filter lets through, newest first.</summary>
    public async Task<IReadOnlyList<ProblemRow>> ListAsync(ProblemFilter filter, CancellationToken cancellation = default)
    {
        var problems = new List<ProblemRow>();
        await foreach (var row in tables.ReadPartitionAsync<ProblemRow>(ProblemRow.Partition, cancellation: cancellation))
        {
            if (filter.Matches(row.Value)) problems.Add(row.Value);
        }

        return [.. problems.OrderByDescending(problem => problem.At).ThenBy(problem => problem.Id, StringComparer.Ordinal)];
    }

    /// <summary>Changes the state of a problem; returns the problem as it stands then.</summary>
    internal async Task<ProblemRow> ChangeAsync(string id, Func<ProblemState, ProblemState> change, CancellationToken cancellation)
    {
        while (true)
        {
            var seen = await tables.FindAsync<ProblemRow>(ProblemRow.Partition, id, cancellation) ?? throw new InvalidOperationException($"There is no problem {id}.");
            var next = seen.Value with { State = change(seen.Value.State) };
            if (ReferenceEquals(next.State, seen.Value.State) || await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }
    }

    internal Task NoteAsync(ProblemRow problem, string key, DateTimeOffset at, string by, string action, string? detail, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = ProblemSubject.Of(problem.Id),
                Key = key,
                At = at,
                Actor = by,
                Action = action,
                Article = problem.Origin.Article,
                Stage = nameof(ProblemCase),
                Detail = detail,
            },
            cancellation);

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } problem ? await CarryAsync(client, problem, cancellation) : null;

    private async Task<bool> CarryAsync(DurableTaskClient client, ProblemRow problem, CancellationToken cancellation)
    {
        await NoteAsync(problem, "raised", problem.At, problem.By, $"提出需协调的问题{(problem.Kind is null ? "" : $"（{problem.Kind}）")}", problem.Text, cancellation);
        var started = await client.StartOnceAsync(
            nameof(ProblemCase), ProblemCall.Of(problem), OrchestrationVersion.Start(ProblemCase.InstanceIdOf(problem.Id)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, problem.Id, cancellation);
        return started;
    }

    private async Task<ProblemRow?> FindOpenAsync(ProblemDefinition definition, CancellationToken cancellation)
    {
        await foreach (var row in tables.ReadPartitionAsync<ProblemRow>(ProblemRow.Partition, $"{definition.Place}.", cancellation))
        {
            if (!row.Value.State.IsEnded && row.Value.Text == definition.Text.Trim() && row.Value.Kind == definition.Kind) return row.Value;
        }

        return null;
    }
}
