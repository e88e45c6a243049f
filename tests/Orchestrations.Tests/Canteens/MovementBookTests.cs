using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrations.Tests.Records;

namespace Orchestrations.Tests.Canteens;

public sealed class MemoryMovementBookTests() : MovementBookTests(new MemoryRecords())
{
    /// <summary>Whatever is sent, again and corrected in whatever order: the chain is whole, each id stands once, and quantities are those of the last corrections.</summary>
    [Property(MaxTest = 60)]
    public async Task<bool> Append_AnyEntries_KeepsTheChainAndTheLastWord(byte[] script)
    {
        await using var kitchen = await OpenAsync();
        var expected = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, i) in script.Select((step, i) => (step, i)))
        {
            var id = $"e{step % 7}";
            var entry = step % 3 == 0
                ? new Movement { Id = $"c{i}", Type = MovementType.Correction, Corrects = id, Reason = "改正", Quantity = step }
                : Sample.Entry(id, MovementType.In, "B", (step % 2) + 1);
            var outcome = Assert.Single(await kitchen.AppendAsync(entry)).Outcome;
            if (entry.Type == MovementType.Correction)
            {
                Assert.Equal(expected.ContainsKey(id) ? MovementOutcome.Written : MovementOutcome.Refused, outcome);
                if (outcome == MovementOutcome.Written) expected[id] = step;
            }
            else
            {
                Assert.Equal(taken.Add(id), outcome == MovementOutcome.Written);
                expected.TryAdd(id, (step % 2) + 1);
            }
        }

        var trace = await kitchen.Traces.OfBatchAsync(kitchen.Canteen.Id, "B");
        return (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).Whole
            && trace.Steps.ToDictionary(step => step.Now.Id, step => step.Now.Quantity!.Value, StringComparer.Ordinal).OrderBy(step => step.Key, StringComparer.Ordinal)
                .SequenceEqual(expected.OrderBy(step => step.Key, StringComparer.Ordinal));
    }
}

[Collection(AzuriteCollection.Name)]
public sealed class AzureMovementBookTests(AzuriteFixture azurite) : MovementBookTests(new AzureRecords(azurite));

/// <summary>What a canteen's chain and traces do; run on each implementation of the records.</summary>
public abstract class MovementBookTests(IRecordsUnderTest records)
{
    [SkippableFact]
    public async Task Append_TheWholeWay_IsTracedBothWays()
    {
        await using var kitchen = await OpenAsync();
        Assert.All(await kitchen.AppendAsync([.. Sample.Way("B1"), .. Sample.Way("B2")]), result => Assert.Equal(MovementOutcome.Written, result.Outcome));

        var backward = await kitchen.Traces.OfDishAsync(kitchen.Canteen.Id, new(2023, 6, 5), "白米饭");
        Assert.Equal(["B1", "B2"], backward.Select(trace => trace.Batch).Order(StringComparer.Ordinal));
        Assert.Equal(["某某农业基地", "某某农业基地"], backward.SelectMany(trace => trace.Standing).Select(step => step.Origin).OfType<string>());
        var forward = Assert.Single(Assert.Single(await kitchen.Traces.OfSupplierAsync(kitchen.Canteen.Id, Sample.Supplier), trace => trace.Batch == "B1").Dishes);
        Assert.Equal("中白米饭", forward.Meal + forward.Item);
        Assert.Equal(Enum.GetValues<MovementType>()[..6], (await kitchen.Traces.OfBatchAsync(kitchen.Canteen.Id, "B1")).Steps.Select(step => step.Now.Type));
        Assert.Equal(2, (await kitchen.Traces.OfDayAsync(kitchen.Canteen.Id, new(2023, 6, 5))).Count);
        Assert.Empty(await kitchen.Traces.OfDayAsync(kitchen.Canteen.Id, new(2023, 6, 6)));
        Assert.Empty(await kitchen.Traces.OfDishAsync(kitchen.Canteen.Id, new(2023, 6, 5), "白米"));
        Assert.Empty(backward.SelectMany(trace => trace.Gaps));
        Assert.Equal(12, (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).Entries);
    }

