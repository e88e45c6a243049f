using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>撤回: ends a problem for whoever raised it. The record is written first; a sweep does the rest where a crash came in between.</summary>
public sealed class ProblemWithdrawals(ITableStore tables, ProblemBook book, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of withdrawals.</summary>
    public const string Kind = "problem-withdrawal";

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => ProblemWithdrawal.InstanceIdOf(id);

    /// <summary>Withdraws a problem, or returns the broken rules. Safe to repeat: the first withdrawal stands.</summary>
    public async Task<IReadOnlyList<RuleFailure>> WithdrawAsync(
        DurableTaskClient client, ProblemRow problem, string? reason, string by, CancellationToken cancellation = default)
    {
        if (ProblemRules.CheckWithdrawal(problem, reason) is { Count: > 0 } failures) return failures;
        var at = time.GetChinaNow();
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = problem.Id, Since = at }, cancellation);
        var act = new ProblemAct(ProblemActKind.Withdrawn, problem.State.Round, at) { Text = reason!.Trim().TrimEnd('。') };
        problem = await book.ChangeAsync(problem.Id, state => ProblemRules.Apply(state, act), cancellation);
        // It may have been confirmed meanwhile.
        if (problem.State.Phase != ProblemPhase.Withdrawn)
        {
            await tables.DeleteAsync<PendingStartRow>(Kind, problem.Id, cancellation);
            return ProblemRules.CheckWithdrawal(problem, reason);
        }

        await CarryAsync(client, problem, by, cancellation);
        return [];
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await book.FindAsync(id, cancellation) is { State.Phase: ProblemPhase.Withdrawn } problem ? await CarryAsync(client, problem, problem.Raiser, cancellation) : null;

    private async Task<bool> CarryAsync(DurableTaskClient client, ProblemRow problem, string by, CancellationToken cancellation)
    {
        await book.NoteAsync(problem, "withdrawn", problem.State.EndedAt!.Value, by, "撤回问题", problem.State.Reason, cancellation);
        var started = await client.StartOnceAsync(
            nameof(ProblemWithdrawal), problem.Id, OrchestrationVersion.Start(ProblemWithdrawal.InstanceIdOf(problem.Id)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, problem.Id, cancellation);
        return started;
    }
}
