using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The last approval number of a year. Table ApprovalCounters: partition = year, row = <c>counter</c>.</summary>
public sealed record ApprovalCounterRow : IRow
{
    /// <summary>The row key of every counter.</summary>
    public const string OnlyRowKey = "counter";

    /// <inheritdoc/>
    public static string TableName => "ApprovalCounters";

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The last number issued; 0 before the first.</summary>
    public required int Last { get; init; }

    /// <summary>The project that has the last number.</summary>
    public string? Project { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>An issued number. Table ApprovalNumbers: partition = project, row = <c>number</c>.</summary>
public sealed record ApprovalNumberRow : IRow
{
    /// <summary>The row key of every number.</summary>
    public const string OnlyRowKey = "number";

    /// <inheritdoc/>
    public static string TableName => "ApprovalNumbers";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The number within the year.</summary>
    public required int Number { get; init; }

    /// <summary>达数批〔2026〕3号</summary>
    public string Text => $"达数批〔{Year}〕{Number}号";

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>
/// Issues the numbers of 立项批复: consecutive within a year, without gaps or duplicates even after a crash. The counter
/// names the project of its last number, so that the next caller can write a row that a crash prevented.
/// </summary>
public sealed class ApprovalNumbers(ITableStore tables)
{
    /// <summary>Returns the project's number, taking the next one if it has none; safe to repeat.</summary>
    public async Task<ApprovalNumberRow> TakeAsync(string project, int year, CancellationToken cancellation = default)
    {
        while (true)
        {
            var counter = await CounterAsync(year, cancellation);
            if (counter.Value.Project is { } last)
                await tables.TryInsertAsync(new ApprovalNumberRow { Project = last, Year = year, Number = counter.Value.Last }, cancellation);

            var taken = await tables.FindAsync<ApprovalNumberRow>(project, ApprovalNumberRow.OnlyRowKey, cancellation);
            if (taken is not null) return taken.Value;
            await tables.TryReplaceAsync(counter, counter.Value with { Last = counter.Value.Last + 1, Project = project }, cancellation);
        }
    }

    private async Task<Row<ApprovalCounterRow>> CounterAsync(int year, CancellationToken cancellation)
    {
        var zero = new ApprovalCounterRow { Year = year, Last = 0 };
        while (true)
        {
            if (await tables.FindAsync<ApprovalCounterRow>(zero.PartitionKey, zero.RowKey, cancellation) is { } row) return row;
            await tables.TryInsertAsync(zero, cancellation);
        }
    }
}
