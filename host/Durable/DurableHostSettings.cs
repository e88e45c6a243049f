namespace Dazhou.FunctionsHost;

/// <summary>What host.json says below extensions.durableTask, as far as it means something on one machine.</summary>
internal sealed class DurableHostSettings
{
    /// <summary>The configuration section that host.json is read into.</summary>
    public const string Section = "Host:DurableTask";

    /// <summary>The name of the task hub; there is one, and it is the host's.</summary>
    public string HubName { get; set; } = "TestHubName";

    /// <summary>
    /// Whether the worker holds long orchestrations in memory between their turns (the default). Short ones it replays in any
    /// case: that is faster than holding them.
    /// </summary>
    public bool ExtendedSessionsEnabled { get; set; } = true;

    /// <summary>For how long the worker holds an orchestration that has nothing to do.</summary>
    public int ExtendedSessionIdleTimeoutInSeconds { get; set; } = 60;

    /// <summary>The most activities that run at a time; null for the engine's own limit.</summary>
    public int? MaxConcurrentActivityFunctions { get; set; }

    /// <summary>The most orchestrators that take a turn at a time; null for no limit.</summary>
    public int? MaxConcurrentOrchestratorFunctions { get; set; }
}
