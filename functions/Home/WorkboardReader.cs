using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>Reads the 工作台: stages by partition, deadlines by unit up to the day that is shown.</summary>
public sealed class WorkboardReader(ITableStore tables, IDirectory directory, OpenDecisions decisions, LocalClock clock, IHostEnvironment environment, TimeProvider time)
{
    private const int MostPerStage = 500;
    private const int MostPerUnit = 100;
    private const int MostShown = 20;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>Reads it for a person who signed in, or for somebody else.</summary>
    public async Task<Workboard> ReadAsync(PersonRow? reader, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        var stages = await Task.WhenAll(Stages.All.Select(stage => CountAsync(stage, cancellationToken)));
        var due = await DueAsync(now, cancellationToken);
        return new Workboard
        {
            Now = now,
            Stages = stages,
            Mine = reader is null ? null : await decisions.OfAsync(reader.Id, cancellationToken),
            Overdue = [.. due.Where(item => item.Deadline.Due <= now).Take(MostShown)],
            Coming = [.. due.Where(item => item.Deadline.Due > now).Take(MostShown)],
            CanLoadSamples = environment.IsDevelopment(),
            CanMoveClock = environment.IsDevelopment() && await clock.IsMovableAsync(cancellationToken),
        };
    }

    private async Task<(string Stage, int Count, bool More)> CountAsync(string stage, CancellationToken cancellationToken)
    {
        var page = await tables.ReadPageAsync<ProjectByStageRow>(stage, MostPerStage, continuation: null, cancellationToken);
        return (stage, page.Rows.Count, page.Continuation is not null);
    }

    private async Task<IReadOnlyList<DueItem>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var units = new List<string>();
        await foreach (var unit in directory.UnitsAsync(cancellationToken))
            units.Add(unit.Id);
        var items = new System.Collections.Concurrent.ConcurrentBag<DueItem>();
        await Parallel.ForEachAsync(
            units,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (unit, cancellation) =>
            {
                // Rows are in the order of their due instants, so the first that is too far ends the unit.
                var page = await tables.ReadPageAsync<DeadlineByUnitRow>(unit, MostPerUnit, continuation: null, cancellation);
                foreach (var pointer in page.Rows.Select(row => row.Value).TakeWhile(pointer => pointer.Due <= now + Ahead))
                {
                    if (await tables.FindAsync<DeadlineRow>(pointer.Subject, pointer.Step, cancellation) is { Value: { IsClosed: false } row })
                        items.Add(new(row.Plan.Subject, row.Plan.Title, ViewOf(row, now)));
                }
            });
        return [.. items.OrderBy(item => item.Deadline.Due)];
    }

    private static DeadlineView ViewOf(DeadlineRow row, DateTimeOffset now)
    {
        var deadline = row.Deadline;
        return ProjectReader.AsOf(
            new(deadline.Stage, deadline.Article, deadline.Period.ToString(), deadline.From, deadline.Due, deadline.Provisional, row.State), now);
    }
}
