using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// Finds what a person is asked to hand in or to record. Table AsksByPerson: partition = person, row = subject, step and round.
/// Only a pointer: whether the person is still asked, the record of the matter says.
/// </summary>
public sealed record AskedPersonRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "AsksByPerson";

    /// <summary>Who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>For what.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The matter, as people know it.</summary>
    public required string Title { get; init; }

    /// <summary>What is asked for, e.g. 专家组.</summary>
    public required string What { get; init; }

    /// <summary>When it was due as it was asked; null if nothing sets a period.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Subject, this.StepRound);

    /// <summary>The row key of a subject's step and round.</summary>
    public static string RowKeyOf(string subject, StepRound of) => $"{subject}|{of.RowKey}";
}

/// <summary>What people are asked to hand in or to record.</summary>
public sealed class AskedPeople(ITableStore tables, OpenActs acts)
{
    /// <summary>
    /// The first of what the person is asked for and has not given, by their dates, and how many there are; the number may include
    /// some that were given a moment ago. Reads no more records than it answers.
    /// </summary>
    public async Task<AskedPage> FirstAsync(string person, int most, CancellationToken cancellation = default)
    {
        var pointers = await tables.ListAsync<AskedPersonRow>(person, cancellation);
        var (asked, followed) = await pointers.OrderBy(pointer => pointer.Due ?? DateTimeOffset.MaxValue).ToList()
            .FollowAsync(most, async pointer => await IsOpenAsync(pointer, cancellation) ? pointer : null);
        return new(asked, pointers.Count - (followed - asked.Count));
    }

    /// <summary>What a person is asked for; null if that person is not, or not any more.</summary>
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

/// <summary>Some of what a person is asked to hand in.</summary>
/// <param name="Asks">the first</param>
/// <param name="Count">how many there are in all; may include some that were given a moment ago</param>
public sealed record AskedPage(IReadOnlyList<AskedPersonRow> Asks, int Count);
