using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>Settings of a worker.</summary>
public class DurableTaskWorkerOptions
{
    private DataConverter? dataConverter;

    /// <summary>Which instances a worker of a version runs.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>Those of all versions.</summary>
        None = 0,

        /// <summary>Those of its own version.</summary>
        Strict = 1,

        /// <summary>Those of its own version and of older ones.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What a worker does with an instance of a version that it does not run.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It leaves it to other workers.</summary>
        Reject = 0,

        /// <summary>It fails it.</summary>
        Fail = 1,
    }

    /// <summary>Turns values into text and back; JSON unless set.</summary>
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    /// <summary>The longest single timer of some backends, which split longer ones.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How much runs at once.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Which versions the worker runs; null for all.</summary>
    public VersioningOptions? Versioning { get; set; }

    /// <summary>Never set, as in the real package; look at <see cref="Versioning"/>.</summary>
    public bool IsVersioningSet { get; internal set; }

    /// <summary>How the worker logs.</summary>
    public LoggingOptions Logging { get; } = new();

    internal bool HasOwnDataConverter => dataConverter is not null;

    /// <summary>Hands these settings to more special options.</summary>
    internal void ApplyTo(DurableTaskWorkerOptions other)
    {
        other.DataConverter = DataConverter;
        other.MaximumTimerInterval = MaximumTimerInterval;
        other.Versioning = Versioning;
        other.Logging.UseLegacyCategories = Logging.UseLegacyCategories;
    }

    /// <summary>How much runs at once.</summary>
    public class ConcurrencyOptions
    {
        private static readonly int Default = 100 * Environment.ProcessorCount;

        /// <summary>How many activities run at once.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = Default;

        /// <summary>How many orchestrators run a turn at once.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = Default;
    }

    /// <summary>Which versions a worker runs.</summary>
    public class VersioningOptions
    {
        /// <summary>The worker's own version.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>The version of sub-orchestrations that are started without one.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which instances the worker runs.</summary>
        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        /// <summary>What it does with the others.</summary>
        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }

    /// <summary>How a worker logs.</summary>
    public class LoggingOptions
    {
        /// <summary>Whether the categories of older versions are used too.</summary>
        public bool UseLegacyCategories { get; set; } = true;
    }
}
