using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrations.Tests.Records;

public sealed class MemoryTableStoreTests() : TableStoreContract(new MemoryRecords());

[Collection(AzuriteCollection.Name)]
public sealed class AzureTableStoreTests(AzuriteFixture azurite) : TableStoreContract(new AzureRecords(azurite));

/// <summary>What every table store does; run on each implementation.</summary>
public abstract class TableStoreContract(IRecordsUnderTest records)
{
    private readonly string _partition = Guid.NewGuid().ToString("N");
    private readonly Lazy<ITableStore> _store = new(() => records.Create().GetRequiredService<ITableStore>());

    private ITableStore Store => _store.Value;

    [SkippableFact]
    public async Task Find_RowThatWasNeverWritten_IsNull() =>
        Assert.Null(await Store.FindAsync<SampleRow>(_partition, "a"));

    [SkippableFact]
    public async Task Insert_NewRow_IsReadBackAsItWas()
    {
        var row = Sample("a") with { Text = "达州市 “一网通办” 项目 𠮷", Number = 7 };
        Assert.True(await Store.TryInsertAsync(row));
        Assert.Equal(row, (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value);
    }

    [SkippableFact]
    public async Task Insert_KeysTaken_IsFalseAndKeepsTheFirst()
    {
        Assert.True(await Store.TryInsertAsync(Sample("a") with { Number = 1 }));
        Assert.False(await Store.TryInsertAsync(Sample("a") with { Number = 2 }));
        Assert.Equal(1, (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value.Number);
    }

    [SkippableFact]
    public async Task Insert_EqualRowTwice_IsStillFalse()
    {
        // An equal record by another caller is a conflict too: only the write itself can recognize its repetition.
        Assert.True(await Store.TryInsertAsync(Sample("a")));
        Assert.False(await Store.TryInsertAsync(Sample("a")));
    }

    [SkippableFact]
    public async Task Insert_ManyAtOnceOfOneKey_OneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Store.TryInsertAsync(Sample("a") with { Number = i })));
        Assert.Single(results, won => won);
        Assert.Equal(Array.IndexOf(results, true), (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value.Number);
    }

    [SkippableFact]
    public async Task Upsert_RowThatStands_IsReplacedWhole()
    {
        await Store.UpsertAsync(Sample("a") with { Text = new string('长', 70_000) });
        await Store.UpsertAsync(Sample("a") with { Text = "短" });
        Assert.Equal("短", (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value.Text);
    }

    [SkippableFact]
    public async Task Replace_UnchangedRow_Succeeds()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        Assert.True(await Store.TryReplaceAsync(seen, seen.Value with { Number = 2 }));
        Assert.Equal(2, (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value.Number);
    }

    [SkippableFact]
    public async Task Replace_RowChangedMeanwhile_IsFalseAndKeepsTheOther()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        Assert.True(await Store.TryReplaceAsync(seen, seen.Value with { Number = 2 }));
        Assert.False(await Store.TryReplaceAsync(seen, seen.Value with { Number = 3 }));
        Assert.Equal(2, (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value.Number);
    }

    [SkippableFact]
    public async Task Replace_RowUpsertedMeanwhileWithEqualValues_IsFalse()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        await Store.UpsertAsync(seen.Value);
        Assert.False(await Store.TryReplaceAsync(seen, seen.Value with { Number = 3 }));
    }

