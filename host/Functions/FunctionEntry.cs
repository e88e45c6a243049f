using Dazhou.FunctionsHost.Rpc;

namespace Dazhou.FunctionsHost;

/// <summary>What sets a function off.</summary>
internal enum FunctionKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
}

/// <summary>Who may call an HTTP function.</summary>
internal enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}

/// <summary>A function as the worker describes it.</summary>
/// <param name="Name">Its name, unique in an app whatever the case.</param>
/// <param name="Kind">What sets it off.</param>
/// <param name="Trigger">The name of the binding of its trigger.</param>
/// <param name="DurableClients">The names of its bindings to a durable client.</param>
internal sealed record FunctionEntry(string Name, FunctionKind Kind, string Trigger, IReadOnlyList<string> DurableClients)
{
    /// <summary>The name under which orchestrations know it, for an orchestrator or activity: its trigger may give it another than the function's.</summary>
    public string Task { get; init; } = Name;

    /// <summary>How it is reached, for an HTTP function.</summary>
    public HttpTriggerSettings? Http { get; init; }

    /// <summary>When it runs, for a timer function.</summary>
    public TimerTriggerSettings? Timer { get; init; }

    /// <summary>How a failed run is tried again.</summary>
    public RpcRetryOptions? Retries { get; init; }
}

/// <summary>How an HTTP function is reached.</summary>
/// <param name="Route">Its route below the prefix; null for its name.</param>
/// <param name="Methods">The methods that it answers; empty for every one.</param>
/// <param name="Level">Who may call it.</param>
internal sealed record HttpTriggerSettings(string? Route, IReadOnlyList<string> Methods, AuthorizationLevel Level);

/// <summary>When a timer function runs.</summary>
/// <param name="Schedule">NCRONTAB, or %Name% for a setting.</param>
/// <param name="RunOnStartup">Whether it also runs at each start of the host.</param>
/// <param name="UseMonitor">Whether its schedule is remembered, so that what was missed is made up for.</param>
internal sealed record TimerTriggerSettings(string Schedule, bool RunOnStartup, bool UseMonitor);

/// <summary>The functions of the app.</summary>
internal sealed class FunctionCatalog
{
    private Dictionary<string, FunctionEntry> _orchestrators = [];
    private Dictionary<string, FunctionEntry> _activities = [];

    public IReadOnlyList<FunctionEntry> Functions { get; private set; } = [];

    /// <summary>Takes up what the first worker has said.</summary>
    public void Fill(IReadOnlyList<FunctionEntry> functions)
    {
        Functions = functions;
        _orchestrators = Tasks(functions, FunctionKind.Orchestration);
        _activities = Tasks(functions, FunctionKind.Activity);
    }

    public FunctionEntry? FindOrchestrator(string task) => _orchestrators.GetValueOrDefault(task);

    public FunctionEntry? FindActivity(string task) => _activities.GetValueOrDefault(task);

    private static Dictionary<string, FunctionEntry> Tasks(IReadOnlyList<FunctionEntry> functions, FunctionKind kind) =>
        functions.Where(f => f.Kind == kind).ToDictionary(f => f.Task, StringComparer.OrdinalIgnoreCase);
}
