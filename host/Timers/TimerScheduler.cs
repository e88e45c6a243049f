using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

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
    private readonly ITimerRunner _runner;
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
        ITimerRunner runner,
        TimeProvider time,
        IHostMetadata metadata,
        IConfiguration configuration,
        ILogger<TimerScheduler> logger)
    {
        _catalog = catalog;
        _runner = runner;
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
                return _stopping ? null : _entries.Min(e => e.Stop);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var onStartup = new List<TimerEntry>();
        foreach (var function in _catalog.Functions.Where(f => f.Kind == FunctionKind.Timer))
        {
            var trigger = function.Timer!;
            var entry = new TimerEntry(function, TimerSchedule.Parse(trigger.Schedule, function.Name, _configuration));
            var stored = trigger.UseMonitor ? await _metadata.GetAsync(entry.MetadataKey) : null;
            entry.Restore(stored, now);

            // Remembered from the first start on, so that downtime before the first occurrence counts too.
            if (trigger.UseMonitor && stored is null)
                await _metadata.SetAsync(entry.MetadataKey, entry.Serialize());
            if (trigger.RunOnStartup && !entry.PastDue)
                onStartup.Add(entry);
            _entries.Add(entry);
        }

        if (_entries.Count == 0)
            return;

        // By the system's time: a clock that is moved asks NextDue where to stop, and pokes.
        _timer = TimeProvider.System.CreateTimer(_ => Poke(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
                if (entry.Due <= now)
                    Begin(entry, entry.RetryAt is null ? entry.Next : entry.Occurrence);
            }

            if (_entries.Min(e => e.Due) is { } due)
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
                if (_running == 0 && !_entries.Any(e => e.Due <= now))
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
        entry.Occurrence = occurrence;
        entry.RetryAt = null;
        _running++;
        _ = Task.Run(() => RunAsync(entry));
    }

    private async Task RunAsync(TimerEntry entry)
    {
        try
        {
            // A failed occurrence that is tried again is no running one meanwhile: the clock can be moved to the retry.
            if (await SucceededAsync(entry) || !RetryLater(entry))
                await RecordAsync(entry);
        }
        catch (Exception e)
        {
            // The record still names this occurrence, so the next start makes up for it; meanwhile the schedule goes on.
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

    private async Task<bool> SucceededAsync(TimerEntry entry)
    {
        try
        {
            var info = entry.Info(entry.Occurrence is not null && entry.PastDue, _time.GetUtcNow());
            await _runner.RunAsync(entry.Function, info, entry.Attempt, entry.Retries.Maximum, _abort.Token);
            return true;
        }
        catch (FunctionFailedException e)
        {
            _logger.LogError("定时函数 {FunctionName} 失败（第 {Attempt} 次）：{Exception}", entry.Function.Name, entry.Attempt + 1, e.Message);
            return false;
        }
        catch (Exception e)
        {
            _logger.LogError(e, "定时函数 {FunctionName} 失败（第 {Attempt} 次）", entry.Function.Name, entry.Attempt + 1);
            return false;
        }
    }

    private bool RetryLater(TimerEntry entry)
    {
        if (entry.Retries.Maximum >= 0 && entry.Attempt >= entry.Retries.Maximum)
            return false;

        lock (_gate)
        {
            entry.RetryAt = _time.GetUtcNow() + entry.Retries.Delay(entry.Attempt);
            entry.Attempt++;
        }

        return true;
    }

    private async Task RecordAsync(TimerEntry entry)
    {
        // Told to give up: the next start runs the occurrence again.
        if (_abort.IsCancellationRequested)
            return;

        var now = _time.GetUtcNow();
        lock (_gate)
        {
            entry.Last = entry.Occurrence ?? now;
            entry.LastUpdated = now;
            entry.Attempt = 0;

            // A run at start-up stands beside the schedule; an occurrence that it delayed still comes.
            if (entry.Occurrence is not null)
            {
                entry.PastDue = false;
                entry.Next = entry.Schedule.After(now);
            }
        }

        if (entry.Trigger.UseMonitor)
            await _metadata.SetAsync(entry.MetadataKey, entry.Serialize());
    }
}
