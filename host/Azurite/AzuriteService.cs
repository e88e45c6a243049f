using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Runs Azurite as a child where the app uses development storage and nothing listens yet.
/// The child holds its standard input as a leash (tools/azurite/run.js): when it closes, because this host stops or
/// is killed, the child saves its data and ends. So there is no signal to send and no child to forget.
/// </summary>
internal sealed class AzuriteService(IConfiguration configuration, HostFolders folders, ILogger<AzuriteService> logger) : IDisposable
{
    // The exit code of run.js where another one holds the folder.
    private const int HeldCode = 75;
    private const string ReadyWord = "ready";

    // It reads thousands of small files first; a machine with much else to do has been seen to need more than a minute for them.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private readonly AzuriteFolder _folder = new(Path.Combine(folders.Data, "azurite"), logger);
    private readonly StringBuilder _errors = new();
    private Process? _process;
    private volatile bool _stopping;

    /// <summary>The ports, where the app uses development storage.</summary>
    public StoragePorts? Ports { get; private set; }

    /// <summary>Whether this host runs the child.</summary>
    public bool Started => _process is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Ports = DevelopmentStorage.Ports(configuration);
        if (Ports is null)
            return;

        Directory.CreateDirectory(_folder.Path);
        await _folder.WaitUntilFreeAsync(cancellationToken);
        var open = new List<int>();
        foreach (var port in Ports.All)
        {
            if (await AcceptsAsync(port, cancellationToken))
                open.Add(port);
        }

        if (open.Count == 3)
        {
            logger.LogInformation("使用已在运行的 Azurite（端口 {Ports}）", string.Join('、', Ports.All));
            return;
        }

        if (open.Count > 0)
            throw new StartupException($"Azurite 的端口 {string.Join('、', open)} 已被其他程序占用，请先停止该程序，或用 --azurite-port 另选端口。");

        while (!await StartedAsync(Ports, cancellationToken))
            await _folder.WaitUntilFreeAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        if (_process is null || _process.HasExited)
            return;

        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Azurite 未在时限内结束；它会在保存数据后自行退出");
        }
    }

    public void Dispose()
    {
        // Where the start failed half-way nobody stops the service; the leash is let go here.
        _stopping = true;
        if (_process is { HasExited: false })
        {
            _process.StandardInput.Close();
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }

        _process?.Dispose();
        _process = null;
    }

    public static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(System.Net.IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // False when the folder is held after all: an earlier one had not yet said so when it was asked.
    private async Task<bool> StartedAsync(StoragePorts ports, CancellationToken cancellationToken)
    {
        var process = Start(ports);
        _process = process;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        var errors = ReadErrorsAsync(process);
        try
        {
            // The one word that it says; when it ends before, so does its output.
            if (await process.StandardOutput.ReadLineAsync(limit.Token) == ReadyWord)
            {
                _ = WatchAsync(process);
                return true;
            }

            await process.WaitForExitAsync(limit.Token);
            await errors;
            if (process.ExitCode == HeldCode)
                return false;
            throw new StartupException($"Azurite 未能启动（退出码 {process.ExitCode}）：{LastLines()}");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartupException($"Azurite 在 {StartLimit.TotalSeconds} 秒内没有就绪：{LastLines()}", e);
        }
    }

    private Process Start(StoragePorts ports)
    {
        var tools = folders.Azurite ?? Path.Combine(folders.Root, "tools", "azurite");
        var script = Path.Combine(tools, "run.js");
        if (!File.Exists(Path.Combine(tools, "node_modules", "azurite", "package.json")))
            throw new StartupException($"没有找到 Azurite。请执行 npm ci --prefix {tools}，或在 {DevelopmentStorage.SettingKey} 中填写其他存储的连接字符串。");

        var start = new ProcessStartInfo(configuration["LocalRuntime:Node"] ?? "node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        foreach (var argument in new[]
        {
            script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", _folder.Path,
            "--blobPort", Text(ports.Blob), "--queuePort", Text(ports.Queue), "--tablePort", Text(ports.Table),
        })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StartupException($"没有找到 Node.js（{start.FileName}）：本地存储 Azurite 需要 Node.js 20 或更新版本。请安装，或在 {DevelopmentStorage.SettingKey} 中填写其他存储的连接字符串。", e);
        }
    }

    private async Task WatchAsync(Process process)
    {
        await process.WaitForExitAsync();
        if (!_stopping)
            logger.LogCritical("Azurite 已意外退出，存储不可用，请重新启动：{Lines}", LastLines());
    }

    // What Node.js itself has to say, such as that it does not find a file; Azurite's own words are in its log.
    private async Task ReadErrorsAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
                _errors.Append(line.Trim()).Append(' ');
        }
    }

    private string LastLines()
    {
        string errors;
        lock (_errors)
            errors = _errors.ToString().Trim();
        return (errors, _folder.LastLines()) switch
        {
            ("", "") => "（没有输出）",
            ("", var log) => log,
            var (own, log) => $"{own} / {log}".Trim(' ', '/'),
        };
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
