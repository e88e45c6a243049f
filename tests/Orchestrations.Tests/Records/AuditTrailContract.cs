using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrations.Tests.Records;

public sealed class MemoryAuditTrailTests() : AuditTrailContract(new MemoryRecords());

[Collection(AzuriteCollection.Name)]
public sealed class AzureAuditTrailTests(AzuriteFixture azurite) : AuditTrailContract(new AzureRecords(azurite));

/// <summary>What every audit trail does; run on each implementation.</summary>
public abstract class AuditTrailContract(IRecordsUnderTest records)
{
    private readonly string _subject = Guid.NewGuid().ToString("N");
    private readonly Lazy<ServiceProvider> _services = new(() => records.Create());

    private ITableStore Tables => _services.Value.GetRequiredService<ITableStore>();

    private IAuditTrail Trail => _services.Value.GetRequiredService<IAuditTrail>();

    [SkippableFact]
    public async Task Append_Entries_AreReadInOrderAndChained()
    {
        await Trail.AppendAsync(Entry("a"));
        await Trail.AppendAsync(Entry("b"));
        var rows = await ReadAsync();
        Assert.Equal([Entry("a"), Entry("b")], rows.Select(row => row.Entry));
        Assert.Equal([1, 2], rows.Select(row => row.Sequence));
        Assert.Equal(new string('0', 64), rows[0].PreviousHash);
        Assert.Equal(rows[0].Hash, rows[1].PreviousHash);
        Assert.Equal(new AuditCheck(2, FirstBroken: null, Reason: null), await Trail.VerifyAsync(_subject));
    }

    [SkippableFact]
    public async Task Append_KeyTheTrailHas_ChangesNothing()
    {
        await Trail.AppendAsync(Entry("a"));
        await Trail.AppendAsync(Entry("b"));
        await Trail.AppendAsync(Entry("a") with { Action = "别的" });
        Assert.Equal([Entry("a"), Entry("b")], (await ReadAsync()).Select(row => row.Entry));
    }

    [SkippableFact]
    public async Task Append_ByTwoWritersWhoRememberDifferentEnds_ForksNothing()
    {
        // A second trail over the same tables is another machine with a memory of its own.
        var other = new AuditTrail(Tables);
        await Trail.AppendAsync(Entry("a"));
        await other.AppendAsync(Entry("b"));
        await Trail.AppendAsync(Entry("c"));
        await other.AppendAsync(Entry("c"));
        await other.AppendAsync(Entry("a"));
        Assert.Equal(["a", "b", "c"], (await ReadAsync()).Select(row => row.Entry.Key));
        Assert.True((await Trail.VerifyAsync(_subject)).Intact);
    }

    [SkippableFact]
    public async Task Append_ManyAtOnceWithRepetitions_KeepsEachOnceInOneChain()
    {
        AuditTrail[] writers = [new(Tables), new(Tables), new(Tables)];
        await Task.WhenAll(writers.SelectMany(writer => Enumerable.Range(0, 10).Select(i => writer.AppendAsync(Entry(i.ToString())))));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i.ToString()), (await ReadAsync()).Select(row => row.Entry.Key).Order());
        Assert.True((await Trail.VerifyAsync(_subject)).Intact);
    }

    [SkippableFact]
    public async Task Verify_TrailWithoutEntries_IsIntact() =>
        Assert.Equal(new AuditCheck(0, FirstBroken: null, Reason: null), await Trail.VerifyAsync(_subject));

    [SkippableFact]
    public async Task Verify_ChangedContent_NamesThatEntry()
    {
        await AppendAsync(4);
        var seen = (await Tables.FindAsync<AuditRow>(_subject, AuditRow.RowKeyOf(2)))!;
        await Tables.UpsertAsync(seen.Value with { Entry = seen.Value.Entry with { Detail = "金额改为 1.00" } });
        var check = await Trail.VerifyAsync(_subject);
        Assert.Equal(2, check.FirstBroken);
        Assert.Contains("改动", check.Reason);
    }

    [SkippableFact]
    public async Task Verify_ContentChangedWithItsHash_NamesTheNextEntry()
    {
        await AppendAsync(4);
        var seen = (await Tables.FindAsync<AuditRow>(_subject, AuditRow.RowKeyOf(2)))!.Value;
        await Tables.UpsertAsync(AuditChain.Link(2, seen.Entry with { Actor = "other" }, seen.PreviousHash));
        var check = await Trail.VerifyAsync(_subject);
        Assert.Equal(3, check.FirstBroken);
        Assert.Contains("不相连", check.Reason);
    }

    [SkippableFact]
    public async Task Verify_RemovedEntry_NamesTheGap()
    {
        await AppendAsync(4);
        await Tables.DeleteAsync<AuditRow>(_subject, AuditRow.RowKeyOf(3));
        var check = await Trail.VerifyAsync(_subject);
        Assert.Equal(3, check.FirstBroken);
        Assert.Contains("缺失", check.Reason);
    }

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Trail.AppendAsync(Entry(i.ToString()));
    }

    private AuditEntry Entry(string key) => new()
    {
        Subject = _subject,
        Key = key,
        At = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.FromHours(8)),
        Actor = AuditEntry.System,
        Action = $"测试 {key}",
        Article = "第三十五条",
    };

    private async Task<List<AuditRow>> ReadAsync()
    {
        var rows = new List<AuditRow>();
        await foreach (var row in Trail.ReadAsync(_subject))
            rows.Add(row);
        return rows;
    }
}
