using System.Diagnostics;
using Tests.Shared;

namespace Functions.Tests.Portal;

/// <summary>The app as an operator starts it with settings that cannot do.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Smtp", "Mail__Smtp__Host")]
    [InlineData("SendGrid", "Mail__SendGrid__ApiKey")]
    public async Task Host_WithASenderThatLacksWhatItNeeds_DoesNotStartAndNamesTheSetting(string sender, string missing)
    {
        var data = Directory.CreateTempSubdirectory("dazhou-start-");
        var start = new ProcessStartInfo("dotnet", HostCommand.Arguments("--port", $"{FreePorts.Take()}", "--data", data.FullName))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Production",
                ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                ["Mail__Sender"] = sender,
            },
        };
        start.Environment.Remove(missing);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            await process.WaitForExitAsync(limit.Token);

            Assert.Equal(1, process.ExitCode);
            Assert.Contains($"无法启动：设置无效：缺少 {missing}", await errors + await output, StringComparison.Ordinal);
        }
        finally
        {
            // A host that starts after all is told to end as an operator would.
            if (!process.HasExited)
            {
                using (Process.Start("kill", $"-TERM {process.Id}"))
                    await process.WaitForExitAsync();
            }

            data.Delete(recursive: true);
        }
    }
}
