using System.Net;
using System.Net.Sockets;

namespace Runtime.Tests.Hosting;

/// <summary>What a person sees who starts the host: one message for what can be mended, and an orderly end.</summary>
public sealed class HostProcessTests : IDisposable
{
    private static readonly Dictionary<string, string> NoStorage = new() { ["AzureWebJobsStorage"] = "" };
    private readonly string _data = Directory.CreateTempSubdirectory("host-process-").FullName;

    public static TheoryData<string, string, string> WrongSettings => new()
    {
        { "--port", "seven", "端口 seven 无效" },
        { "--port", "70000", "端口 70000 无效" },
        { "--urls", "localhost", "监听地址 localhost 无效" },
        { "--azurite-port", "x", "LocalRuntime:AzuritePort 的值 x 无效" },
        { "--AzureWebJobsStorage", "garbage", "AzureWebJobsStorage 不是有效的存储连接字符串" },
        { "--DailySchedule", "daily", "计划“daily”无效" },
        { "--LocalRuntime:Node", "/nowhere/node", "没有找到 Node.js" },
        { "--LocalRuntime:CachedInstances", "many", "设置 LocalRuntime:CachedInstances 的值“many”无效" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task WrongSetting_IsOneMessageAndCodeOne(string name, string value, string message)
    {
        // Only these two are about storage; the others need none to be refused.
        var environment = name is "--azurite-port" or "--LocalRuntime:Node" ? null : NoStorage;
        string[] others = name switch
        {
            "--urls" or "--port" => [],
            "--LocalRuntime:Node" => ["--port", "0", "--azurite-port", AppProcess.FreePort().ToString()],
            _ => ["--port", "0"],
        };
        using var app = AppProcess.Start(_data, environment, [.. others, name, value]);
        await AssertRefusedAsync(app, message);
    }

    [Fact]
    public async Task PortInUse_IsOneMessageAndCodeOne()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var app = AppProcess.Start(_data, NoStorage, "--port", port.ToString());
        await AssertRefusedAsync(app, $"http://localhost:{port} 的端口已被其他程序占用");
    }

    [Fact]
    public async Task SecondHostOnTheSameData_IsOneMessageAndCodeOne()
    {
        using var first = AppProcess.Start(_data, NoStorage, "--port", "0");
        await first.ListeningAsync();
        using var second = AppProcess.Start(_data, NoStorage, "--port", "0");
        await AssertRefusedAsync(second, "正被另一个进程使用");
    }

    [Fact]
    public async Task MalformedHostJson_IsOneMessageAndCodeOne()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "host.json"), "{ \"version\": ");
        using var app = AppProcess.Start(_data, new() { ["AzureWebJobsScriptRoot"] = _data, ["AzureWebJobsStorage"] = "" }, "--port", "0");
        await AssertRefusedAsync(app, "无法读取 " + Path.Combine(_data, "host.json"));
    }

    [Fact]
    public async Task Settings_ComeFromTheFilesBesideHostJson_AsWithCoreTools()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "host.json"), "{ \"version\": \"2.0\" /* no prefix */, \"logging\": { \"logLevel\": { \"default\": \"Error\" } } }");
        var port = AppProcess.FreePort();
        await File.WriteAllTextAsync(Path.Combine(_data, "local.settings.json"),
            $"{{ \"IsEncrypted\": false, \"Values\": {{ \"AzureWebJobsStorage\": \"\", \"AZURE_FUNCTIONS_ENVIRONMENT\": \"Staging\" }}, \"Host\": {{ \"LocalHttpPort\": {port} }} }}");
        using var app = AppProcess.Start(_data, new() { ["AzureWebJobsScriptRoot"] = _data });

        // Outside Development the lines are structured logs, and at level Error there are none; so the port is asked.
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        Assert.Equal("你好，a", await EventuallyAsync(() => http.GetStringAsync("/api/hello/a")));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/runtime/clock")).StatusCode);
        app.Terminate();
        Assert.Equal(0, await app.ExitAsync());
    }

    [Fact]
    public async Task Terminated_FinishesRunningRequests_AndLosesNothingAcknowledged()
    {
        string id;
        using (var app = AppProcess.Start(_data, NoStorage, "--port", "0"))
        {
            var address = await app.ListeningAsync();
            using var http = new HttpClient { BaseAddress = address };
            var slow = http.GetAsync("/slow");
            await http.GetStringAsync("/slow/entered");
            var started = await http.PostAsync("/runtime/webhooks/durabletask/orchestrators/Waits/kept", new StringContent("\"甲\"", System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
            id = "kept";

            app.Terminate();
            var answer = await slow;
            Assert.Equal("slow but done", await answer.Content.ReadAsStringAsync());
            Assert.Equal(0, await app.ExitAsync());
            Assert.Equal("", app.Error);
        }

        using var again = AppProcess.Start(_data, NoStorage, "--port", "0");
        using var client = new HttpClient { BaseAddress = await again.ListeningAsync() };
        var raised = await client.PostAsync($"/runtime/webhooks/durabletask/instances/{id}/raiseEvent/answer", new StringContent("\"乙\"", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task AssertRefusedAsync(AppProcess app, string message)
    {
        Assert.Equal(1, await app.ExitAsync());
        Assert.Contains(message, app.Error, StringComparison.Ordinal);
        Assert.StartsWith("无法启动：", app.Error, StringComparison.Ordinal);
        Assert.Single(app.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", app.Output + app.Error, StringComparison.Ordinal);
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> get)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return await get();
            }
            catch (HttpRequestException) when (!limit.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }
}
