using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Records;

public sealed class PendingStartsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly MemoryTableStore _store = new();
    private readonly MeddledTables _tables;
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly HashSet<string> _instances = [];
    private readonly Things _things;

    public PendingStartsTests()
    {
        _tables = new MeddledTables(_store);
        _things = new Things(_store, _instances);
        _client.Setup(it => it.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => _instances.Contains(id) ? new OrchestrationMetadata("Thing", id) : null);
    }

    [Fact]
    public async Task Sweep_RecordThatNobodyCarries_IsStartedOnce()
    {
        await NoteAsync("a");
        _things.Records.Add("a");
        Assert.Equal(0, await SweepAsync());

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(0, await SweepAsync());

        Assert.Equal(["a"], _things.Started);
    }

    [Fact]
    public async Task Sweep_OrchestrationIsThere_OnlyDeletesTheNote()
    {
        await NoteAsync("a");
        _things.Records.Add("a");
        _instances.Add("thing-a");
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(0, await SweepAsync());

        Assert.Empty(_things.Started);
        Assert.Equal(0, await NotesAsync());
    }

    /// <summary>The intake ends between what the sweep listed and what it reads again; its orchestration has ended and was purged.</summary>
    [Fact]
    public async Task Sweep_NoteDeletedMeanwhile_StartsNothing()
    {
        await NoteAsync("a");
        _things.Records.Add("a");
        _time.Advance(TimeSpan.FromMinutes(2));
        _tables.Before("find PendingStarts", () => _store.DeleteAsync<PendingStartRow>("thing", "a"));

        Assert.Equal(0, await SweepAsync());

        Assert.True(_tables.Happened);
        Assert.Empty(_things.Started);
        Assert.Equal(0, await NotesAsync());
    }

    [Fact]
    public async Task Sweep_NoRecord_IsForgottenOnlyWhenNoIntakeCanBeUnderWay()
    {
        await NoteAsync("a");
        _time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await SweepAsync());
        Assert.Equal((1, 0), (await NotesAsync(), _things.ForgottenIds.Count));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await SweepAsync());
        Assert.Equal((0, 1), (await NotesAsync(), _things.ForgottenIds.Count));
    }

    /// <summary>Somebody hands the same in again, with its key, in the moment in which the old note is to be forgotten.</summary>
    [Fact]
    public async Task Sweep_NotedAnewMeanwhile_KeepsTheNoteAndWhatWasWritten()
    {
        await NoteAsync("a");
        _time.Advance(TimeSpan.FromDays(2));
        _tables.Before("delete PendingStarts", () => NoteAsync("a"));

        Assert.Equal(0, await SweepAsync());

        Assert.True(_tables.Happened);
        Assert.Equal((1, 0), (await NotesAsync(), _things.ForgottenIds.Count));
    }

    [Fact]
    public async Task Sweep_OneThatCannotBeStarted_HoldsUpNoOther()
    {
        foreach (var id in new[] { "a", "broken", "c" })
        {
            await NoteAsync(id);
            _things.Records.Add(id);
        }

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(2, await SweepAsync());
        Assert.Equal(["a", "c"], _things.Started);
        Assert.Equal(1, await NotesAsync());
    }

    private Task NoteAsync(string id) => _store.UpsertAsync(new PendingStartRow { Kind = "thing", Id = id, Since = _time.GetChinaNow() });

    private Task<int> NotesAsync() => _store.CountAsync<PendingStartRow>("thing");

    private Task<int> SweepAsync() => new PendingStarts(_tables, [_things], _time, NullLogger<PendingStarts>.Instance).SweepAsync(_client.Object);

    private sealed class Things(ITableStore tables, HashSet<string> instances) : IStarter
    {
        public string Kind => "thing";

        public HashSet<string> Records { get; } = [];

        public List<string> Started { get; } = [];

        public List<string> ForgottenIds { get; } = [];

        public string InstanceIdOf(string id) => $"thing-{id}";

        public async Task<bool?> StartAsync(DurableTaskClient client, string id, CancellationToken cancellation = default)
        {
            if (!Records.Contains(id)) return null;
            if (id == "broken") throw new TimeoutException();
            Started.Add(id);
            instances.Add(InstanceIdOf(id));
            await tables.DeleteAsync<PendingStartRow>(Kind, id, cancellation);
            return true;
        }

        public Task ForgetAsync(string id, CancellationToken cancellation = default)
        {
            ForgottenIds.Add(id);
            return Task.CompletedTask;
        }
    }
}
