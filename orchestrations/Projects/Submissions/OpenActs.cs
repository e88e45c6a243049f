using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>What may be handed in for a project now: what was asked for and not answered, and what its stage takes unasked.</summary>
public sealed class OpenActs(ITableStore tables, TimeProvider time)
{
    /// <summary>All of a project, in the order in which they were opened; what is taken unasked comes last.</summary>
    public async Task<IReadOnlyList<OpenAct>> ReadAsync(string project, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation) is not { Value: var row }) return [];
        var handedIn = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var submission in tables.ReadPartitionAsync<SubmissionRow>(project, cancellation: cancellation))
            handedIn.Add(submission.Value.RowKey);

        var asks = new List<AskRow>();
        await foreach (var ask in tables.ReadPartitionAsync<AskRow>(project, cancellation: cancellation))
        {
            // What was handed in stays open until its stage wakes; nobody can hand it in again.
            if (ask.Value.End is null && !handedIn.Contains(ask.Value.RowKey) && SubmissionKinds.Find(ask.Value.Step) is not null)
                asks.Add(ask.Value);
        }

        var ledger = (await ProjectLedgers.FindAsync(tables, project, cancellation))?.Value;
        var deadlines = await tables.ListAsync<DeadlineRow>(project, cancellation);
        return
        [
            .. asks.OrderBy(ask => ask.OpenedAt).Select(ask => new OpenAct(ask.Step, SubmissionKinds.Of(ask.Step), AsOf(ask, deadlines))),
            .. OfDeadlines(row, ledger, deadlines).Select(kind => new OpenAct(kind.Step, kind, Ask: null)),
            .. SubmissionKinds.All.Where(kind => IsTaken(kind, row, ledger)).Select(kind => new OpenAct(kind.Step, kind, Ask: null)),
        ];
    }

    /// <summary>Whether somebody waits for a step's round: it was asked for, is not closed, and was not handed in.</summary>
    public async Task<bool> WaitsAsync(string project, string step, int round, CancellationToken cancellation = default)
    {
        // What nobody asked for is open while its stage takes it.
        if (SubmissionKinds.Find(step) is { TakenBy: not null })
            return (await ReadAsync(project, cancellation)).Any(act => act.Step == step);
        var key = AskRow.RowKeyOf(step, round);
        return await tables.FindAsync<AskRow>(project, key, cancellation) is { Value.End: null }
            && await tables.FindAsync<SubmissionRow>(project, key, cancellation) is null;
    }

    /// <summary>The request of a step's round; null if there was none.</summary>
    public async Task<AskRow?> FindAskAsync(string project, string step, int round, CancellationToken cancellation = default) =>
        await tables.FindAsync<AskRow>(project, AskRow.RowKeyOf(step, round), cancellation) is { } ask
            ? AsOf(ask.Value, await tables.FindDeadlineAsync(project, DeadlineOf(ask.Value), cancellation) is { } deadline ? [deadline.Value] : [])
            : null;

    /// <summary>The newest request of a step; null if there was none.</summary>
    public Task<AskRow?> LastAskAsync(string project, string step, CancellationToken cancellation = default) =>
        Asks.LastAsync(tables, project, step, cancellation);

    /// <summary>What was handed in under a sender's key; null if nothing was.</summary>
    public async Task<SubmissionRow?> FindByKeyAsync(string project, string step, string key, CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(project, AskRow.Prefix(step), cancellation))
        {
            if (row.Value.Key == key) return row.Value;
        }

        return null;
    }

    /// <summary>A request with its deadline as it stands, after pauses and extensions.</summary>
    private static AskRow AsOf(AskRow ask, IReadOnlyList<DeadlineRow> deadlines) =>
        deadlines.FirstOrDefault(row => row.Plan.Step == DeadlineOf(ask)) is { } row ? ask with { Deadline = row.Deadline } : ask;

    private static DeadlineKey DeadlineOf(AskRow ask) => DeadlineKey.Of(ask.Step, ask.Round);

    /// <summary>What is taken because a deadline runs, or has run out.</summary>
    private IEnumerable<SubmissionKind> OfDeadlines(ProjectRow project, ProjectLedgerRow? ledger, IReadOnlyList<DeadlineRow> deadlines)
    {
        if (ledger?.EndedAt is not null) yield break;
        var at = time.GetChinaNow();
        if (ExtensionRules.IsPlanOverdue(project.Stage, project.Round, deadlines, at)) yield return SubmissionKinds.Of(ExtensionKinds.OverduePlan);
        if (ExtensionKinds.ApplicationFor(deadlines, at) is { } application) yield return application;
    }

    private static bool IsTaken(SubmissionKind kind, ProjectRow project, ProjectLedgerRow? ledger) =>
        kind.TakenBy is not null
        && ledger?.EndedAt is null
        && kind.Step switch
        {
            ExtensionKinds.Application or ExtensionKinds.OverduePlan => false,
            SupervisionKinds.Order => SupervisionKinds.Supervised(project.Stage),
            BuildingKinds.Resume => ledger is { Building: true, PausedAt: not null },
            // A pause stops what it can stop; termination and findings go on (第四十六条).
            BuildingKinds.Pause or BuildingKinds.Supplement => ledger is { Building: true, PausedAt: null },
            BuildingKinds.Termination => ledger is { Building: true, TerminationAsked: false },
            _ => ledger is { Building: true },
        };
}

/// <summary>Something that may be handed in now.</summary>
/// <param name="Step">the step, with its number where it has one</param>
/// <param name="Kind">what it takes</param>
/// <param name="Ask">the request that it answers; null for what nobody asked for</param>
public sealed record OpenAct(string Step, SubmissionKind Kind, AskRow? Ask);
