using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Canteens;

/// <summary>A canteen that a batch reached, and what it became there.</summary>
/// <param name="Canteen">the canteen</param>
/// <param name="Trace">the way of the batch through it</param>
public sealed record Reached(CanteenRow Canteen, BatchTrace Trace);

/// <summary>
/// Recalls batches: finds every canteen and meal that one reached, and tells their keepers and counties (三（一）去向可追, （四）).
/// The recall is recorded first; a sweep tells those whom a crash left out.
/// </summary>
public sealed class Recalls(ITableStore tables, CanteenBook canteens, Traces traces, IDirectory directory, Outbox outbox, IAuditTrail audit, TimeProvider time) : ISweep
{
    private const int ReadAtOnce = 16;

    /// <inheritdoc/>
    public string Name => "recalls told";

    /// <summary>Returns the recall of a batch; null if it was not recalled.</summary>
    public async Task<RecallRow?> FindAsync(string batch, CancellationToken cancellation = default) =>
        (await tables.FindAsync<RecallRow>(RecallRow.Partition, batch, cancellation))?.Value;

    /// <summary>Returns the canteens that a batch reached, by id, with its way through each.</summary>
    public async Task<IReadOnlyList<Reached>> ReachOfAsync(string batch, CancellationToken cancellation = default)
    {
        var reached = new List<Reached>();
        foreach (var some in (await tables.ListAsync<CanteenBatchRow>(batch, cancellation)).Chunk(ReadAtOnce))
        {
            reached.AddRange((await Task.WhenAll(some.Select(async row =>
                await canteens.FindAsync(row.Canteen, cancellation) is { } canteen ? new Reached(canteen, await traces.OfBatchAsync(row.Canteen, batch, cancellation)) : null)))
                .Where(found => found is { Trace.Steps.Count: > 0 }).Select(found => found!));
        }

        return reached;
    }

    /// <summary>
    /// Recalls a batch and tells the canteens that it reached. Returns the recall as it stands: a repetition tells those that it reached since,
    /// and changes neither reason nor date.
    /// </summary>
    public async Task<RecallRow> RecallAsync(DurableTaskClient client, string batch, string reason, string unit, string by, CancellationToken cancellation = default)
    {
        var row = new RecallRow { Batch = batch, Reason = reason, Unit = unit, By = by, At = time.GetChinaNow() };
        if (!await tables.TryInsertAsync(row, cancellation)) row = (await FindAsync(batch, cancellation))!;
        return await TellAsync(client, row, cancellation);
    }

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var told = 0;
        foreach (var recall in await tables.ListAsync<RecallRow>(RecallRow.Partition, cancellation))
        {
            // What is younger is still being told by its own request.
            if (recall.Told is not null || recall.At > time.GetChinaNow() - PendingStarts.Patience) continue;
            await TellAsync(client, recall, cancellation);
            told++;
        }

        return told;
    }

    private async Task<RecallRow> TellAsync(DurableTaskClient client, RecallRow recall, CancellationToken cancellation)
    {
        var reached = await ReachOfAsync(recall.Batch, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = SubjectOf(recall.Batch),
                Key = "recalled",
                At = recall.At,
                Actor = recall.By,
                Action = "召回批次",
                Article = CanteensPolicy.Document + CanteensPolicy.Safety,
                Detail = recall.Reason,
            },
            cancellation);
        var untold = reached.Where(to => recall.Told?.Contains(to.Canteen.Id) != true).ToList();
        // A mail has one key a canteen and person: telling again sends nothing twice.
        foreach (var to in untold)
        {
            foreach (var person in await PeopleOfAsync(to.Canteen, cancellation)) await outbox.EnqueueMail(MailOf(recall, to, person), client, cancellation);
        }

        while (await tables.FindAsync<RecallRow>(RecallRow.Partition, recall.Batch, cancellation) is { } seen)
        {
            string[] told = [.. (seen.Value.Told ?? []).Union(reached.Select(to => to.Canteen.Id), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (seen.Value.Told is not null && told.Length == seen.Value.Told.Count) return seen.Value;
            var next = seen.Value with { Told = told };
            if (await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }

        return recall;
    }

    /// <summary>Returns the subject of a batch's recall.</summary>
    internal static string SubjectOf(string batch) => $"batch.{batch}";

    /// <summary>Who hears of a recall: the offices of the canteen's keeper and of its county.</summary>
    private async Task<IReadOnlyList<string>> PeopleOfAsync(CanteenRow canteen, CancellationToken cancellation)
    {
        var people = new List<string>();
        foreach (var unit in (string[])[canteen.Keeper, canteen.County])
        {
            if (await directory.FindByPostAsync(unit, UnitRow.OfficePost, time.GetChinaToday(), cancellation) is { } incumbent) people.Add(incumbent.Person.Id);
        }

        return [.. people.Distinct(StringComparer.Ordinal)];
    }

    private static MailOrder MailOf(RecallRow recall, Reached to, string person) => new()
    {
        Subject = SubjectOf(recall.Batch),
        Key = $"recall|{to.Canteen.Id}|{person}",
        To = MailRecipient.Of(person),
        Message = new Notice
        {
            Title = $"召回：批次{recall.Batch}",
            ToDo = $"{to.Canteen.Title}收到过该批次，请立即停止使用、封存余量，核对已经制作的菜品并报告。召回原因：{recall.Reason}",
            Article = CanteensPolicy.Document + CanteensPolicy.Safety,
            Page = $"/canteens/batches/{recall.Batch}",
            Urgent = true,
            Lines = [.. to.Trace.Dishes.Select(dish => new MailLine("制作", $"{ChinaTime.Text(ChinaTime.DayOf(dish.At!.Value))}{dish.Meal}{dish.Item}"))],
        },
    };
}
