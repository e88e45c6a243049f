using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// What an expert was asked for, also when it is over. Table ExpertAsks: partition = expert, row = subject, step and round. Counts from
/// the first request after this was there: what was asked before stands with its subject alone.
/// </summary>
public sealed record ExpertAskRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ExpertAsks";

    /// <summary>The expert's id.</summary>
    public required string Person { get; init; }

    /// <summary>About what.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>When it was asked, at +08:00.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it was given, or no longer wanted; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => AskedPersonRow.RowKeyOf(Subject, this.StepRound);
}

/// <summary>How much an expert is asked for.</summary>
/// <param name="Open">what is open now</param>
/// <param name="LastYear">what was asked in the last twelve months, the open included</param>
/// <param name="LastAsked">when last; null if never</param>
public sealed record ExpertLoad(int Open, int LastYear, DateTimeOffset? LastAsked)
{
    /// <summary>Asked for nothing yet.</summary>
    public static ExpertLoad None { get; } = new(0, 0, null);

    /// <summary>The load that requests make at an instant; pure.</summary>
    public static ExpertLoad Of(IReadOnlyCollection<ExpertAskRow> asks, DateTimeOffset at)
    {
        var since = ChinaTime.StartOf(ChinaTime.DayOf(at).AddMonths(-12));
        return new(
            asks.Count(ask => ask.ClosedAt is null),
            asks.Count(ask => ask.AskedAt >= since || ask.ClosedAt is null),
            asks.Count == 0 ? null : asks.Max(ask => ask.AskedAt));
    }
}

/// <summary>Reads what experts are and were asked for.</summary>
public sealed class ExpertAsks(ITableStore tables)
{
    private const int ReadAtOnce = 16;

    /// <summary>The load of each of some experts at an instant.</summary>
    public async Task<IReadOnlyDictionary<string, ExpertLoad>> LoadsAsync(IEnumerable<string> experts, DateTimeOffset at, CancellationToken cancellation = default)
    {
        var loads = new Dictionary<string, ExpertLoad>(StringComparer.Ordinal);
        foreach (var some in experts.Distinct(StringComparer.Ordinal).Chunk(ReadAtOnce))
        {
            var read = await Task.WhenAll(some.Select(expert => tables.ListAsync<ExpertAskRow>(expert, cancellation)));
            foreach (var (expert, asks) in some.Zip(read)) loads[expert] = ExpertLoad.Of(asks, at);
        }

        return loads;
    }

    /// <summary>Notes a request; repeated, it changes nothing.</summary>
    internal static Task NoteAsync(ITableStore tables, AskRow ask, CancellationToken cancellation) => tables.UpsertAsync(
        new ExpertAskRow { Person = ask.Person, Subject = ask.Subject, Step = ask.Step, Round = ask.Round, AskedAt = ask.OpenedAt, ClosedAt = ask.ClosedAt },
        cancellation);
}
