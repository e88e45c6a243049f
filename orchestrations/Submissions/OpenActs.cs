using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>Reads what can be handed in for a subject now: open requests and unsolicited submissions.</summary>
public sealed class OpenActs(ITableStore tables, SubmissionSources sources)
{
    /// <summary>Returns everything that can be handed in for a subject, in order of opening; unsolicited kinds come last.</summary>
    public async Task<IReadOnlyList<OpenAct>> ReadAsync(string subject, CancellationToken cancellation = default)
    {
        if (sources.Of(subject) is not { } source) return [];
        var handedIn = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var submission in tables.ReadPartitionAsync<SubmissionRow>(subject, cancellation: cancellation))
            handedIn.Add(submission.Value.RowKey);

        var deadlines = await tables.ListAsync<DeadlineRow>(subject, cancellation);
        // An answered request stays open until its orchestration wakes, but nothing can be handed in twice.
        var asks = (await tables.ListAsync<AskRow>(subject, cancellation)).Concat(await source.StandingAsync(subject, cancellation))
            .Where(ask => ask.End is null && !handedIn.Contains(ask.RowKey) && source.Kinds.Find(ask.Step) is not null);
        var open = new List<OpenAct>();
        foreach (var ask in asks.OrderBy(ask => ask.OpenedAt))
        {
            var offer = await source.OfferAsync(subject, source.Kinds.Of(ask.Step), cancellation);
            open.Add(new(ask.Step, offer.Kind, AsOf(ask, deadlines)));
        }

        open.AddRange((await source.TakenAsync(subject, cancellation)).Select(kind => new OpenAct(kind.Step, kind, Ask: null)));
        return open;
    }

    /// <summary>Returns whether a step's round has an open request, or the subject accepts it unsolicited.</summary>
    public async Task<bool> WaitsAsync(string subject, StepRound of, CancellationToken cancellation = default) =>
        sources.FindKind(subject, of.Step) is { TakenBy: not null }
            ? (await ReadAsync(subject, cancellation)).Any(act => act.Step == of.Step)
            : await FindOpenAskAsync(subject, of, cancellation) is not null;

    /// <summary>Returns the request of a step's round; null if there is none.</summary>
    public async Task<AskRow?> FindAskAsync(string subject, StepRound of, CancellationToken cancellation = default) =>
        await FindRowAsync(subject, of, cancellation) is { } ask
            ? AsOf(ask, await tables.FindDeadlineAsync(subject, DeadlineOf(ask), cancellation) is { } deadline ? [deadline.Value] : [])
            : null;

    /// <summary>Returns the request of a step's round; null if there is none, or if it was answered or has ended.</summary>
    public async Task<AskRow?> FindOpenAskAsync(string subject, StepRound of, CancellationToken cancellation = default) =>
        await FindRowAsync(subject, of, cancellation) is { End: null } ask
        && await tables.FindAsync<SubmissionRow>(subject, of.RowKey, cancellation) is null
            ? ask
            : null;

    /// <summary>Returns the newest request of a step; null if there is none.</summary>
    public async Task<AskRow?> LastAskAsync(string subject, string step, CancellationToken cancellation = default) =>
        await AsksAsync(subject, step, cancellation) is [.., var last] ? last : null;

    /// <summary>Returns the submission with a sender's idempotency key; null if there is none.</summary>
    public async Task<SubmissionRow?> FindByKeyAsync(string subject, string step, string key, CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(subject, AskRow.Prefix(step), cancellation))
        {
            if (row.Value.Key == key) return row.Value;
        }

        return null;
    }

    /// <summary>Returns all requests of a step, newest last; if none is stored, those that follow from the subject's state.</summary>
    internal async Task<IReadOnlyList<AskRow>> AsksAsync(string subject, string step, CancellationToken cancellation)
    {
        var asks = new List<AskRow>();
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(subject, AskRow.Prefix(step), cancellation)) asks.Add(row.Value);
        return asks.Count > 0 ? asks : await StandingAsync(subject, step, cancellation);
    }

    private async Task<IReadOnlyList<AskRow>> StandingAsync(string subject, string step, CancellationToken cancellation) =>
        sources.Of(subject) is { } source ? [.. (await source.StandingAsync(subject, cancellation)).Where(ask => ask.Step == step)] : [];

    private async Task<AskRow?> FindRowAsync(string subject, StepRound of, CancellationToken cancellation) =>
        (await tables.FindAsync<AskRow>(subject, of.RowKey, cancellation))?.Value
        ?? (await StandingAsync(subject, of.Step, cancellation)).FirstOrDefault(ask => ask.Round == of.Round);

    /// <summary>Returns a request with its current deadline, after pauses and extensions.</summary>
    private static AskRow AsOf(AskRow ask, IReadOnlyList<DeadlineRow> deadlines) =>
        deadlines.FirstOrDefault(row => row.Plan.Step == DeadlineOf(ask)) is { } row ? ask with { Deadline = row.Deadline, ToDo = row.Plan.ToDo } : ask;

    private static DeadlineKey DeadlineOf(AskRow ask) => DeadlineKey.Of(ask.StepRound);
}

/// <summary>Something that can be handed in now.</summary>
/// <param name="Step">the step, with its number if it has one</param>
/// <param name="Kind">the kind of submission</param>
/// <param name="Ask">the request to answer; null for an unsolicited submission</param>
public sealed record OpenAct(string Step, SubmissionKind Kind, AskRow? Ask);
