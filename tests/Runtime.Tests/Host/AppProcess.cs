using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Runtime.Tests.Hosting.App;

namespace Runtime.Tests.Hosting;

/// <summary>The small function app as a process of its own, as a user starts one.</summary>
internal sealed class AppProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process) => _process = process;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int Id => _process.Id;

    public static AppProcess Start(string data, Dictionary<string, string>? environment = null, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
        };
        foreach (var argument in new[] { typeof(FunctionApp).Assembly.Location, "function-app", "--data", data, "--DailySchedule", "0 0 1 * * *" }.Concat(arguments))
            start.ArgumentList.Add(argument);
        foreach (var name in new[] { "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT", "AZURE_FUNCTIONS_ENVIRONMENT", "AzureWebJobsStorage" })
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;

        var app = new AppProcess(Process.Start(start)!);
        app._process.OutputDataReceived += (_, line) => app.Take(app._output, line.Data);
        app._process.ErrorDataReceived += (_, line) => app.Take(app._error, line.Data);
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        return app;
    }

    public async Task<Uri> ListeningAsync()
    {
        var exited = _process.WaitForExitAsync();
        var first = await Task.WhenAny(_listening.Task, exited).WaitAsync(TimeSpan.FromSeconds(90));
        Assert.True(first == _listening.Task, $"The app ended: {Output}{Error}");
        return await _listening.Task;
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        return _process.ExitCode;
    }

    /// <summary>Sends SIGTERM, which Process cannot.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void KillNow() => _process.Kill();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Take(StringBuilder into, string? line)
    {
        if (line is null)
            return;
        lock (into)
            into.AppendLine(line);
        if (line.Contains("首页", StringComparison.Ordinal))
            _listening.TrySetResult(new Uri(line.Split("首页")[1].Trim()));
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
            return builder.ToString();
    }
}