    [SkippableFact]
    public async Task Replace_RowDeletedMeanwhile_IsFalseAndDoesNotBringItBack()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        await Store.DeleteAsync<SampleRow>(_partition, "a");
        Assert.False(await Store.TryReplaceAsync(seen, seen.Value with { Number = 3 }));
        Assert.Null(await Store.FindAsync<SampleRow>(_partition, "a"));
    }

    [SkippableFact]
    public async Task Replace_OtherKeys_IsRefused()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        await Assert.ThrowsAsync<ArgumentException>(() => Store.TryReplaceAsync(seen, Sample("b")));
    }

    [SkippableFact]
    public async Task Replace_ManyAtOnce_OneWins()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        var results = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Store.TryReplaceAsync(seen, seen.Value with { Number = i })));
        Assert.Single(results, won => won);
    }

    [SkippableFact]
    public async Task Delete_RowThatIsNotThere_DoesNothing()
    {
        await Store.DeleteAsync<SampleRow>(_partition, "a");
        Assert.True(await Store.TryInsertAsync(Sample("a")));
    }

    [SkippableFact]
    public async Task TryDelete_WhatWasSeen_IsDeletedOnce()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;

        Assert.True(await Store.TryDeleteAsync(seen));
        Assert.Null(await Store.FindAsync<SampleRow>(_partition, "a"));
        Assert.False(await Store.TryDeleteAsync(seen));
    }

    [SkippableFact]
    public async Task TryDelete_WrittenMeanwhile_LeavesTheRow()
    {
        await Store.TryInsertAsync(Sample("a"));
        var seen = (await Store.FindAsync<SampleRow>(_partition, "a"))!;
        await Store.UpsertAsync(seen.Value with { Number = 2 });

        Assert.False(await Store.TryDeleteAsync(seen));
        Assert.Equal(2, (await Store.FindAsync<SampleRow>(_partition, "a"))!.Value.Number);
    }

    [SkippableFact]
    public async Task ReadPartition_Rows_ComeInOrderAndOnlyOfThatPartition()
    {
        foreach (var key in new[] { "b", "a", "C", "审核", "a/1", "10", "9" })
            await Store.TryInsertAsync(Sample(key));
        await Store.TryInsertAsync(new SampleRow { Partition = _partition + "x", Key = "z" });
        Assert.Equal(["10", "9", "C", "a", "a/1", "b", "审核"], await KeysAsync(prefix: null));
    }

    [SkippableFact]
    public async Task ReadPartition_Prefix_SelectsExactlyThoseKeys()
    {
        foreach (var key in new[] { "step", "step|1", "step|1|x", "step|10", "step}", "stepp", "ste", "step|/1" })
            await Store.TryInsertAsync(Sample(key));
        Assert.Equal(["step|1", "step|10", "step|1|x"], await KeysAsync("step|1"));
        Assert.Equal(["step|/1"], await KeysAsync("step|/"));
        Assert.Equal(4, (await KeysAsync("step|")).Count);
    }

    [SkippableTheory]
    [InlineData("a/b\\c#d?e")]
    [InlineData("100% = ok")]
    [InlineData("it's 'quoted' \"twice\"")]
    [InlineData("制表\t换行\n")]
    [InlineData("𠮷\uFFFD\uFFFF")]
    [InlineData("a b+c&d;e:f,g@h$i!j*k(l)[m]{n}~o`p^q|r<s>")]
    [InlineData("=002F")]
    public async Task Keys_AnyCharacter_AreTakenAndTellApart(string key)
    {
        Assert.True(await Store.TryInsertAsync(Sample(key) with { Number = 1 }));
        await Store.InsertBatchAsync([Sample(key + "2")]);
        var seen = (await Store.FindAsync<SampleRow>(_partition, key))!;
        Assert.Equal(key, seen.Value.Key);
        Assert.True(await Store.TryReplaceAsync(seen, seen.Value with { Number = 2 }));
        Assert.Equal([key, key + "2"], await KeysAsync(key));
        await Store.DeleteAsync<SampleRow>(_partition, key);
        Assert.Null(await Store.FindAsync<SampleRow>(_partition, key));
    }

    [SkippableFact]
    public async Task Keys_EncodedFormOfAnother_IsAnotherKey()
    {
        await Store.TryInsertAsync(Sample("a/b"));
        Assert.True(await Store.TryInsertAsync(Sample("a=002Fb")));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(513)]
    public async Task Keys_EmptyOrTooLong_AreRefused(int length) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.TryInsertAsync(Sample(new string('k', length))));

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(513)]
    public async Task Read_KeysThatNoRowCanHave_FindsNothing(int length)
    {
        await Store.TryInsertAsync(Sample("a"));
        var key = new string('k', length);

        Assert.Null(await Store.FindAsync<SampleRow>(_partition, key));
        Assert.Null(await Store.FindAsync<SampleRow>(key, "a"));
        Assert.Empty(await Store.ListAsync<SampleRow>(key));
        Assert.Empty((await Store.ReadPageAsync<SampleRow>(key, 10)).Rows);
    }

    [SkippableTheory]
    [InlineData("\u0000")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task ReadPage_ContinuationThatNobodyWasGiven_IsTheEnd(string continuation)
    {
        await Store.TryInsertAsync(Sample("b"));

        var page = await Store.ReadPageAsync<SampleRow>(_partition, 10, continuation);

        Assert.Equal((0, null), (page.Rows.Count, page.Continuation));
    }

    [SkippableFact]
    public async Task ReadPage_ManyRows_ComesPageByPageWithoutGapOrRepetition()
    {
        await Store.InsertBatchAsync([.. Enumerable.Range(0, 25).Select(i => Sample(i.ToString("D3")))]);
        var keys = new List<string>();
        string? continuation = null;
        var pages = 0;
        do
        {
            var page = await Store.ReadPageAsync<SampleRow>(_partition, 10, continuation);
            keys.AddRange(page.Rows.Select(row => row.Value.Key));
            continuation = page.Continuation;
            pages++;
        }
        while (continuation is not null);
        Assert.Equal(3, pages);
        Assert.Equal([.. Enumerable.Range(0, 25).Select(i => i.ToString("D3"))], keys);
    }

    [SkippableFact]
    public async Task ReadPage_RowsFillThePageExactly_SaysThatThereIsNoNext()
    {
        await Store.InsertBatchAsync([Sample("a"), Sample("b")]);
        Assert.Null((await Store.ReadPageAsync<SampleRow>(_partition, 2)).Continuation);
    }

    [SkippableFact]
    public async Task ReadPage_SeenRowsDeletedAndNewOnesAdded_GoesOnWhereItWas()
    {
        await Store.InsertBatchAsync([Sample("a"), Sample("c"), Sample("e")]);
        var first = await Store.ReadPageAsync<SampleRow>(_partition, 2);
        await Store.DeleteAsync<SampleRow>(_partition, "c");
        await Store.TryInsertAsync(Sample("d"));
        var second = await Store.ReadPageAsync<SampleRow>(_partition, 2, first.Continuation);
        Assert.Equal(["d", "e"], second.Rows.Select(row => row.Value.Key));
    }

    [SkippableFact]
    public async Task Batch_OneKeyTaken_WritesNothing()
    {
        await Store.TryInsertAsync(Sample("b"));
        await Assert.ThrowsAsync<RowsTakenException>(() => Store.InsertBatchAsync([Sample("a"), Sample("b")]));
        Assert.Equal(["b"], await KeysAsync(prefix: null));
    }

    [SkippableFact]
    public async Task Batch_HundredRows_IsTakenAndOneMoreIsRefused()
    {
        await Store.InsertBatchAsync([.. Enumerable.Range(0, 100).Select(i => Sample($"a{i}"))]);
        Assert.Equal(100, (await KeysAsync("a")).Count);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InsertBatchAsync([.. Enumerable.Range(0, 101).Select(i => Sample($"b{i}"))]));
        Assert.Empty(await KeysAsync("b"));
    }

    [SkippableFact]
    public async Task Batch_TwoPartitions_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InsertBatchAsync([Sample("a"), Sample("b") with { Partition = _partition + "x" }]));

    [SkippableFact]
    public async Task Batch_SameRowTwice_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InsertBatchAsync([Sample("a"), Sample("a")]));

    [SkippableFact]
    public async Task Batch_JustUnderFourMebibytes_IsTakenAndOverIsRefused()
    {
        // A Chinese character has six bytes in the body of a batch: 20 rows of 34,000 are just under 4 MiB.
        SampleRow[] Rows(int characters) => [.. Enumerable.Range(0, 20).Select(i => Sample($"{characters}-{i}") with { Text = new string('字', characters) })];
        await Store.InsertBatchAsync(Rows(34_000));
        Assert.Equal(20, (await KeysAsync("34000-")).Count);
        await Assert.ThrowsAsync<RowTooLargeException>(() => Store.InsertBatchAsync(Rows(35_000)));
    }

    [SkippableFact]
    public async Task Row_JustUnderOneMebibyte_IsTakenAndOverIsRefused()
    {
        var large = Sample("large") with { Text = new string('字', 523_000) };
        Assert.True(await Store.TryInsertAsync(large));
        Assert.Equal(large, (await Store.FindAsync<SampleRow>(_partition, "large"))!.Value);
        await Assert.ThrowsAsync<RowTooLargeException>(() => Store.TryInsertAsync(Sample("larger") with { Text = new string('字', 525_000) }));
        await Assert.ThrowsAsync<RowTooLargeException>(() => Store.UpsertAsync(Sample("larger") with { Text = new string('字', 525_000) }));
    }

    [SkippableFact]
    public async Task Count_Partition_CountsItsRowsAndNoOthers()
    {
        Assert.Equal(0, await Store.CountAsync<SampleRow>(_partition));
        foreach (var keys in Enumerable.Range(0, 1_050).Select(number => Sample($"{number:D4}")).Chunk(100)) await Store.InsertBatchAsync(keys);
        await Store.TryInsertAsync(Sample("a") with { Partition = _partition + "x" });
        Assert.Equal(1_050, await Store.CountAsync<SampleRow>(_partition));
    }

    [SkippableFact]
    public async Task Row_SurrogatePairAcrossTwoPieces_StaysWhole()
    {
        // Whatever stands before it, one of these two puts a pair on the border of 32,000 characters.
        var even = Sample("even") with { Text = string.Concat(Enumerable.Repeat("𠮷", 40_000)) };
        var odd = Sample("odd") with { Text = "x" + string.Concat(Enumerable.Repeat("𠮷", 40_000)) };
        await Store.TryInsertAsync(even);
        await Store.TryInsertAsync(odd);
        Assert.Equal(even, (await Store.FindAsync<SampleRow>(_partition, "even"))!.Value);
        Assert.Equal(odd, (await Store.FindAsync<SampleRow>(_partition, "odd"))!.Value);
    }

    private SampleRow Sample(string key) => new() { Partition = _partition, Key = key };

    private async Task<List<string>> KeysAsync(string? prefix)
    {
        var keys = new List<string>();
        await foreach (var row in Store.ReadPartitionAsync<SampleRow>(_partition, prefix))
            keys.Add(row.Value.Key);
        return keys;
    }
}
