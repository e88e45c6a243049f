using Dazhou.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Runtime.Tests.Hosting;

public sealed class FunctionDiscoveryTests
{
    [Fact]
    public void DuplicateNames_AreOneErrorThatNamesBoth()
    {
        var e = Assert.Throws<StartupException>(() => FunctionDiscovery.Find([typeof(Twice), typeof(TwiceAgain)]));
        Assert.Contains("函数名 same 重复", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Twice.One", e.Message, StringComparison.Ordinal);
        Assert.Contains("TwiceAgain.Two", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongDeclarations_AreAllSaidAtOnce()
    {
        var e = Assert.Throws<StartupException>(() => FunctionDiscovery.Find([typeof(Wrong)]));
        foreach (var part in new[] { "Hidden", "public", "NoTrigger", "现有 0 个", "bad name", "名称无效", "Unbound", "无法绑定", "NotAContext", "TaskOrchestrationContext" })
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RenamedOrchestrator_HasItsAttributesName() =>
        Assert.Equal(["Renamed"], FunctionDiscovery.Find([typeof(Renaming)]).Select(f => f.Name));

    [Fact]
    public async Task SameRoute_IsOneError()
    {
        var builder = App.FunctionApp.CreateBuilder(["--port", "0", "--AzureWebJobsStorage", ""]);
        builder.FunctionTypes = type => type == typeof(SameRoute);
        builder.ThrowStartupFailures = true;
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<StartupException>(() => host.StartAsync());
        Assert.Contains("GET /Same", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HttpFunctions_WithoutTheWebApplication_SayWhatToCall()
    {
        var builder = Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication.CreateBuilder(["--port", "0", "--AzureWebJobsStorage", ""]);
        builder.EntryAssembly = typeof(Twice).Assembly;
        builder.FunctionTypes = type => type == typeof(Twice);
        builder.ThrowStartupFailures = true;
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<StartupException>(() => host.StartAsync());
        Assert.Contains("ConfigureFunctionsWebApplication", e.Message, StringComparison.Ordinal);
    }

    public static class Twice
    {
        [Function("Same")]
        public static string One([HttpTrigger] HttpRequest request) => request.Method;
    }

    public static class TwiceAgain
    {
        [Function("same")]
        public static string Two([HttpTrigger] HttpRequest request) => request.Method;
    }

    public static class SameRoute
    {
        [Function("RouteOne")]
        public static string One([HttpTrigger("get", Route = "same")] HttpRequest request) => request.Method;

        [Function("RouteTwo")]
        public static string Two([HttpTrigger("get", "post", Route = "Same")] HttpRequest request) => request.Method;
    }

    public static class Renaming
    {
        [Function("Original")]
        public static Task Run([OrchestrationTrigger(Orchestration = "Renamed")] TaskOrchestrationContext context) => Task.FromResult(context.Name);
    }

    public static class Wrong
    {
        [Function("NoTrigger")]
        public static void NoTrigger()
        {
        }

        [Function("bad name")]
        public static void BadName([ActivityTrigger] string text) => ArgumentNullException.ThrowIfNull(text);

        [Function("Unbound")]
        public static string Unbound([ActivityTrigger] string text, Uri other) => text + other;

        [Function("NotAContext")]
        public static string NotAContext([OrchestrationTrigger] string text) => text;

        [Function("Hidden")]
        internal static string Hidden([ActivityTrigger] string text) => text;
    }
}
