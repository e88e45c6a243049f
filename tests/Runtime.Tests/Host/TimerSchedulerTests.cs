using System.Collections.Concurrent;
using Dazhou.LocalRuntime;
using Dazhou.LocalRuntime.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runtime.Tests.Hosting;

public sealed class TimerSchedulerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly Clock _clock = Clock.Virtual(Start);
    private readonly MemoryMetadata _metadata = new();
    private readonly Runs _runs = new();
    private readonly List<IAsyncDisposable> _disposables = [];

    [Fact]
    public async Task Schedule_RunsOnceAnOccurrence()
    {
        var scheduler = await StartAsync(typeof(Hourly));
        await new TimeMachine(_clock, [scheduler]).AdvanceToAsync(Start.AddHours(3));
        Assert.Equal(["01:00 False", "02:00 False", "03:00 False"], _runs.Lines);
        Assert.Equal(Start.AddHours(4), scheduler.NextDue);
    }

    [Fact]
    public async Task ScheduleOfMinutes_RunsAboutDaily_WhileTheClockIsMoved()
    {
        var scheduler = await StartAsync(typeof(Hourly), schedule: "0 */5 * * * *");
        await new TimeMachine(_clock, [scheduler]).AdvanceToAsync(Start.AddDays(10));
        Assert.InRange(_runs.Lines.Count, 10, 25);
        Assert.Equal(Start.AddDays(10), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Restart_DoesNotRepeatWhatRan()
    {
        var first = await StartAsync(typeof(Hourly));
        await new TimeMachine(_clock, [first]).AdvanceToAsync(Start.AddHours(1));
        await first.StopAsync(CancellationToken.None);
        var second = await StartAsync(typeof(Hourly));
        await second.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["01:00 False"], _runs.Lines);
    }

    [Fact]
    public async Task Downtime_IsMadeUpForByOneRun()
    {
        var first = await StartAsync(typeof(Hourly));
        await first.StopAsync(CancellationToken.None);
        _clock.MoveTo(Start.AddHours(5).AddMinutes(30));
        var second = await StartAsync(typeof(Hourly));
        await second.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["05:30 True"], _runs.Lines);
        await new TimeMachine(_clock, [second]).AdvanceToAsync(Start.AddHours(6));
        Assert.Equal(["05:30 True", "06:00 False"], _runs.Lines);
    }

    [Fact]
    public async Task Crash_DuringARun_RepeatsItOnce()
    {
        var first = await StartAsync(typeof(Hourly));
        _runs.Block = new TaskCompletionSource();
        _clock.MoveTo(Start.AddHours(1));
        first.Poke();
        await _runs.Entered.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // The process ends here: nothing of the first scheduler counts any more.
        var second = await StartAsync(typeof(Hourly), _metadata.Copy(), block: false);
        await second.WhenIdleAsync(CancellationToken.None);
        _runs.Block.SetResult();
        await first.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["01:00 False", "01:00 False"], _runs.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LongRun_DoesNotOverlap_AndSkipsWhatPassed()
    {
        var scheduler = await StartAsync(typeof(Hourly));
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
        var scheduler = await StartAsync(typeof(Failing));
        await new TimeMachine(_clock, [scheduler]).AdvanceToAsync(Start.AddHours(1).AddMinutes(10));
        Assert.Equal(["0 of 2", "1 of 2", "2 of 2"], _runs.Lines);
        Assert.Equal(Start.AddHours(2), scheduler.NextDue);
    }

    [Fact]
    public async Task RunOnStartup_RunsAtOnce_BesideTheSchedule()
    {
        var scheduler = await StartAsync(typeof(AtStart));
        await scheduler.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(["00:00 False"], _runs.Lines);
        Assert.Equal(Start.AddHours(1), scheduler.NextDue);
    }

    [Fact]
    public async Task ChangedSchedule_CountsFromTheLastRun()
    {
        var first = await StartAsync(typeof(Hourly));
        await new TimeMachine(_clock, [first]).AdvanceToAsync(Start.AddHours(1));
        await first.StopAsync(CancellationToken.None);
        _clock.MoveTo(Start.AddHours(1).AddMinutes(45));
        var second = await StartAsync(typeof(Hourly), schedule: "0 30 * * * *");
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

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in _disposables)
            await disposable.DisposeAsync();
    }

    private async Task<TimerScheduler> StartAsync(Type type, IHostMetadata? metadata = null, string schedule = "0 0 * * * *", bool block = true)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(block ? _runs : new Runs(_runs))
            .AddSingleton<TimeProvider>(_clock)
            .BuildServiceProvider();
        _disposables.Add(services);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Hourly", schedule)]).Build();
        var scheduler = new TimerScheduler(
            new FunctionCatalog(FunctionDiscovery.Find([type])),
            new FunctionPipeline([], NullLoggerFactory.Instance),
            services.GetRequiredService<IServiceScopeFactory>(),
            _clock,
            metadata ?? _metadata,
            configuration,
            NullLogger<TimerScheduler>.Instance);
        await scheduler.StartAsync(CancellationToken.None);
        return scheduler;
    }

    public sealed class Runs
    {
        public Runs()
        {
        }

        // The same book in another process.
        public Runs(Runs other) => (Lines, Begun) = (other.Lines, other.Begun);

        public ConcurrentQueue<string> Lines { get; } = new();

        public ConcurrentQueue<string> Begun { get; } = new();

        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource? Block { get; set; }
    }

    public sealed class Hourly(Runs runs, TimeProvider time)
    {
        [Function("HourlyTick")]
        public async Task Tick([TimerTrigger("%Hourly%")] TimerInfo timer)
        {
            var line = $"{time.GetUtcNow():HH:mm} {timer.IsPastDue}";
            runs.Begun.Enqueue(line);
            runs.Entered.TrySetResult();
            if (runs.Block is { } block)
                await block.Task;
            runs.Lines.Enqueue(line);
        }
    }

    public sealed class AtStart(Runs runs, TimeProvider time)
    {
        [Function("AtStartTick")]
        public void Tick([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer) =>
            runs.Lines.Enqueue($"{time.GetUtcNow():HH:mm} {timer.IsPastDue}");
    }

    public sealed class Failing(Runs runs)
    {
        [Function("FailingTick")]
        [FixedDelayRetry(2, "00:01:00")]
        public void Tick([TimerTrigger("0 0 * * * *")] TimerInfo timer, FunctionContext context)
        {
            runs.Lines.Enqueue($"{context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
            throw new InvalidOperationException(timer.ToString());
        }
    }

    private sealed class MemoryMetadata : IHostMetadata
    {
        private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

        public Task<string?> GetAsync(string key) => Task.FromResult(_values.GetValueOrDefault(key));

        public Task SetAsync(string key, string value)
        {
            _values[key] = value;
            return Task.CompletedTask;
        }

        public MemoryMetadata Copy()
        {
            var copy = new MemoryMetadata();
            foreach (var (key, value) in _values)
                copy._values[key] = value;
            return copy;
        }
    }
}
