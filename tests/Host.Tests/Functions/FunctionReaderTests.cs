using Dazhou.FunctionsHost;
using Dazhou.FunctionsHost.Rpc;
using Microsoft.Extensions.Configuration;

namespace Host.Tests.Functions;

public sealed class FunctionReaderTests
{
    [Fact]
    public void HttpTrigger_IsReadWithItsClients()
    {
        var function = Read(
            """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Anonymous","methods":["get","POST"],"route":"hello/{name}"}""",
            """{"name":"client","type":"durableClient","direction":"In"}""",
            """{"name":"$return","type":"http","direction":"Out"}""");
        Assert.Equal(FunctionKind.Http, function.Kind);
        Assert.Equal("req", function.Trigger);
        Assert.Equal(["client"], function.DurableClients);
        Assert.Equal("hello/{name}", function.Http!.Route);
        Assert.Equal(["GET", "POST"], function.Http.Methods);
        Assert.Equal(AuthorizationLevel.Anonymous, function.Http.Level);
    }

    [Fact]
    public void HttpTrigger_WithoutLevel_AsksForAKey() =>
        Assert.Equal(AuthorizationLevel.Function, Read("""{"name":"req","type":"httpTrigger"}""").Http!.Level);

    [Fact]
    public void TimerTrigger_RemembersUnlessToldNotTo()
    {
        Assert.Equal(new TimerTriggerSettings("0 0 1 * * *", false, true), Read("""{"name":"t","type":"timerTrigger","schedule":"0 0 1 * * *"}""").Timer);
        Assert.Equal(
            new TimerTriggerSettings("%Daily%", true, false),
            Read("""{"name":"t","type":"TIMERTRIGGER","schedule":"%Daily%","runOnStartup":true,"useMonitor":"false"}""").Timer);
    }

    [Theory]
    [InlineData("orchestrationTrigger", "Orchestration")]
    [InlineData("activityTrigger", "Activity")]
    public void DurableTriggers_AreKnown(string type, string kind) =>
        Assert.Equal(kind, Read($$"""{"name":"x","type":"{{type}}"}""").Kind.ToString());

    [Theory]
    [InlineData("entityTrigger")]
    [InlineData("queueTrigger")]
    [InlineData("blob")]
    public void Binding_ThatIsNotServed_IsRefusedByName(string type)
    {
        var e = Assert.Throws<StartupException>(() => Read("""{"name":"req","type":"httpTrigger"}""", $$"""{"name":"x","type":"{{type}}"}"""));
        Assert.Contains("函数 Sample ", e.Message, StringComparison.Ordinal);
        Assert.Contains(type, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Function_ThatIsDisabled_IsLeftOut()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobs.Sample.Disabled", "true")]).Build();
        Assert.Empty(FunctionReader.Read([Function("""{"name":"x","type":"queueTrigger"}""")], configuration));
    }

    [Fact]
    public void Names_ThatDifferByCaseOnly_AreRefused()
    {
        var other = Function("""{"name":"x","type":"activityTrigger"}""");
        other.Name = "SAMPLE";
        Assert.Throws<StartupException>(() => FunctionReader.Read([Function("""{"name":"x","type":"activityTrigger"}"""), other], Empty()));
    }

    private static FunctionEntry Read(params string[] bindings) => Assert.Single(FunctionReader.Read([Function(bindings)], Empty()));

    private static RpcFunctionMetadata Function(params string[] bindings) => new() { Name = "Sample", RawBindings = { bindings } };

    private static IConfiguration Empty() => new ConfigurationBuilder().Build();
}
