using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// An index of requests by person. Table AsksByPerson: partition = person, row = subject, step and round. Only a pointer: whether the
/// request is still open is read from the request itself.
/// </summary>
public sealed record AskedPersonRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "AsksByPerson";

    /// <summary>The person who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The name of the subject as people know it.</summary>
    public required string Title { get; init; }

    /// <summary>The title of what is requested, e.g. 专家组.</summary>
    public required string What { get; init; }

    /// <summary>The due date when the request was opened; null if nothing sets a period.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Subject, this.StepRound);

    /// <summary>Returns the row key for a step's round of a subject.</summary>
    public static string RowKeyOf(string subject, StepRound of) => $"{subject}|{of.RowKey}";
}

/// <summary>Lists what people are asked to hand in or to record.</summary>
public sealed class AskedPeople(ITableStore tables, OpenActs acts)
{
    /// <summary>
    /// Returns a person's first open requests by due date and their total number, which may include requests answered moments ago. Reads no
    /// more records than it returns.
    /// </summary>
    public async Task<AskedPage> FirstAsync(string person, int most, CancellationToken cancellation = default)
    {
        var pointers = await tables.ListAsync<AskedPersonRow>(person, cancellation);
        var (asked, followed) = await pointers.OrderBy(pointer => pointer.Due ?? DateTimeOffset.MaxValue).ToList()
            .FollowAsync(most, async pointer => await IsOpenAsync(pointer, cancellation) ? pointer : null);
        return new(asked, pointers.Count - (followed - asked.Count));
    }

    /// <summary>Returns a request to a person; null if the person is not, or no longer, asked.</summary>
    public async Task<AskedPersonRow?> FindAsync(string person, string subject, StepRound of, CancellationToken cancellation = default) =>
        await tables.FindAsync<AskedPersonRow>(person, AskedPersonRow.RowKeyOf(subject, of), cancellation) is { Value: var pointer }
        && await IsOpenAsync(pointer, cancellation)
            ? pointer
            : null;

    internal static Task PointAsync(ITableStore tables, AskedPersonRow asked, CancellationToken cancellation) => tables.UpsertAsync(asked, cancellation);

    internal static Task ForgetAsync(ITableStore tables, string person, string subject, StepRound of, CancellationToken cancellation) =>
        tables.DeleteAsync<AskedPersonRow>(person, AskedPersonRow.RowKeyOf(subject, of), cancellation);

    private async Task<bool> IsOpenAsync(AskedPersonRow asked, CancellationToken cancellation) =>
        await acts.FindOpenAskAsync(asked.Subject, asked.StepRound, cancellation) is { } ask && ask.Person == asked.Person;
}

/// <summary>The first of a person's requests.</summary>
/// <param name="Asks">the requests</param>
/// <param name="Count">the total number; may include requests answered moments ago</param>
public sealed record AskedPage(IReadOnlyList<AskedPersonRow> Asks, int Count);
