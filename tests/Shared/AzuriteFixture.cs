using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using Tests.Shared;

namespace Dazhou.Serverless.Testing;

/// <summary>
/// One Azurite for a test assembly, from tools/azurite, in memory and on free ports. Where Node or npm is missing
/// the tests that ask for it skip and say why; with CI=true they fail.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Process? _azurite;
    private string? _missing;
    private string? _connection;

    /// <summary>The connection string; skips the calling test where Azurite cannot run.</summary>
    public string ConnectionString
    {
        get
        {
            if (_connection is null)
            {
                var reason = $"Azurite does not run here: {_missing}";
                if (Environment.GetEnvironmentVariable("CI") == "true")
                    Assert.Fail(reason);
                Skip.If(condition: true, reason);
            }

            return _connection!;
        }
    }

    public async Task InitializeAsync()
    {
        try
        {
            var tool = Path.Combine(RepositoryRoot(), "tools", "azurite");
            var script = Path.Combine(tool, "node_modules", "azurite", "dist", "src", "azurite.js");
            if (!File.Exists(script))
                await RestoreAsync(tool);
            await StartAsync(script);
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException or TimeoutException)
        {
            _missing = failure.Message;
        }
    }

    public async Task DisposeAsync()
    {
        if (_azurite is null)
            return;
        // Nothing is kept, so there is nothing to flush.
        _azurite.Kill(entireProcessTree: true);
        await _azurite.WaitForExitAsync();
        _azurite.Dispose();
    }

    /// <summary>The folder of the solution that the tests run in.</summary>
    public static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Dazhou.Serverless.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    /// <summary>Test assemblies run side by side; the lock file lets one of them restore and the others wait for it.</summary>
    private static async Task RestoreAsync(string tool)
    {
        var path = Path.Combine(Path.GetTempPath(), $"dazhou-azurite-{Environment.UserName}.lock");
        using var turn = await LockAsync(path);
        if (File.Exists(Path.Combine(tool, "node_modules", "azurite", "dist", "src", "azurite.js")))
            return;
        using var npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci --no-audit --no-fund")
        {
            WorkingDirectory = tool,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        await output;
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci in tools/azurite failed: {await errors}");
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (patience.Elapsed < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(200);
            }
        }
    }

    private async Task StartAsync(string script)
    {
        var (blob, queue, table) = (FreePorts.Take(), FreePorts.Take(), FreePorts.Take());
        _azurite = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence",
                "--blobPort", blob.ToString(), "--queuePort", queue.ToString(), "--tablePort", table.ToString(),
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _azurite.BeginOutputReadLine();
        var errors = _azurite.StandardError.ReadToEndAsync();
        await Task.WhenAll(ListensAsync(blob), ListensAsync(table)).WaitAsync(TimeSpan.FromMinutes(1));
        if (_azurite.HasExited)
            throw new InvalidOperationException($"Azurite ended at once: {await errors}");
        // The key is the one that Microsoft publishes for the emulator.
        const string key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        _connection = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={key};"
            + $"BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;"
            + $"TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;";
    }

    private async Task ListensAsync(int port)
    {
        while (!_azurite!.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
    }
}
