using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tests.Shared;

namespace Host.Tests.Processes.Start;

/// <summary>What a person can mend is one message and exit code 1.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly Dictionary<string, string> Development = new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" };
    private readonly TestFolder _data = new();

    public static TheoryData<string, string, string> WrongSettings => new()
    {
        { "--port", "seven", "端口 seven 无效" },
        { "--port", "70000", "端口 70000 无效" },
        { "--urls", "localhost", "监听地址 localhost 无效" },
        { "--azurite-port", "x", "LocalRuntime:AzuritePort 的值 x 无效" },
        { "--AzureWebJobsStorage", "garbage", "AzureWebJobsStorage 不是有效的存储连接字符串" },
        { "--DailySchedule", "daily", "计划“daily”无效" },
        { "--DailySchedule", "0 0 25 * * *", "无效" },
        { "--LocalRuntime:Node", "/nowhere/node", "没有找到 Node.js" },
        { "--LocalRuntime:CachedInstances", "many", "设置 LocalRuntime:CachedInstances 的值“many”无效" },
        { "--Host:KnownProxies", "everyone", "everyone 既不是地址也不是网段" },
        { "--app", "/nowhere", "没有应用文件夹 /nowhere" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task WrongSetting_IsOneMessageAndCodeOne(string name, string value, string message)
    {
        // Only these two are about storage; the others need none to be refused.
        var environment = name is "--azurite-port" or "--LocalRuntime:Node" ? Development : new() { ["AzureWebJobsStorage"] = "" };
        string[] arguments = name switch
        {
            "--app" => [name, value],
            "--urls" or "--port" => ["--app", Outputs.SampleApp, "--data", _data.Path, name, value],
            "--LocalRuntime:Node" => ["--app", Outputs.SampleApp, "--data", _data.Path, "--port", "0", "--azurite-port", $"{FreePorts.Take(3)}", name, value],
            _ => ["--app", Outputs.SampleApp, "--data", _data.Path, "--port", "0", name, value],
        };
        await using var host = HostProcess.Start(arguments, environment);
        await AssertRefusedAsync(host, message);
    }

    [Fact]
    public async Task PortInUse_IsOneMessageAndCodeOne()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = HostProcess.StartApp(Outputs.SampleApp, _data.Path, null, "--port", $"{port}");
        await AssertRefusedAsync(host, $"http://localhost:{port} 的端口已被其他程序占用");
    }

    [Fact]
    public async Task AzuritesPort_TakenByAnother_IsOneMessageAndCodeOne()
    {
        var port = FreePorts.Take(3);
        using var listener = new TcpListener(IPAddress.Loopback, port + 1);
        listener.Start();
        await using var host = HostProcess.StartApp(Outputs.SampleApp, _data.Path, Development, "--azurite-port", $"{port}");
        await AssertRefusedAsync(host, $"端口 {port + 1} 已被其他程序占用");
    }

    [Fact]
    public async Task SecondHostOnTheSameData_IsOneMessageAndCodeOne()
    {
        await using var first = await RunningApp.StartAsync(_data.Path);
        await using var second = HostProcess.StartApp(Outputs.SampleApp, _data.Path);
        await AssertRefusedAsync(second, "正被另一个进程使用");

        // The first is not disturbed by it.
        Assert.Equal("你好，a", await first.TextAsync("hello/a"));
    }

    [Theory]
    [InlineData("host.json", "{ \"version\": ", "无法读取")]
    [InlineData("host.json", "{ \"version\": \"2.0\", \"logging\": { \"logLevel\": { \"default\": \"Loud\" } } }", "Loud 不是日志级别")]
    [InlineData("local.settings.json", "[]", "无法读取")]
    [InlineData("local.settings.json", "{ \"IsEncrypted\": true }", "IsEncrypted")]
    [InlineData("worker.config.json", "{}", "无法读取")]
    public async Task BrokenFile_IsOneMessageAndCodeOne(string file, string content, string message)
    {
        using var copy = new TestFolder().WithCopyOf(Outputs.OddApp);
        await File.WriteAllTextAsync(copy.File(file), content);
        await using var host = HostProcess.StartApp(copy.Path, _data.Path);
        await AssertRefusedAsync(host, message);
        Assert.Contains(file, host.Errors, StringComparison.Ordinal);
    }

    public static TheoryData<string, string[]> OddFunctions => new()
    {
        { "[{ 'name': 'message', 'type': 'queueTrigger', 'direction': 'In', 'queueName': 'q' }]", ["Odd", "queueTrigger"] },
        { "[{ 'name': 'dispatcher', 'type': 'entityTrigger', 'direction': 'In' }]", ["Odd", "entityTrigger"] },
        { "[{ 'name': 'blob', 'type': 'blobTrigger', 'direction': 'In', 'path': 'a/{b}' }]", ["Odd", "blobTrigger"] },
        { "[{ 'name': 'timer', 'type': 'timerTrigger', 'schedule': '0 0 0 * * *' }, { 'name': '$return', 'type': 'queue', 'direction': 'Out' }]", ["Odd", "queue"] },
        { "[{ 'name': 'timer', 'type': 'timerTrigger', 'schedule': '%NoSuchSetting%' }]", ["Odd", "NoSuchSetting"] },
        { "[{ 'name': 'request', 'type': 'httpTrigger', 'authLevel': 'Anonymous', 'methods': ['GET', 'post'], 'route': 'Plain' }]", ["Odd", "Plain", "GET /api/plain"] },
        { "[{ 'name': 'request', 'type': 'httpTrigger', 'authLevel': 'Anonymous', 'route': 'a/{b' }]", ["Odd", "a/{b"] },
        { "[{ 'name': '$return', 'type': 'http', 'direction': 'Out' }]", ["Odd", "没有触发器"] },
    };

    [Theory]
    [MemberData(nameof(OddFunctions))]
    public async Task Function_ThatTheHostCannotServe_IsRefusedByName(string bindings, string[] messages)
    {
        using var copy = WithFunction("Odd", bindings);
        await using var host = HostProcess.StartApp(copy.Path, _data.Path);
        await AssertRefusedAsync(host, messages);
    }

    [Fact]
    public async Task TwoFunctionsOfOneName_AreRefusedByName()
    {
        using var copy = WithFunction("plain", "[{ 'name': 'timer', 'type': 'timerTrigger', 'schedule': '0 0 0 * * *' }]");
        await using var host = HostProcess.StartApp(copy.Path, _data.Path);
        await AssertRefusedAsync(host, "plain");
    }

    [Fact]
    public async Task HttpFunctions_WithoutTheWebApplication_SayWhatToCall()
    {
        await using var host = HostProcess.StartApp(Outputs.OddApp, _data.Path, new Dictionary<string, string> { ["ODD_WITHOUT_WEB"] = "1" });
        await AssertRefusedAsync(host, "ConfigureFunctionsWebApplication");
    }

    [Fact]
    public async Task App_ThatFailsAtItsStart_IsShownWithItsReason()
    {
        await using var host = HostProcess.StartApp(Outputs.OddApp, _data.Path, new Dictionary<string, string> { ["ODD_FAILURE"] = "the database is not configured" });
        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith("无法启动：", host.Errors, StringComparison.Ordinal);
        Assert.Contains("the database is not configured", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://*:{0}")]
    [InlineData("http://localhost:{0};http://[::]:{0}")]
    public async Task OtherAddress_WhereNoEnvironmentIsSet_IsRefusedWithWhatToSet(string urls)
    {
        await using var host = HostProcess.Start(
            ["--app", Outputs.SampleApp, "--data", _data.Path, "--urls", urls.Replace("{0}", $"{FreePorts.Take()}", StringComparison.Ordinal)],
            new Dictionary<string, string> { ["AzureWebJobsStorage"] = "" });
        await AssertRefusedAsync(host, "AZURE_FUNCTIONS_ENVIRONMENT=Production");
    }

    public void Dispose() => _data.Dispose();

    private static TestFolder WithFunction(string name, string bindings)
    {
        var copy = new TestFolder().WithCopyOf(Outputs.OddApp);
        var file = copy.File("functions.metadata");
        var functions = JsonNode.Parse(File.ReadAllText(file))!.AsArray();
        var odd = functions[0]!.DeepClone();
        odd["name"] = name;
        odd["bindings"] = JsonNode.Parse(bindings.Replace('\'', '"'));
        functions.Add(odd);
        File.WriteAllText(file, functions.ToJsonString(JsonSerializerOptions.Web));
        return copy;
    }

    private static async Task AssertRefusedAsync(HostProcess host, params string[] messages)
    {
        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith("无法启动：", host.Errors, StringComparison.Ordinal);
        Assert.All(messages, message => Assert.Contains(message, host.Errors, StringComparison.OrdinalIgnoreCase));
        Assert.Single(host.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", host.Output + host.Errors, StringComparison.Ordinal);
    }
}
