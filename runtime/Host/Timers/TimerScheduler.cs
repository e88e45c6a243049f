using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>
/// Runs the timer functions by the clock of the host.
/// An occurrence is recorded when its run has ended, whether well or not. So a run that ended is never repeated after
/// a restart, none is lost, and one that a crash cut short is repeated, marked as past due: a timer function must
/// bear to run twice, as everywhere, but does so only then. Runs of one function never overlap; occurrences that
/// pass meanwhile are skipped.
/// </summary>
internal sealed class TimerScheduler : IHostedService, IDueWork, IDisposable
{
    // A timer that must not overflow looks again at least once a day.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly FunctionPipeline _pipeline;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly IHostMetadata _metadata;
    private readonly IConfiguration _configuration;
    private readonly FunctionCatalog _catalog;
    private readonly ILogger<TimerScheduler> _logger;
    private readonly List<TimerEntry> _entries = [];
    private readonly CancellationTokenSource _abort = new();
    private TaskCompletionSource? _idle;
    private ITimer? _timer;
    private int _running;
    private bool _stopping;

    public TimerScheduler(
        FunctionCatalog catalog,
        FunctionPipeline pipeline,
        IServiceScopeFactory scopes,
        TimeProvider time,
        IHostMetadata metadata,
        IConfiguration configuration,
        ILogger<TimerScheduler> logger)
    {
        _catalog = catalog;
        _pipeline = pipeline;
        _scopes = scopes;
        _time = time;
        _metadata = metadata;
        _configuration = configuration;
        _logger = logger;
    }

    public string Name => "定时函数";

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
                return _stopping ? null : _entries.Where(e => !e.Running).Min(e => e.Next);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var onStartup = new List<TimerEntry>();
        foreach (var function in _catalog.Functions.Where(f => f.Kind == FunctionKind.Timer))
        {
            var attribute = (Microsoft.Azure.Functions.Worker.TimerTriggerAttribute)function.Attribute;
            var entry = new TimerEntry(function, TimerSchedule.Parse(attribute.Schedule, function.Name, _configuration));
            var stored = attribute.UseMonitor ? await _metadata.GetAsync(entry.MetadataKey) : null;
            entry.Restore(stored, now);

            // Remembered from the first start on, so that downtime before the first occurrence counts too.
            if (attribute.UseMonitor && stored is null)
                await _metadata.SetAsync(entry.MetadataKey, entry.Serialize());
            if (attribute.RunOnStartup && !entry.PastDue)
                onStartup.Add(entry);
            _entries.Add(entry);
        }

        if (_entries.Count == 0)
            return;

        _timer = _time.CreateTimer(_ => Poke(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            foreach (var entry in onStartup)
                Begin(entry, occurrence: null);
        }

        Poke();
    }

    public void Poke()
    {
        lock (_gate)
        {
            if (_stopping || _timer is null)
                return;

            var now = _time.GetUtcNow();
            foreach (var entry in _entries)
            {
                if (!entry.Running && entry.Next is { } next && next <= now)
                    Begin(entry, next);
            }

            if (_entries.Where(e => !e.Running).Min(e => e.Next) is { } due)
            {
                var sleep = due - now;
                _timer.Change(sleep < LongestSleep ? sleep : LongestSleep, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task idle;
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                if (_running == 0 && !_entries.Any(e => e.Next <= now))
                    return;
                if (_stopping && _running == 0)
                    return;
                idle = (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            Poke();
            await idle.WaitAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            _stopping = true;
        if (_timer is not null)
            await _timer.DisposeAsync();

        try
        {
            await WhenIdleAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Time is up: the functions are asked to give up. They are not recorded, so they run again.
            await _abort.CancelAsync();
        }
    }

    public void Dispose()
    {
        _abort.Dispose();
        _timer?.Dispose();
    }

    // Under the lock.
    private void Begin(TimerEntry entry, DateTimeOffset? occurrence)
    {
        entry.Running = true;
        _running++;
        var pastDue = occurrence is not null && entry.PastDue;
        _ = Task.Run(() => RunAsync(entry, occurrence, pastDue));
    }

    private async Task RunAsync(TimerEntry entry, DateTimeOffset? occurrence, bool pastDue)
    {
        try
        {
            await InvokeAsync(entry, pastDue);
            if (!_abort.IsCancellationRequested)
                await RecordAsync(entry, occurrence);
        }
        catch (Exception e)
        {
            // The occurrence stays the next one and is tried again at the next look or start.
            _logger.LogCritical(e, "定时函数 {FunctionName} 的计划无法保存", entry.Function.Name);
            lock (_gate)
                entry.Next = entry.Schedule.After(_time.GetUtcNow());
        }
        finally
        {
            TaskCompletionSource? idle;
            lock (_gate)
            {
                entry.Running = false;
                _running--;
                idle = _idle;
                _idle = null;
            }

            Poke();
            idle?.TrySetResult();
        }
    }

    private async Task InvokeAsync(TimerEntry entry, bool pastDue)
    {
        var retries = TimerRetries.Of(entry.Function.Method);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var scope = _scopes.CreateAsyncScope();
                var context = new LocalFunctionContext(entry.Function, scope.ServiceProvider, _abort.Token)
                {
                    TriggerValue = entry.Info(pastDue, _time.GetUtcNow()),
                    Attempt = attempt,
                    MaxAttempts = retries.Maximum,
                };
                await _pipeline.RunAsync(context);
                return;
            }
            catch (Exception e)
            {
                var again = !_stopping && (retries.Maximum < 0 || attempt < retries.Maximum);
                _logger.LogError(e, "定时函数 {FunctionName} 失败（第 {Attempt} 次）", entry.Function.Name, attempt + 1);
                if (!again)
                    return;
                await Task.Delay(retries.Delay(attempt), _time, _abort.Token);
            }
        }
    }

    private async Task RecordAsync(TimerEntry entry, DateTimeOffset? occurrence)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            entry.Last = occurrence ?? now;
            entry.LastUpdated = now;
            entry.PastDue = false;

            // A run at start-up stands beside the schedule; an occurrence that it delayed still comes.
            if (occurrence is not null)
                entry.Next = entry.Schedule.After(now);
        }

        if (entry.Trigger.UseMonitor)
            await _metadata.SetAsync(entry.MetadataKey, entry.Serialize());
    }
}
