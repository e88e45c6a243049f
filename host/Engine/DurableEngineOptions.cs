using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Worker;

namespace Dazhou.DurableEngine;

/// <summary>Where the engine keeps its instances.</summary>
public enum StoreKind
{
    /// <summary>A SQLite file: durable, the default.</summary>
    Sqlite,

    /// <summary>The process's memory: for tests and rehearsals.</summary>
    Memory,
}

/// <summary>Settings of the engine.</summary>
public sealed class DurableEngineOptions
{
    /// <summary>Which store is used.</summary>
    public StoreKind Store { get; set; } = StoreKind.Sqlite;

    /// <summary>The SQLite file, relative to the working directory; its folder is made if missing.</summary>
    public string DatabasePath { get; set; } = Path.Combine(".local", "runtime.db");

    /// <summary>The largest input, output, event or status in bytes of UTF-8 (default 16 MiB); larger ones are refused.</summary>
    public int MaximumPayloadBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many waiting instances stay in memory ready to go on (default 256). 0 replays every turn from history,
    /// which finds non-deterministic code at once.
    /// </summary>
    public int CachedInstances { get; set; } = 256;

    /// <summary>The most activities that run at a time (default 100 for each processor); the rest waits in order.</summary>
    public int MaximumConcurrentActivities { get; set; } = 100 * Environment.ProcessorCount;

    /// <summary>
    /// Whether an orchestrator of a name exists; starting one that does not is refused at once, as the Functions host does it.
    /// Null lets every name start, and fail.
    /// </summary>
    public Func<string, bool>? KnowsOrchestrator { get; set; }

    /// <summary>The version of instances that are started without one; null for none.</summary>
    public string? DefaultVersion { get; set; }

    /// <summary>Which versions of instances are run, and what becomes of the others; null runs all.</summary>
    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; set; }

    /// <summary>Whether a virtual clock moves to the next due instant by itself whenever everything is idle.</summary>
    public bool AutoAdvance { get; set; }

    /// <summary>
    /// Whether a commit waits until the disk has it (SQLite synchronous=FULL, the default). When false a crash of the process
    /// still loses nothing, a power failure may lose the last commits.
    /// </summary>
    public bool SynchronousCommits { get; set; } = true;

    /// <summary>The most the SQLite file may grow to in bytes; null for as much as the disk holds.</summary>
    public long? MaximumDatabaseBytes { get; set; }

    /// <summary>How long a commit waits for another program's lock on the file.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where turns and activities run; null for the thread pool. A simulation gives one that orders them by its seed.</summary>
    internal TaskScheduler? Scheduler { get; set; }

    /// <summary>A store of a simulation's own, which may outlive the engine that a simulated crash ends.</summary>
    internal IOrchestrationStore? CustomStore { get; set; }
}
