using System.Collections.Concurrent;
using Dazhou.DurableEngine.Commands;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Dazhou.DurableEngine.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dazhou.DurableEngine;

/// <summary>
/// The orchestration engine of one process: wakes instances for messages, activity results and timers,
/// and commits each turn before anything of it becomes visible.
/// </summary>
/// <remarks>
/// Awake instances are actors in memory; all others are rows of the store and cost nothing else.
/// Nothing polls: messages wake by delivery, timers by one system timer for the earliest of all.
/// </remarks>
public sealed partial class LocalEngine : IDueWork, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, InstanceActor> _actors = new(StringComparer.Ordinal);
    private readonly ReadyCache _ready;
    private readonly Waiters _waiters = new();
    private readonly TimeProvider _time;
    private readonly IDisposable _gauges;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private volatile bool _stopping;
    private int _started;
    private int _opened;

    /// <summary>Creates the engine; <see cref="StartAsync"/> opens its store.</summary>
    public LocalEngine(
        ITurnExecutor turns, IActivityExecutor activities, IOptions<DurableEngineOptions> options, TimeProvider time, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        Turns = turns;
        ActivityExecutor = activities;
        Options = options.Value;
        _time = time;
        Logger = loggerFactory.CreateLogger("Dazhou.DurableEngine");
        Store = Options.CustomStore ?? (Options.Store == StoreKind.Memory ? new MemoryStore() : new SqliteStore(Options, Logger));
        Damaged = new DamagedInstances(Logger);
        Activities = new ActivityPool(this, Options.MaximumConcurrentActivities);
        Timers = new TimerPump(this, time);
        Killed = _kill.Token;
        Stopping = _stop.Token;
        _ready = new ReadyCache(Options.CachedInstances);
        _gauges = EngineTelemetry.Observe(() => Activities.Depth, () => Activity.Count);
    }

    /// <inheritdoc/>
    public string Name => "orchestrations";

    /// <inheritdoc/>
    public DateTimeOffset? NextDue => Timers.NextDue();

    /// <summary>Runs the orchestrators.</summary>
    internal ITurnExecutor Turns { get; }

    /// <summary>Runs the activities.</summary>
    internal IActivityExecutor ActivityExecutor { get; }

    internal DurableEngineOptions Options { get; }

    internal ILogger Logger { get; }

    internal IOrchestrationStore Store { get; }

    internal Outstanding Activity { get; } = new();

    internal ActivityPool Activities { get; }

    internal TimerPump Timers { get; }

    internal DamagedInstances Damaged { get; }

    internal bool IsStopping => _stopping;

    /// <summary>Fires when the drain begins.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>Fires when a drain has lasted too long: what still runs is left as it is.</summary>
    internal CancellationToken Killed { get; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Opens the store and wakes what was under way when the process ended.</summary>
    /// <exception cref="StoreUnavailableException">The store is in use, damaged or cannot be written.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
        {
            return Task.CompletedTask;
        }

        Open();
        foreach (var id in Store.ReadWithWork())
        {
            Wake(id);
        }

        Timers.Start();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Opens the store without waking anything, so that a host can read its metadata first: by the clock's stored offset
    /// the timers must be judged, not by the bare clock.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store is in use, damaged or cannot be written.</exception>
    internal void Open()
    {
        if (Interlocked.Exchange(ref _opened, 1) == 0)
        {
            Store.Open();
        }
    }

    /// <summary>
    /// Drains: no new turn begins, running turns commit, running activities end and their results are stored.
    /// Whatever has not ended when <paramref name="cancellationToken"/> fires runs again at the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopping || Volatile.Read(ref _opened) == 0)
        {
            return;
        }

        _stopping = true;
        await _stop.CancelAsync();
        Timers.Dispose();
        try
        {
            await Activity.WhenIdleAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _kill.CancelAsync();
            Logger.LogWarning("The engine stops with {Count} items under way; they run again at the next start", Activity.Count);
        }

        try
        {
            foreach (var actor in _actors.Values)
            {
                foreach (var result in actor.TakeResults())
                {
                    await SubmitAsync(new SendMessageCommand(this, actor.Id, result.Event));
                }
            }
        }
        catch (StoreUnavailableException exception)
        {
            Logger.LogError(exception, "Results of activities could not be stored; those activities run again at the next start");
        }
        finally
        {
            Store.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Poke() => Timers.Poke();

    /// <inheritdoc/>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => Activity.WhenIdleAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await StopAsync(soon.Token);
        _gauges.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    /// <summary>Has a turn, an activity or a look at the timers run soon: on the thread pool, or in the order that a simulation chooses.</summary>
    internal void Queue(IThreadPoolWorkItem item)
    {
        if (Options.Scheduler is { } scheduler)
        {
            _ = Task.Factory.StartNew(
                static item => ((IThreadPoolWorkItem)item!).Execute(), item, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
    }

    internal async Task<TCommand> SubmitAsync<TCommand>(TCommand command)
        where TCommand : ClientCommand
    {
        Activity.Begin();
        Store.Submit(command);
        await command.Completion;
        return command;
    }

    internal void Deliver(Delivery delivery)
    {
        if (delivery.Created?.NextDue is { } start)
        {
            Timers.Added(start);
        }

        while (!ActorOf(delivery.InstanceId).Deliver(delivery))
        {
        }
    }

    /// <summary>The stored state of an instance was changed from outside its turns: what is known of it is read again.</summary>
    internal void Reload(string id)
    {
        while (!ActorOf(id).Reload())
        {
        }
    }

    internal void WakeForTimer(string id)
    {
        while (true)
        {
            var actor = ActorOf(id);
            actor.ClaimedByTimers = true;
            if (actor.Wake())
            {
                return;
            }
        }
    }

    internal void OnTurnCommitted(TurnCommand command)
    {
        if (command.After.NextDue is { } due && due != command.Before.NextDue)
        {
            Timers.Added(due);
        }

        if (command.After.Status != command.Before.Status)
        {
            _waiters.Changed(command.After);
            if (command.After.Status.IsTerminal())
            {
                Damaged.Remove(command.After.Id);
                EngineTelemetry.Ended(command.After.Name, command.After.Status.ToString());
                Logger.LogDebug("Instance {InstanceId} of {Orchestration} ended: {Status}", command.After.Id, command.After.Name, command.After.Status);
            }
        }
    }

    internal void OnActorIdle(InstanceActor actor)
    {
        if (actor.IsWorthKeeping)
        {
            if (_ready.Add(actor) is { } oldest)
            {
                Retire(oldest);
            }
        }
        else
        {
            Retire(actor);
        }
    }

    internal void ReportTimerFailure(Exception exception) =>
        Logger.LogError(exception, "Due timers could not be read; they are read again shortly");

    private void Wake(string id)
    {
        while (!ActorOf(id).Wake())
        {
        }
    }

    private InstanceActor ActorOf(string id) => _actors.GetOrAdd(id, static (key, engine) => new InstanceActor(engine, key), this);

    private void Retire(InstanceActor actor)
    {
        if (actor.TryRetire())
        {
            Turns.Release(actor.Id);
            _actors.TryRemove(new KeyValuePair<string, InstanceActor>(actor.Id, actor));
        }
    }
}
