using System.Diagnostics;
using DistributedWorker;

namespace Distributed.Tests;

/// <summary>A worker as a child process.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;

    private WorkerProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    public string Name { get; }

    /// <summary>Completes when it takes work; fails with what it said if it ended before.</summary>
    public async Task ReadyAsync()
    {
        if (!await _ready.Task) Assert.Fail($"{Name} ended: {await _errors}");
    }

    /// <summary>Completes when it holds an activity whose work is done.</summary>
    public async Task<WorkerProcess> HoldsAsync()
    {
        if (!await _holding.Task) Assert.Fail($"{Name} ended: {await _errors}");
        return this;
    }

    public static WorkerProcess Start(string name, string connection, string hub, OfficeClock clock, string folder, string hold) =>
        new(name, Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "DistributedWorker.dll"), connection, hub, name, clock.ToString(), folder, hold },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    /// <summary>SIGKILL; answers what it complained of until then.</summary>
    public async Task<string> KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        return await _errors;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            (line == ActivityLog.Holding ? _holding : _ready).TrySetResult(true);
        _ready.TrySetResult(false);
        _holding.TrySetResult(false);
    }
}
