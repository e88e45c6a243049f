using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>
/// The app as a child process. Its standard input is a leash (Leash/StartupHook.cs): it closes when this host ends or is
/// killed, and the worker ends with it. What it prints goes to the host's log.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int LinesKept = 20;
    private readonly Queue<string> _lastLines = new();
    private readonly ILogger _logger;
    private readonly Process _process;

    private WorkerProcess(Process process, ILogger logger)
    {
        _process = process;
        _logger = logger;
        process.OutputDataReceived += (_, line) => Keep(line.Data, LogLevel.Information);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, LogLevel.Warning);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        Id = process.Id;
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>Completes when it has ended and all that it printed has been read.</summary>
    public Task Exited { get; }

    /// <summary>The exit code, once it has ended.</summary>
    public int ExitCode { get; private set; }

    /// <exception cref="StartupException">The program "dotnet" does not run.</exception>
    public static WorkerProcess Start(WorkerSettings settings, string workerId, Uri host, ILogger logger)
    {
        var start = new ProcessStartInfo(DotNet())
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = settings.App.Path,
        };

        // Elsewhere the leash itself leaves the terminal's group, so that Ctrl+C is the host's to answer.
        if (OperatingSystem.IsWindows())
            start.CreateNewProcessGroup = true;
        foreach (var argument in new[]
        {
            settings.App.Assembly,
            "--functions-uri", host.ToString(),
            "--functions-worker-id", workerId,
            "--functions-request-id", Guid.NewGuid().ToString("N"),
            "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
        })
        {
            start.ArgumentList.Add(argument);
        }

        WorkerEnvironment.Apply(start.Environment, settings);
        WorkerEnvironment.AddLeash(start.Environment, Path.Combine(AppContext.BaseDirectory, "Dazhou.FunctionsHost.Leash.dll"));
        try
        {
            return new WorkerProcess(Process.Start(start)!, logger);
        }
        catch (Win32Exception e)
        {
            throw new StartupException($"无法启动应用的工作进程（{start.FileName}）：{e.Message}", e);
        }
    }

    /// <summary>The program that runs this host, or the one that the search path has where the host was started by its own executable.</summary>
    public static string DotNet() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>What it printed last, for messages.</summary>
    public string LastLines()
    {
        lock (_lastLines)
            return _lastLines.Count == 0 ? "（没有输出）" : string.Join(Environment.NewLine, _lastLines);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            try
            {
                _process.Kill(entireProcessTree: false);
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }
        }

        await Exited;
        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        await _process.WaitForExitAsync();
        ExitCode = _process.ExitCode;
    }

    private void Keep(string? line, LogLevel level)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }

        _logger.Log(level, "{Line}", line);
    }
}
