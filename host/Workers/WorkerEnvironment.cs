namespace Dazhou.FunctionsHost;

/// <summary>What the worker finds in its environment beyond what the host has in its own.</summary>
internal static class WorkerEnvironment
{
    public const string ClockFile = "DAZHOU_CLOCK_FILE";
    private const string Hooks = "DOTNET_STARTUP_HOOKS";
    private const string Leash = "DAZHOU_WORKER_LEASH";

    // Where the host listens is not where the worker's own server does; these would move it.
    private static readonly string[] ServerSettings =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS", "URLS"];

    // Configuration that is the host's own and would only confuse an app.
    private static readonly string[] HostSettings = ["app", "port", "urls", "environment", "rotate-keys"];
    private static readonly string[] HostSections = ["LocalRuntime:", "Host:", "Kestrel:"];

    /// <summary>Writes the worker's variables over a copy of the host's.</summary>
    /// <param name="variables">The copy.</param>
    /// <param name="settings">What the worker is to know.</param>
    public static void Apply(IDictionary<string, string?> variables, WorkerSettings settings)
    {
        foreach (var name in ServerSettings.Concat(variables.Keys.Where(k => k.StartsWith("Kestrel__", StringComparison.OrdinalIgnoreCase))).ToList())
            variables.Remove(name);

        // As with Core Tools: a value that is already set wins over local.settings.json.
        foreach (var (name, value) in settings.LocalValues)
        {
            if (!variables.ContainsKey(name) && value is not null)
                variables[name] = value;
        }

        // What stands on the command line wins over both, and is as good as a variable for the app.
        foreach (var (key, value) in settings.CommandLine)
        {
            if (!IsHosts(key))
                variables[key.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";
        }

        foreach (var (category, level) in settings.LogLevels)
            variables.TryAdd($"Logging__LogLevel__{category}", level);

        variables["FUNCTIONS_APPLICATION_DIRECTORY"] = settings.App.Path;
        variables["FUNCTIONS_WORKER_DIRECTORY"] = settings.App.Path;
        variables["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";

        // DOTNET_ENVIRONMENT would win in the worker, so both say the same.
        variables["AZURE_FUNCTIONS_ENVIRONMENT"] = settings.Environment;
        variables["DOTNET_ENVIRONMENT"] = settings.Environment;
        if (settings.Storage is not null)
            variables[DevelopmentStorage.SettingKey] = settings.Storage;
        if (settings.ClockFile is not null)
            variables[ClockFile] = settings.ClockFile;
        else
            variables.Remove(ClockFile);
    }

    /// <summary>Ties the worker to this host; a hook that is set already stays.</summary>
    public static void AddLeash(IDictionary<string, string?> variables, string hook)
    {
        variables[Leash] = hook;
        variables[Hooks] = variables.TryGetValue(Hooks, out var others) && !string.IsNullOrEmpty(others)
            ? hook + Path.PathSeparator + others
            : hook;
    }

    private static bool IsHosts(string key) =>
        HostSettings.Contains(key, StringComparer.OrdinalIgnoreCase)
        || HostSections.Any(section => key.StartsWith(section, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What the worker is to know.</summary>
/// <param name="App">The app.</param>
/// <param name="Environment">The environment that the host runs in.</param>
/// <param name="LocalValues">The values of local.settings.json.</param>
/// <param name="CommandLine">The settings of the command line, by configuration key.</param>
/// <param name="LogLevels">The log levels by category.</param>
/// <param name="Storage">The storage's connection string, where the host decides it.</param>
/// <param name="ClockFile">The file of the clock's offset, where the clock can be moved.</param>
internal sealed record WorkerSettings(
    AppFolder App,
    string Environment,
    IReadOnlyDictionary<string, string?> LocalValues,
    IReadOnlyDictionary<string, string?> CommandLine,
    IReadOnlyDictionary<string, string> LogLevels,
    string? Storage,
    string? ClockFile);
