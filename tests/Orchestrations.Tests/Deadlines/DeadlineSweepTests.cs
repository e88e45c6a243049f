using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Deadlines;

/// <summary>The sweep and the book of deadlines beside another call that is faster.</summary>
public sealed class DeadlineSweepTests : IDisposable
{
    private static readonly DateTimeOffset Opened = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private readonly FakeTimeProvider _time = new(Opened);
    private readonly MemoryTableStore _store = new();
    private readonly MeddledTables _tables;
    private readonly ServiceProvider _services;
    private readonly DeadlineBook _book;
    private readonly DeadlineBook _other;
    private readonly Mock<DurableTaskClient> _client = new("test");

    public DeadlineSweepTests()
    {
        _tables = new MeddledTables(_store);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddMemoryRecords().AddDeadlines()
            .AddSingleton<ITableStore>(_store).BuildServiceProvider();
        _other = _services.GetRequiredService<DeadlineBook>();
        _book = new DeadlineBook(_tables, Audit, _services.GetRequiredService<WorkCalendarSource>(), new SubjectWatchers([]));
    }

    private IAuditTrail Audit => _services.GetRequiredService<IAuditTrail>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Sweep_OwnerIsGone_DropsOnceAndSaysSo()
    {
        await OpenAsync();

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(0, await SweepAsync());

        Assert.Equal(DeadlineState.Cancelled, (await RowAsync()).State);
        Assert.Equal(1, await EntriesAsync());
        Assert.Equal(0, await PointersAsync());
    }

    [Fact]
    public async Task Sweep_ClosedBetweenReadAndWrite_KeepsTheEndAndSaysNothing()
    {
        await OpenAsync();
        _tables.Before("replace Deadlines", () => _other.CloseAsync(Plan, Now, DeadlineState.Done));

        Assert.Equal(0, await SweepAsync());

        Assert.True(_tables.Happened);
        Assert.Equal(DeadlineState.Done, (await RowAsync()).State);
        Assert.Equal(0, await EntriesAsync());
        Assert.Equal(0, await PointersAsync());
    }

    [Fact]
    public async Task Drop_ClosedBetweenReadAndWrite_KeepsTheEndAndSaysNothing()
    {
        await OpenAsync();
        _tables.Before("replace Deadlines", () => _other.CloseAsync(Plan, Now, DeadlineState.Done));

        var outcome = await _book.DropAsync(Plan, Now);

        Assert.Equal((true, DeadlineState.Done), (_tables.Happened, outcome.State));
        Assert.Equal(0, await EntriesAsync());
    }

    [Fact]
    public async Task Sweep_AfterACrashBetweenDropAndTrail_SaysItAndDeletesThePointers()
    {
        await OpenAsync();
        _tables.Before("delete DeadlinesByUnit", () => throw new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(SweepAsync);
        var closedAt = (await RowAsync()).ClosedAt;
        Assert.Equal(2, await PointersAsync());

        _time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, await SweepAsync());

        Assert.Equal(closedAt, (await RowAsync()).ClosedAt);
        Assert.Equal(1, await EntriesAsync());
        Assert.Equal(0, await PointersAsync());
    }

    [Fact]
    public async Task Open_OpenedAndClosedMeanwhile_BringsNoPointerBack()
    {
        _tables.Before("upsert DeadlinesByUnit", () => _other.CloseAsync(Plan, Now, DeadlineState.Done));

        var row = await _book.OpenAsync(Plan, Now, "watch");

        Assert.Equal((true, true), (_tables.Happened, row.Value.IsClosed));
        Assert.Equal(0, await PointersAsync());
    }

    [Fact]
    public async Task Extend_ClosedMeanwhile_BringsNoPointerBack()
    {
        await OpenAsync();
        _tables.Before("replace Deadlines", () => _other.CloseAsync(Plan, Now, DeadlineState.Done));

        await _book.ExtendAsync("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), new DateOnly(2026, 6, 30), new DeadlineAct("extend", "szjj", Now));

        Assert.Equal((true, DeadlineState.Done), (_tables.Happened, (await RowAsync()).State));
        Assert.Equal(0, await PointersAsync());
    }

    private static WatchPlan Plan { get; } = new()
    {
        Subject = "p1",
        Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)),
        Title = "平台",
        ToDo = "请提交技术方案",
        Unit = "sscjgj",
        Owner = "project-p1",
        Deadline = new Deadline
        {
            Stage = "TechnicalPlan",
            Article = "第三十六条",
            Period = new Days(60),
            From = new DateOnly(2026, 3, 2),
            Due = new DateTimeOffset(2026, 5, 2, 0, 0, 0, ChinaTime.Offset),
        },
        Responsible = [new DeadlineContact("sscjgj.project")],
    };

    private DateTimeOffset Now => _time.GetChinaNow();

    private async Task OpenAsync()
    {
        await _book.OpenAsync(Plan, Now, "watch");
        _time.Advance(TimeSpan.FromDays(1));
    }

    private Task<int> SweepAsync() => new DeadlineSweep(_tables, _book, _time, NullLogger<DeadlineSweep>.Instance).SweepAsync(_client.Object);

    private async Task<DeadlineRow> RowAsync() => (await _store.FindAsync<DeadlineRow>("p1", "TechnicalPlan|1"))!.Value;

    private async Task<int> EntriesAsync() => await Audit.ReadAsync("p1").CountAsync(row => row.Entry.Key == "deadline|TechnicalPlan|1|dropped");

    private async Task<int> PointersAsync() =>
        await _store.CountAsync<DeadlineByUnitRow>("sscjgj") + await _store.CountAsync<DeadlineByUnitRow>(DeadlineByUnitRow.AllUnits);
}
