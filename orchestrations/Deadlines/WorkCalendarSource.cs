using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Provides the current calendar: the years that ship with the code and those that an administrator uploaded. For activities and functions
/// only: its answer changes when a year is published, so orchestrators must not call it.
/// </summary>
public sealed class WorkCalendarSource(ITableStore tables)
{
    private readonly SharedReads<string, WorkCalendar> _reads = new();

    /// <summary>Returns the current calendar.</summary>
    public async Task<WorkCalendar> GetAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return await _reads.ReadAsync(CalendarYearRow.Partition, ReadAsync);
    }

    private async Task<WorkCalendar> ReadAsync()
    {
        var uploaded = new List<CalendarYear>();
        await foreach (var row in tables.ReadPartitionAsync<CalendarYearRow>(CalendarYearRow.Partition))
            uploaded.Add(row.Value.Arrangement);
        return uploaded.Count == 0 ? WorkCalendar.Default : WorkCalendar.From(WorkCalendar.Default.Years.Concat(uploaded));
    }

    /// <summary>Stores the arrangement of a year, replacing any earlier one. Call <see cref="DeadlineBook.RecomputeAsync"/> afterwards.</summary>
    public Task PublishAsync(CalendarYear arrangement, CancellationToken cancellation = default) =>
        tables.UpsertAsync(new CalendarYearRow { Arrangement = arrangement }, cancellation);
}

/// <summary>An uploaded year. Table CalendarYears: partition = <c>years</c>, row = the year.</summary>
public sealed record CalendarYearRow : IRow
{
    /// <summary>The partition of all years.</summary>
    public const string Partition = "years";

    /// <inheritdoc/>
    public static string TableName => "CalendarYears";

    /// <summary>The State Council's arrangement.</summary>
    public required CalendarYear Arrangement { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Arrangement.Year.ToString("D4");
}
