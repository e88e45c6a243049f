using Dazhou.FunctionsHost;

namespace Host.Tests.Startup;

public sealed class EnvironmentRuleTests
{
    private static readonly Dictionary<string, string?> Nothing = [];

    [Theory]
    [InlineData(null, null, null, null, "Development", false)]
    [InlineData(null, null, null, "Staging", "Staging", true)]
    [InlineData(null, null, "Production", "Staging", "Production", true)]
    [InlineData(null, "Development", "Production", null, "Development", true)]
    [InlineData("Test", "Development", null, null, "Test", true)]
    public void Choice_TakesTheNearestThatIsSet(string? argument, string? azure, string? dotnet, string? local, string name, bool stated)
    {
        string[] settings = argument is null ? [] : ["--port", "0", "--environment", argument];
        var variables = new Dictionary<string, string?> { ["AZURE_FUNCTIONS_ENVIRONMENT"] = azure, ["DOTNET_ENVIRONMENT"] = dotnet };
        var values = local is null ? Nothing : new Dictionary<string, string?> { ["AZURE_FUNCTIONS_ENVIRONMENT"] = local };
        Assert.Equal(new EnvironmentChoice(name, stated), EnvironmentRule.Choose(settings, variables.GetValueOrDefault, values));
    }

    [Fact]
    public void Choice_InOneWord_Counts() =>
        Assert.Equal(new EnvironmentChoice("Production", true), EnvironmentRule.Choose(["--environment=Production"], _ => null, Nothing));

    [Theory]
    [InlineData("http://localhost:7071", true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://127.3.2.1:80", true)]
    [InlineData("http://[::1]:7071", true)]
    [InlineData("http://0.0.0.0:7071", false)]
    [InlineData("http://*:7071", false)]
    [InlineData("http://+:7071", false)]
    [InlineData("http://[::]:7071", false)]
    [InlineData("http://192.168.1.5:7071", false)]
    [InlineData("https://dazhou.example", false)]
    public void Development_ThatNobodyStated_ListensOnThisMachineOnly(string url, bool admitted)
    {
        var failure = Record.Exception(() => EnvironmentRule.Check(new EnvironmentChoice("Development", false), ["http://localhost:1", url]));
        Assert.Equal(admitted, failure is null);
        if (failure is not null)
            Assert.Contains("AZURE_FUNCTIONS_ENVIRONMENT=Production", Assert.IsType<StartupException>(failure).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void Environment_ThatIsStated_ListensAnywhere(string name) =>
        EnvironmentRule.Check(new EnvironmentChoice(name, true), ["http://0.0.0.0:7071"]);
}