    [SkippableFact]
    public async Task Append_SentAgain_IsKnownAndOtherContentIsTaken()
    {
        await using var kitchen = await OpenAsync();
        var entry = Sample.Entry("a", MovementType.Purchase, "B1");
        Assert.Equal(MovementOutcome.Written, Assert.Single(await kitchen.AppendAsync(entry)).Outcome);
        var again = await kitchen.AppendAsync(entry, entry with { Quantity = 60 }, Sample.Entry("b", MovementType.In, "B1"), Sample.Entry("b", MovementType.In, "B1"));

        Assert.Equal([MovementOutcome.Known, MovementOutcome.Taken, MovementOutcome.Written, MovementOutcome.Known], again.Select(result => result.Outcome));
        Assert.Equal([1L, 1, 2, 2], again.Select(result => result.Sequence!.Value));
        Assert.Equal(50, (await kitchen.Traces.OfBatchAsync(kitchen.Canteen.Id, "B1")).QuantityOf(MovementType.Purchase));
    }

    [SkippableFact]
    public async Task Append_FromManyAtOnce_LosesNothing()
    {
        await using var kitchen = await OpenAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(sender =>
            kitchen.AppendAsync([.. Enumerable.Range(0, 15).Select(i => Sample.Entry($"{sender}-{i}", MovementType.In, $"B{sender}", 1))])));

