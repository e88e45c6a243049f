using System.Collections.Concurrent;
using System.Text.Json;
using Dazhou.DurableEngine;
using Dazhou.FunctionsHost;
using Dazhou.FunctionsHost.Rpc;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Timers;

public sealed class TimerSchedulerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly Clock _clock = Clock.Virtual(Start);
    private readonly MemoryMetadata _metadata = new();
    private readonly Runs _runs = new();

    [Fact]
    public async Task Schedule_RunsOnceAnOccurrence()
    {
        var scheduler = await StartAsync();
        await new TimeMachine(_clock, [scheduler]).AdvanceToAsync(Start.AddHours(3));
        Assert.Equal(["01:00 False", "02:00 False", "03:00 False"], _runs.Lines);
        Assert.Equal(Start.AddHours(4), scheduler.NextDue);
    }

    [Fact]
    public async Task ScheduleOfMinutes_RunsAboutDaily_WhileTheClockIsMoved()
    {
        var scheduler = await StartAsync(schedule: "0 */5 * * * *");
        await new TimeMachine(_clock, [scheduler]).AdvanceToAsync(Start.AddDays(10));
        Assert.InRange(_runs.Lines.Count, 10, 25);
        Assert.Equal(Start.AddDays(10), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Restart_DoesNotRepeatWhatRan()
    {
        var first = await StartAsync();
        await new TimeMachine(_clock, [first]).AdvanceToAsync(Start.AddHours(1));
        await first.StopAsync(CancellationToken.None);
        var second = await StartAsync();
        await second.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["01:00 False"], _runs.Lines);
    }

    [Fact]
    public async Task Downtime_IsMadeUpForByOneRun()
    {
        var first = await StartAsync();
        await first.StopAsync(CancellationToken.None);
        _clock.MoveTo(Start.AddHours(5).AddMinutes(30));
        var second = await StartAsync();
        await second.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["05:30 True"], _runs.Lines);
        await new TimeMachine(_clock, [second]).AdvanceToAsync(Start.AddHours(6));
        Assert.Equal(["05:30 True", "06:00 False"], _runs.Lines);
    }

    [Fact]
    public async Task Crash_DuringARun_RepeatsItOnce()
    {
        var first = await StartAsync();
        _runs.Block = new TaskCompletionSource();
        _clock.MoveTo(Start.AddHours(1));
        first.Poke();
        await _runs.Entered.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // The process ends here: nothing of the first scheduler counts any more.
        var second = await StartAsync(metadata: _metadata.Copy(), block: false);
        await second.WhenIdleAsync(CancellationToken.None);
        _runs.Block.SetResult();
        await first.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["01:00 False", "01:00 False"], _runs.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LongRun_DoesNotOverlap_AndSkipsWhatPassed()
    {
        var scheduler = await StartAsync();
        _runs.Block = new TaskCompletionSource();
        _clock.MoveTo(Start.AddHours(1));
        scheduler.Poke();
        await _runs.Entered.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _clock.MoveTo(Start.AddHours(3).AddMinutes(1));
        scheduler.Poke();
        Assert.Single(_runs.Begun);
        _runs.Block.SetResult();
        await scheduler.WhenIdleAsync(CancellationToken.None);
        Assert.Single(_runs.Begun);
        Assert.Equal(Start.AddHours(4), scheduler.NextDue);
    }

    [Fact]
    public async Task Failure_CountsAsRun_AndRetriesAsDeclared()
    {
        var scheduler = await StartAsync(fails: true);
        await new TimeMachine(_clock, [scheduler]).AdvanceToAsync(Start.AddHours(1).AddMinutes(10));
        Assert.Equal(["0 of 2", "1 of 2", "2 of 2"], _runs.Lines);
        Assert.Equal(Start.AddHours(2), scheduler.NextDue);
    }

    [Fact]
    public async Task RunOnStartup_RunsAtOnce_BesideTheSchedule()
    {
        var scheduler = await StartAsync(atStart: true);
        await scheduler.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["00:00 False"], _runs.Lines);
        Assert.Equal(Start.AddHours(1), scheduler.NextDue);
    }

    [Fact]
    public async Task ChangedSchedule_CountsFromTheLastRun()
    {
        var first = await StartAsync();
        await new TimeMachine(_clock, [first]).AdvanceToAsync(Start.AddHours(1));
        await first.StopAsync(CancellationToken.None);
        _clock.MoveTo(Start.AddHours(1).AddMinutes(45));
        var second = await StartAsync(schedule: "0 30 * * * *");
        await second.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["01:00 False", "01:45 True"], _runs.Lines);
    }

    [Theory]
    [InlineData("0 0 1 * * *", "2026-03-02T01:00:00Z")]
    [InlineData("*/10 * * * * *", "2026-03-02T00:00:10Z")]
    [InlineData("0 0 9 * * 1-5", "2026-03-02T09:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2028-02-29T00:00:00Z")]
    [InlineData("30 8 * * *", "2026-03-02T08:30:00Z")]
    public void Schedule_IsUtc(string text, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next), TimerSchedule.Parse(text, "f", new ConfigurationBuilder().Build()).After(Start));

    [Theory]
    [InlineData("every day", "无效")]
    [InlineData("0 0 25 * * *", "无效")]
    [InlineData("%Missing%", "没有这个设置")]
    public void Schedule_ThatIsNone_SaysWhy(string text, string why)
    {
        var e = Assert.Throws<StartupException>(() => TimerSchedule.Parse(text, "f", new ConfigurationBuilder().Build()));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Retries_GrowAsDeclared()
    {
        var growing = TimerRetries.Of(new RpcRetryOptions
        {
            MaxRetryCount = 5,
            RetryStrategy = RpcRetryOptions.Types.RetryStrategy.ExponentialBackoff,
            MinimumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
            MaximumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)),
        });
        Assert.Equal([10, 20, 40, 60, 60], Enumerable.Range(0, 5).Select(attempt => growing.Delay(attempt).TotalSeconds));
        Assert.Equal(0, TimerRetries.Of(null).Maximum);
    }

    private async Task<TimerScheduler> StartAsync(
        MemoryMetadata? metadata = null, string schedule = "0 0 * * * *", bool block = true, bool fails = false, bool atStart = false)
    {
        var catalog = new FunctionCatalog();
        catalog.Fill(
        [
            new FunctionEntry("Tick", FunctionKind.Timer, "timer", [])
            {
                Timer = new TimerTriggerSettings("%Hourly%", atStart, UseMonitor: true),
                Retries = fails ? new RpcRetryOptions { MaxRetryCount = 2, RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay, DelayInterval = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)) } : null,
            },
        ]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Hourly", schedule)]).Build();
        var scheduler = new TimerScheduler(
            catalog, new Runner(_runs, _clock, block, fails), _clock, metadata ?? _metadata, configuration, NullLogger<TimerScheduler>.Instance);
        await scheduler.StartAsync(CancellationToken.None);
        return scheduler;
    }

    /// <summary>What ran; the same book in another process.</summary>
    private sealed class Runs
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ConcurrentQueue<string> Begun { get; } = new();

        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource? Block { get; set; }
    }

    private sealed class Runner(Runs runs, TimeProvider time, bool block, bool fails) : ITimerRunner
    {
        public async Task RunAsync(FunctionEntry function, string info, int attempt, int maximum, CancellationToken cancellation)
        {
            if (fails)
            {
                runs.Lines.Enqueue($"{attempt} of {maximum}");
                throw new FunctionFailedException("broken");
            }

            using var told = JsonDocument.Parse(info);
            Assert.True(told.RootElement.GetProperty("scheduleStatus").GetProperty("next").GetDateTime() > time.GetUtcNow().UtcDateTime);
            var line = $"{time.GetUtcNow():HH:mm} {told.RootElement.GetProperty("isPastDue").GetBoolean()}";
            runs.Begun.Enqueue(line);
            runs.Entered.TrySetResult();
            if (block && runs.Block is { } blocked)
                await blocked.Task;
            runs.Lines.Enqueue(line);
        }
    }
}
