using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrations.Tests.Records;

namespace Orchestrations.Tests.Canteens;

/// <summary>The registers of canteens and suppliers.</summary>
public sealed class CanteenBookTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2023, 6, 5, 12, 0, 0, ChinaTime.Offset));
    private readonly ServiceProvider _services;
    private readonly CanteenBook _book;

    public CanteenBookTests()
    {
        _services = new MemoryRecords().Create(_time);
        var tables = _services.GetRequiredService<ITableStore>();
        _book = new(tables, new DirectoryRecords(tables, _time, DirectorySample.Read()), _services.GetRequiredService<IAuditTrail>(), _time);
    }

    [Fact]
    public async Task Check_Canteen_NamesEachField()
    {
        var right = Sample.Canteen() with { SchoolUnit = "sjyj", Connected = new(2023, 6, 5) };
        Assert.Empty(await _book.CheckAsync(right));
        foreach (var (field, wrong) in ((string, CanteenRow)[])
        [
            ("id", right with { Id = "Tcq 1" }), ("name", right with { Name = "" }), ("school", right with { School = "某\n校" }), ("county", right with { County = "sjyj" }),
            ("county", right with { County = "通川区" }), ("schoolUnit", right with { SchoolUnit = "no-unit" }), ("pupils", right with { Pupils = -1 }), ("diners", right with { Diners = 0 }),
            ("operation", right with { Operation = "外包" }), ("connected", right with { Connected = new(2023, 6, 6) }),
        ])
        {
            Assert.Equal(field, Assert.Single(await _book.CheckAsync(wrong)).Field);
        }
    }

    [Fact]
    public async Task Check_Supplier_IsAnEnterpriseOfTheDirectory()
    {
        Assert.Empty(await _book.CheckAsync(Sample.SupplierRow));
        Assert.Equal("id", Assert.Single(await _book.CheckAsync(Sample.SupplierRow with { Id = "sjyj" })).Field);
        Assert.Equal("licence", Assert.Single(await _book.CheckAsync(Sample.SupplierRow with { Licence = " " })).Field);
    }

    [Fact]
    public async Task Keep_AnotherUnderTheSameId_NeedsToReplace()
    {
        var canteen = Sample.Canteen();
        Assert.True(await _book.KeepAsync(canteen, replace: false, "tcq"));
        Assert.True(await _book.KeepAsync(canteen, replace: false, "tcq"));
        Assert.False(await _book.KeepAsync(canteen with { Diners = 1 }, replace: false, "tcq"));
        Assert.Equal(canteen, await _book.FindAsync(canteen.Id));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await _book.KeepAsync(canteen with { Diners = 1 }, replace: true, "tcq"));
        Assert.Equal(1, (await _book.FindAsync(canteen.Id))!.Diners);
        // What changed nothing left no trace.
        var trail = new List<AuditRow>();
        await foreach (var row in _services.GetRequiredService<IAuditTrail>().ReadAsync(CanteenBook.SubjectOf(canteen.Id))) trail.Add(row);
        Assert.Equal(2, trail.Count);
    }

    public void Dispose() => _services.Dispose();
}
