using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Shared;

namespace Functions.Tests.Mail;

/// <summary>maildev as a child process: an SMTP server that keeps what it gets and shows it by HTTP.</summary>
public sealed class MailDev : IAsyncLifetime
{
    private Uri? web;
    private Process? process;

    /// <summary>Where it listens; 0 while it could not be started.</summary>
    public int SmtpPort { get; private set; }

    /// <summary>Why there is none, for a test that has to be skipped.</summary>
    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        var folder = Path.Combine(Repository.Root, "tools", "maildev");
        var script = Path.Combine(folder, "node_modules", "maildev", "bin", "maildev");
        if (!File.Exists(script) && await Repository.RunAsync("npm", "ci --no-audit --no-fund", folder) is { } failure)
        {
            Missing = $"maildev could not be restored by npm ci in tools/maildev: {failure}";
            return;
        }

        SmtpPort = FreePorts.Take();
        var webPort = FreePorts.Take();
        process = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { script, "--smtp", $"{SmtpPort}", "--web", $"{webPort}", "--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--silent" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ports.ListeningAsync(SmtpPort, process);
        await Ports.ListeningAsync(webPort, process);
        web = new Uri($"http://127.0.0.1:{webPort}");
    }

    /// <summary>What it got.</summary>
    public async Task<IReadOnlyList<JsonElement>> MailsAsync()
    {
        using var http = new HttpClient { BaseAddress = web };
        return await http.GetFromJsonAsync<JsonElement[]>("/email") ?? [];
    }

    public async Task DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
