using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Works;

/// <summary>Long work: what its row says on the way, at its end, after failures and a week later.</summary>
public sealed class LongWorkTests
{
    [Fact]
    public async Task Work_OnTheWay_SaysHowFarItIs()
    {
        var counting = new CountingWork { Pauses = true };
        await using var office = await OpenAsync(counting);
        var work = await office.Get<WorkDesk>().StartAsync(office.Client, "counting", "计数", "3", "mayor");
        await counting.Reached.Task;

        var row = (await office.Get<WorkDesk>().FindAsync(work.Id))!;
        Assert.Equal((WorkState.Running, 1, 3, "数到1"), (row.State, row.Done, row.Total, row.Says));
        Assert.Null(row.EndedAt);
        Assert.Null(await office.Get<WorkDesk>().ResultAsync(work.Id));

        counting.GoOn.SetResult();
        await office.SettleAsync();
        row = (await office.Get<WorkDesk>().FindAsync(work.Id))!;
        Assert.Equal((WorkState.Done, 3, "数完了"), (row.State, row.Done, row.Says));
        Assert.Equal("1,2,3", await office.Get<WorkDesk>().ResultAsync(work.Id));
    }

    [Fact]
    public async Task Work_ThatCannotBeDone_SaysWhyAndIsNotTriedAgain()
    {
        var counting = new CountingWork();
        await using var office = await OpenAsync(counting);
        var work = await office.Get<WorkDesk>().StartAsync(office.Client, "counting", "计数", "many", "mayor");
        await office.SettleAsync();

        var row = (await office.Get<WorkDesk>().FindAsync(work.Id))!;
        Assert.Equal((WorkState.Failed, "不是数字", 1), (row.State, row.Says, counting.Runs));
    }

    [Fact]
    public async Task Work_ThatFails_IsTriedThreeTimesAndThenSaysSo()
    {
        var counting = new CountingWork { Fails = true };
        await using var office = await OpenAsync(counting);
        var work = await office.Get<WorkDesk>().StartAsync(office.Client, "counting", "计数", "3", "mayor");
        await office.AdvanceToAsync("2026-03-02T00:10+08:00");

        var row = (await office.Get<WorkDesk>().FindAsync(work.Id))!;
        Assert.Equal((WorkState.Failed, 3), (row.State, counting.Runs));
        Assert.Contains("没有完成", row.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_AWeekAfterItsEnd_IsForgotten()
    {
        await using var office = await OpenAsync(new CountingWork());
        var desk = office.Get<WorkDesk>();
        var work = await desk.StartAsync(office.Client, "counting", "计数", "3", "mayor");
        await office.AdvanceToAsync("2026-03-08T23:00+08:00");
        Assert.NotNull(await desk.FindAsync(work.Id));

        await office.AdvanceToAsync("2026-03-09T01:00+08:00");
        Assert.Null(await desk.FindAsync(work.Id));
        Assert.Null(await desk.ResultAsync(work.Id));
    }

    [Fact]
    public async Task Work_WhoseStartFailed_IsBegunAllTheSameAndDoneByTheSweep()
    {
        await using var office = await OpenAsync(new CountingWork());
        var desk = office.Get<WorkDesk>();
        var away = new Mock<DurableTaskClient>("away");
        away.Setup(it => it.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TimeoutException());
        var work = await desk.StartAsync(away.Object, "counting", "计数", "3", "mayor");
        Assert.Equal(WorkState.Waiting, (await desk.FindAsync(work.Id))!.State);
        Assert.Equal(0, await office.Get<PendingStarts>().SweepAsync(office.Client));

        await office.AdvanceToAsync("2026-03-02T00:05+08:00");
        Assert.Equal(1, await office.Get<PendingStarts>().SweepAsync(office.Client));
        await office.SettleAsync();
        Assert.Equal(WorkState.Done, (await desk.FindAsync(work.Id))!.State);
        Assert.Equal(0, await office.Get<PendingStarts>().SweepAsync(office.Client));
    }

    [Fact]
    public async Task Work_ThatNobodyWasToldOf_IsForgottenByTheSweep()
    {
        await using var office = await OpenAsync(new CountingWork());
        // The process ended between the note and the row.
        await office.Tables.UpsertAsync(new PendingStartRow { Kind = WorkDesk.Kind, Id = "lost", Since = office.Now });
        await office.AdvanceToAsync("2026-03-03T00:05+08:00");

        Assert.Equal(0, await office.Get<PendingStarts>().SweepAsync(office.Client));
        Assert.Empty(await office.Tables.ListAsync<PendingStartRow>(WorkDesk.Kind));
    }

    [Fact]
    public async Task Work_WithLongTexts_KeepsThemWhole()
    {
        await using var office = await OpenAsync(new CountingWork());
        var work = await office.Get<WorkDesk>().StartAsync(office.Client, "counting", "计数", "90000", "mayor");
        await office.SettleAsync();

        Assert.Equal(string.Join(',', Enumerable.Range(1, 90_000)), await office.Get<WorkDesk>().ResultAsync(work.Id));
    }

    internal static Task<VirtualOffice> OpenAsync(CountingWork work) => VirtualOffice.OpenAsync(
        "2026-03-02T00:00+08:00", services => services.AddSingleton<WorkDesk>().AddStarter<WorkDesk>().AddSingleton<ILongWork>(work));
}

/// <summary>Counts to the number that it is given.</summary>
internal sealed class CountingWork : ILongWork
{
    public string Kind => "counting";

    public bool Fails { get; init; }

    public bool Pauses { get; init; }

    public int Runs { get; private set; }

    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<WorkOutcome> RunAsync(string input, WorkProgress progress, CancellationToken cancellation)
    {
        Runs++;
        if (Fails) throw new InvalidOperationException("The table is away.");
        if (!int.TryParse(input, out var until)) throw new WorkRefusedException("不是数字");
        await progress.SayAsync(1, until, "数到1", cancellation);
        if (Pauses)
        {
            Reached.SetResult();
            await GoOn.Task;
        }

        return new("数完了", string.Join(',', Enumerable.Range(1, until)));
    }
}
