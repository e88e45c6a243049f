using System.Diagnostics;

namespace Engine.Tests.Crash;

/// <summary>The CrashWorker as a child process, with all that it has said.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _saidEnough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private volatile int _enough = int.MaxValue;

    private WorkerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        Errors = process.StandardError.ReadToEndAsync();
    }

    public List<string> Lines { get; } = [];

    public Task<string> Errors { get; }

    /// <summary>Completes when the engine runs, or the process has ended.</summary>
    public Task Ready => _ready.Task;

    public static WorkerProcess Start(string mode, string folder, int round) => new(Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "CrashWorker.dll"), mode, folder, $"{round}" },
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Completes when the process has said so many lines, or has ended: a moment that does not depend on how fast the machine is.</summary>
    public Task HasSaidAsync(int lines)
    {
        _enough = lines;
        CheckEnough();
        return _saidEnough.Task;
    }

    /// <summary>SIGKILL; returns when the process is gone and all that it said has been read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (Lines)
            {
                Lines.Add(line);
            }

            CheckEnough();
            if (line == "ready")
            {
                _ready.TrySetResult();
            }
        }

        _ready.TrySetResult();
        _saidEnough.TrySetResult();
    }

    private void CheckEnough()
    {
        lock (Lines)
        {
            if (Lines.Count >= _enough)
            {
                _saidEnough.TrySetResult();
            }
        }
    }
}
