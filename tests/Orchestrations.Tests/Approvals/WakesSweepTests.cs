using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Approvals;

/// <summary>The sweep of notes beside an orchestration that takes them, and people who note more.</summary>
public sealed class WakesSweepTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly MemoryTableStore _store = new();
    private readonly MeddledTables _tables;
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly Wakes _wakes;
    private readonly Wakes _other;

    public WakesSweepTests()
    {
        _tables = new MeddledTables(_store);
        _wakes = new Wakes(_tables, _time, NullLogger<Wakes>.Instance);
        _other = new Wakes(_store, _time, NullLogger<Wakes>.Instance);
    }

    [Fact]
    public async Task Sweep_TakenMeanwhile_RaisesNothingAndBringsNoNoteBack()
    {
        await NotedAsync(OrchestrationRuntimeStatus.Running);
        _tables.Before("find PendingWakes", () => _other.TakenAsync("instance", "decided-step-1", "vm-a"));

        Assert.Equal(0, await _wakes.SweepAsync(_client.Object));

        Assert.True(_tables.Happened);
        _client.Verify(it => it.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()), Times.Never);
        Assert.Equal(0, await NotesAsync());
    }

    [Fact]
    public async Task Sweep_TakenWhileTheEventIsRaised_BringsNoNoteBack()
    {
        await NotedAsync(OrchestrationRuntimeStatus.Running);
        _tables.Before("replace PendingWakes", () => _other.TakenAsync("instance", "decided-step-1", "vm-a"));

        Assert.Equal(1, await _wakes.SweepAsync(_client.Object));

        Assert.True(_tables.Happened);
        Assert.Equal(0, await NotesAsync());
    }

    [Fact]
    public async Task Sweep_NotedAnewMeanwhile_KeepsTheNewNote()
    {
        await NotedAsync(OrchestrationRuntimeStatus.Completed);
        _tables.Before("delete PendingWakes", () => _other.NoteAsync("instance", "decided-step-1", "vm-a"));

        Assert.Equal(0, await _wakes.SweepAsync(_client.Object));

        Assert.True(_tables.Happened);
        Assert.Equal(1, await NotesAsync());
    }

    private async Task NotedAsync(OrchestrationRuntimeStatus status)
    {
        await _other.NoteAsync("instance", "decided-step-1", "vm-a");
        _time.Advance(Wakes.Patience);
        _client.Setup(it => it.GetInstanceAsync("instance", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new OrchestrationMetadata("Approval", "instance") { RuntimeStatus = status });
    }

    private Task<int> NotesAsync() => _store.CountAsync<PendingWakeRow>(PendingWakeRow.Partition);
}