        Assert.All(results.SelectMany(result => result), result => Assert.Equal(MovementOutcome.Written, result.Outcome));
        Assert.Equal(Enumerable.Range(1, 120).Select(sequence => (long)sequence), results.SelectMany(result => result).Select(result => result.Sequence!.Value).Order());
        Assert.True((await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).Whole);
        Assert.Equal(15, (await kitchen.Traces.OfBatchAsync(kitchen.Canteen.Id, "B7")).QuantityOf(MovementType.In));
    }

    [SkippableFact]
    public async Task Correction_ToAnotherBatch_MovesTheEntryAndKeepsBoth()
    {
        await using var kitchen = await OpenAsync();
        await kitchen.AppendAsync(Sample.Entry("a", MovementType.In, "B1"), Sample.Entry("b", MovementType.Out, "B2", 20));
        await kitchen.AppendAsync(Correction("k1", "a") with { Quantity = 40 });
        await kitchen.AppendAsync(Correction("k2", "a") with { Batch = "B2" });
        await kitchen.AppendAsync(Correction("k3", "b") with { Quantity = 0 });

        Assert.Empty((await kitchen.Traces.OfBatchAsync(kitchen.Canteen.Id, "B1")).Steps);
        var now = await kitchen.Traces.OfBatchAsync(kitchen.Canteen.Id, "B2");
        Assert.Equal(40, now.QuantityOf(MovementType.In));
        Assert.Equal(0, now.QuantityOf(MovementType.Out));
        Assert.True(now.Steps.Single(step => step.Now.Type == MovementType.Out).IsCancelled);
        Assert.Equal(5, (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).Entries);
        // A correction is corrected by another of the same entry.
        Assert.Equal("corrects", Assert.Single(Assert.Single(await kitchen.AppendAsync(Correction("k4", "k1") with { Quantity = 1 })).Failures).Field);
    }

    [SkippableFact]
    public async Task Append_UnknownSupplier_IsRefusedAndTheOthersStand()
    {
        await using var kitchen = await OpenAsync();
        var results = await kitchen.AppendAsync(
            Sample.Entry("a", MovementType.Purchase, "B1") with { Supplier = "nobody" }, Sample.Entry("b", MovementType.Delivery, "B1") with { Carrier = "nobody" }, Sample.Entry("c", MovementType.In, "B1"));

        Assert.Equal([MovementOutcome.Refused, MovementOutcome.Refused, MovementOutcome.Written], results.Select(result => result.Outcome));
        Assert.Equal(["supplier", "carrier"], results.SelectMany(result => result.Failures).Select(failure => failure.Field));
        Assert.Equal(1, (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).Entries);
    }

    [SkippableFact]
    public async Task Check_AChainThatWasTamperedWith_NamesTheEntry()
    {
        await using var kitchen = await OpenAsync();
        await kitchen.AppendAsync([.. Sample.Way("B1")]);
        var whole = await kitchen.Book.CheckAsync(kitchen.Canteen.Id);
        var seen = (await kitchen.Tables.FindAsync<MovementRow>(kitchen.Canteen.Id, MovementRow.EntryKey(3)))!;

        // Changed with its hash: then the next does not fit.
        var forged = seen.Value.Record! with { Movement = seen.Value.Record!.Movement with { Quantity = 5000 } };
        foreach (var (row, at) in ((MovementRow, int)[])[(seen.Value with { Record = forged }, 3), (seen.Value with { Record = forged, Hash = AuditChain.HashOf(3, forged, seen.Value.PreviousHash!) }, 4)])
        {
            await kitchen.Tables.UpsertAsync(row);
            Assert.Equal(at, (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).FirstBroken);
        }

        await kitchen.Tables.DeleteAsync<MovementRow>(kitchen.Canteen.Id, MovementRow.EntryKey(3));
        Assert.Equal(3, (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).FirstBroken);
        await kitchen.Tables.UpsertAsync(seen.Value);
        Assert.Equal(whole, await kitchen.Book.CheckAsync(kitchen.Canteen.Id));
        // The last one taken out: the chain alone cannot tell, but the hash that somebody kept.
        await kitchen.Tables.DeleteAsync<MovementRow>(kitchen.Canteen.Id, MovementRow.EntryKey(6));
        Assert.NotEqual(whole.Head, (await kitchen.Book.CheckAsync(kitchen.Canteen.Id)).Head);
    }

    [SkippableFact]
    public async Task Page_OfEntries_IsNewestFirstWithoutPointers()
    {
        await using var kitchen = await OpenAsync();
        await kitchen.AppendAsync([.. Sample.Way("B1")]);
        var first = await kitchen.Book.PageAsync(kitchen.Canteen.Id, 4, continuation: null);
        var second = await kitchen.Book.PageAsync(kitchen.Canteen.Id, 4, first.Continuation);

        Assert.Equal([6L, 5, 4, 3], first.Rows.Select(row => row.Value.Sequence));
        Assert.Equal([2L, 1], second.Rows.Select(row => row.Value.Sequence));
        Assert.Null(second.Continuation);
    }

    internal async Task<Kitchen> OpenAsync()
    {
        var time = new FakeTimeProvider(new(2023, 6, 5, 12, 0, 0, ChinaTime.Offset));
        var services = records.Create(time);
        var kitchen = new Kitchen(services, time, Sample.Canteen(Guid.NewGuid().ToString("N")));
        Assert.True(await kitchen.Canteens.KeepAsync(Sample.SupplierRow, replace: true, "sscjgj"));
        return kitchen;
    }

    private static Movement Correction(string id, string corrects) => new() { Id = id, Type = MovementType.Correction, Corrects = corrects, Reason = "填写有误" };

    internal sealed class Kitchen(ServiceProvider services, TimeProvider time, CanteenRow canteen) : IAsyncDisposable
    {
        public CanteenRow Canteen => canteen;

        public ITableStore Tables => services.GetRequiredService<ITableStore>();

        public CanteenBook Canteens => new(Tables, new DirectoryRecords(Tables, time, DirectorySample.Read()), services.GetRequiredService<IAuditTrail>(), time);

        public MovementBook Book => new(Tables, Canteens, time);

        public Traces Traces => new(Book);

        public Task<IReadOnlyList<MovementResult>> AppendAsync(params Movement[] entries) => Book.AppendAsync(canteen, entries, canteen.Keeper, canteen.Keeper, _ => null);

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}
