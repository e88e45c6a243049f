using Dazhou.DurableEngine;
using Microsoft.DurableTask;

namespace Engine.Tests;

public class VirtualTimeTests
{
    private const int Days = 730;

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("Remind", (_, day) => day)
        .AddOrchestratorFunc("Project", async context =>
        {
            var accepted = context.WaitForExternalEvent<string>("Accepted");
            var start = context.CurrentUtcDateTime;
            for (var day = 1; day <= Days; day++)
            {
                using var stop = new CancellationTokenSource();
                var reminder = context.CreateTimer(start.AddDays(day), stop.Token);
                if (await Task.WhenAny(accepted, reminder) == accepted)
                {
                    stop.Cancel();
                    return $"{await accepted} on day {day}";
                }

                await context.CallActivityAsync<int>("Remind", day);
            }

            return "overdue";
        });

    [Theory, EveryEngine]
    public async Task TwoYears_WithAReminderADay_LeaveTheHistoryOfRealTime(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);

        var result = await engine.RunAsync("Project");

        var expected = Enumerable.Range(1, Days).Select(day => TestEngine.Start.AddDays(day)).ToList();
        var id = result.InstanceId;
        Assert.Equal("overdue", result.ReadOutputAs<string>());
        Assert.Equal(expected, engine.History(id, Kind.TimerCreated).Select(TestEngine.Due));
        Assert.Equal(expected.Select(item => item.AddDays(-1)), engine.History(id, Kind.TimerCreated).Select(TestEngine.At));
        Assert.Equal(expected, engine.History(id, Kind.TimerFired).Select(TestEngine.Due));
        Assert.Equal(expected, engine.History(id, Kind.TimerFired).Select(TestEngine.At));
        Assert.Equal(expected, engine.History(id, Kind.TaskScheduled).Select(TestEngine.At));
        Assert.Equal(expected, engine.History(id, Kind.TaskCompleted).Select(TestEngine.At));
        // The start, then a timer and an activity's answer each day.
        Assert.Equal(1 + (2 * Days), engine.History(id, Kind.OrchestratorStarted).Count);
        Assert.Equal(expected[^1], result.LastUpdatedAt);
        Assert.Equal(expected[^1], engine.Clock.GetUtcNow());
    }

    [Theory, EveryEngine]
    public async Task AdvanceTo_StopsAtItsTarget_AndAnEventThereIsHeardThen(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var id = await engine.BeginAsync("Project");

        var now = await engine.Machine.AdvanceToAsync(TestEngine.Start.AddDays(100.5));
        Assert.Equal(TestEngine.Start.AddDays(100.5), now);
        Assert.Equal(now, engine.Clock.GetUtcNow());
        Assert.Equal(100, engine.History(id, Kind.TimerFired).Count);
        Assert.Equal(TestEngine.Start.AddDays(101), engine.Engine.NextDue);
        await engine.RaiseAsync(id, "Accepted", "验收");

        Assert.Equal("验收 on day 101", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Equal(TestEngine.Start.AddDays(100.5), (await engine.GetAsync(id)).LastUpdatedAt);
    }

    [Theory, EveryEngine]
    public async Task AdvanceTo_WhereNothingIsDue_MovesTheClockAll(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);

        Assert.Equal(TestEngine.Start.AddYears(3), await engine.Machine.AdvanceToAsync(TestEngine.Start.AddYears(3)));
    }

    [Theory, EveryEngine]
    public async Task Instances_WithDifferentRhythms_EachSeeTheirOwnInstants(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<int, List<double>>("Every", async (context, hours) =>
            {
                var seen = new List<double>();
                for (var count = 0; count < 20; count++)
                {
                    await context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None);
                    seen.Add((context.CurrentUtcDateTime - TestEngine.Start.UtcDateTime).TotalHours);
                }

                return seen;
            }));
        var ids = new Dictionary<int, string>();
        foreach (var hours in (int[])[1, 2, 3, 5, 7, 24])
        {
            ids[hours] = await engine.BeginAsync("Every", hours);
        }

        await engine.Machine.RunUntilQuietAsync();

        foreach (var (hours, id) in ids)
        {
            Assert.Equal(
                Enumerable.Range(1, 20).Select(count => (double)count * hours), (await engine.GetAsync(id)).ReadOutputAs<List<double>>());
        }
    }

    [Theory]
    [InlineData(EngineKind.Memory)]
    [InlineData(EngineKind.Sqlite)]
    public async Task AutoAdvance_RunsALifeToItsEndByItself(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks, options => options.AutoAdvance = true);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Project");

        var result = await engine.Client.WaitForInstanceCompletionAsync(id, true).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("overdue", result.ReadOutputAs<string>());
        Assert.Equal(TestEngine.Start.AddDays(Days), engine.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(EngineKind.Memory)]
    [InlineData(EngineKind.Sqlite)]
    public async Task RunningClock_MovedThroughTheMachine_FiresEachTimerAtItsOwnInstant(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks, clock: Clock.Running());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Project");
        await engine.Client.WaitForInstanceStartAsync(id);

        await engine.AdvanceAsync(TimeSpan.FromDays(7) + TimeSpan.FromHours(1));

        var fired = engine.History(id, Kind.TimerFired);
        Assert.Equal(7, fired.Count);
        // A running clock goes on meanwhile; what matters is that no day was skipped to its end.
        Assert.All(fired, item => Assert.InRange(TestEngine.At(item) - TestEngine.Due(item), TimeSpan.Zero, TimeSpan.FromMinutes(5)));
        Assert.True(engine.Clock.Offset > TimeSpan.FromDays(7));
    }

    [Fact]
    public void Clock_MovedBack_IsRefusedOrIgnored()
    {
        var frozen = Clock.Virtual(TestEngine.Start);
        var running = Clock.Running(TimeSpan.FromDays(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => frozen.MoveTo(TestEngine.Start.AddTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Clock.Running(TimeSpan.FromDays(-1)));

        running.MoveTo(DateTimeOffset.UnixEpoch);

        Assert.Equal(TestEngine.Start, frozen.GetUtcNow());
        Assert.Equal(TimeSpan.FromDays(1), running.Offset);
    }

    [Fact]
    public void Clock_Timers_FireInOrderWhenItIsMoved_AndNotOnceDisposed()
    {
        var clock = Clock.Virtual(TestEngine.Start);
        using var fired = new BlockingList<string>();
        using var late = clock.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        using var periodic = clock.CreateTimer(_ => fired.Add("hour"), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        var disposed = clock.CreateTimer(_ => fired.Add("disposed"), null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        clock.MoveTo(TestEngine.Start.AddHours(3));

        Assert.Equal(["hour", "hour", "hour", "late"], fired.Take(4).Order());
        Assert.Equal(TestEngine.Start.AddHours(4), clock.NextTimer);
    }

    private sealed class BlockingList<T> : System.Collections.Concurrent.BlockingCollection<T>
    {
        public List<T> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];
    }
}
