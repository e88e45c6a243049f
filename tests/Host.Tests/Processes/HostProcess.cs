using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Host.Tests.Processes;

/// <summary>The host as a process of its own, as a person starts it.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    // What a machine that runs the tests may have set, and what would change the host.
    private static readonly string[] Neutral =
    [
        "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT", "AZURE_FUNCTIONS_ENVIRONMENT", "AzureWebJobsStorage", "AzureWebJobsScriptRoot",
        "ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_ENDPOINT", "WEBSITE_HOSTNAME",
    ];

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => TakeError(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public Task FirstLine => _firstLine.Task;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public string Output => string.Join('\n', Lines);

    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Starts the host with exactly these arguments.</summary>
    public static HostProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        Assert.True(File.Exists(Outputs.Host), $"The host is not built: {Outputs.Host}");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments.Prepend(Outputs.Host))
            start.ArgumentList.Add(argument);
        foreach (var name in Neutral)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Starts an app with its data in a folder, without storage, on a port of the system's choice; further arguments come after.</summary>
    public static HostProcess StartApp(string app, string data, IReadOnlyDictionary<string, string>? environment = null, params IEnumerable<string> arguments) =>
        Start(["--app", app, "--port", "0", "--data", data, .. arguments], new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
        {
            ["AzureWebJobsStorage"] = environment?.GetValueOrDefault("AzureWebJobsStorage") ?? "",
        });

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> ListeningAsync()
    {
        var ended = _process.WaitForExitAsync();
        await Task.WhenAny(_listening.Task, ended).InTimeAsync();
        Assert.True(_listening.Task.IsCompletedSuccessfully, $"The host ended before it listened: {Output}\n{Errors}");
        return await _listening.Task;
    }

    /// <summary>The exit code, once it has ended and all that it printed is read.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().InTimeAsync();
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void Terminate() => Signals.Send(_process.Id, "TERM");

    /// <summary>Ends it as a crash does. Its children are not asked either.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().InTimeAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"首页\s+(?<address>https?://[^/\s""]+)/")]
    private static partial Regex Home();

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
        _firstLine.TrySetResult();
        if (Home().Match(line) is { Success: true } home)
            _listening.TrySetResult(new Uri(home.Groups["address"].Value));
    }

    private void TakeError(string? line)
    {
        if (line is null)
            return;
        lock (_errors)
            _errors.AppendLine(line);
    }
}
