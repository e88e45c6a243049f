using Dazhou.FunctionsHost;

namespace Host.Tests.Workers;

public sealed class WorkerEnvironmentTests
{
    [Fact]
    public void Variables_OfTheHost_WinOverLocalSettings_AndTheCommandLineOverBoth()
    {
        var variables = Apply(
            new() { ["Set"] = "by the process", ["Both"] = "by the process" },
            local: new() { ["Set"] = "by the file", ["Both"] = "by the file", ["Own"] = "by the file" },
            commandLine: new() { ["Both"] = "by the line", ["Mail:Sender"] = "smtp" });
        Assert.Equal("by the process", variables["Set"]);
        Assert.Equal("by the line", variables["Both"]);
        Assert.Equal("by the file", variables["Own"]);
        Assert.Equal("smtp", variables["Mail__Sender"]);
    }

    [Fact]
    public void Settings_OfTheHostItself_StayWithIt()
    {
        var variables = Apply(
            new() { ["ASPNETCORE_URLS"] = "http://*:80", ["Kestrel__Endpoints__Http__Url"] = "http://*:81" },
            commandLine: new() { ["port"] = "7072", ["urls"] = "http://*:80", ["LocalRuntime:AzuritePort"] = "1", ["Host:KnownProxies"] = "127.0.0.1", ["Kestrel:Limits:X"] = "1" });
        Assert.DoesNotContain(variables.Keys, name => name.Contains("URLS", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Kestrel", StringComparison.Ordinal));
        Assert.DoesNotContain("port", variables.Keys);
        Assert.DoesNotContain("LocalRuntime__AzuritePort", variables.Keys);
        Assert.DoesNotContain("Host__KnownProxies", variables.Keys);
    }

    [Fact]
    public void Environment_IsOneWord_ForWhateverTheAppReads()
    {
        var variables = Apply(new() { ["DOTNET_ENVIRONMENT"] = "Development" });
        Assert.Equal("Production", variables["AZURE_FUNCTIONS_ENVIRONMENT"]);
        Assert.Equal("Production", variables["DOTNET_ENVIRONMENT"]);
    }

    [Fact]
    public void ClockFile_IsNamedOnlyWhereTheClockMoves()
    {
        Assert.Equal("/data/clock", Apply([], clockFile: "/data/clock")[WorkerEnvironment.ClockFile]);
        Assert.DoesNotContain(WorkerEnvironment.ClockFile, Apply(new() { [WorkerEnvironment.ClockFile] = "/another/host" }).Keys);
    }

    [Theory]
    [InlineData(null, "localhost:7071")]
    [InlineData("", "localhost:7071")]
    [InlineData("portal.dazhou.example", "portal.dazhou.example")]
    public void SiteName_IsWhereTheHostListens_UnlessTheSiteWasGivenOne(string? given, string known)
    {
        var variables = new Dictionary<string, string?>();
        if (given is not null)
            variables["WEBSITE_HOSTNAME"] = given;
        Assert.Equal(known, Apply(variables, siteName: "localhost:7071")["WEBSITE_HOSTNAME"]);
    }

    [Theory]
    [InlineData("http://localhost:7071", "localhost:7071")]
    [InlineData("http://0.0.0.0:8080", "localhost:8080")]
    [InlineData("http://*:8080/", "localhost:8080")]
    [InlineData("http://10.1.2.3:80", "10.1.2.3")]
    [InlineData("http://127.0.0.1:0", null)]
    public void SiteName_OfAnAddress_IsWhatThisMachineReaches(string url, string? name) => Assert.Equal(name, PublicAddress.SiteName(url));

    [Theory]
    [InlineData(null, "/leash.dll")]
    [InlineData("", "/leash.dll")]
    [InlineData("Microsoft.Azure.Functions.Worker.Core", "/leash.dll|Microsoft.Azure.Functions.Worker.Core")]
    public void Leash_JoinsHooksThatAreSetAlready(string? before, string after)
    {
        var variables = new Dictionary<string, string?>();
        if (before is not null)
            variables["DOTNET_STARTUP_HOOKS"] = before;
        WorkerEnvironment.AddLeash(variables, "/leash.dll");
        Assert.Equal(after.Replace('|', Path.PathSeparator), variables["DOTNET_STARTUP_HOOKS"]);
    }

    private static Dictionary<string, string?> Apply(
        Dictionary<string, string?> variables, Dictionary<string, string?>? local = null, Dictionary<string, string?>? commandLine = null, string? clockFile = null, string? siteName = null)
    {
        WorkerEnvironment.Apply(variables, new WorkerSettings(
            new AppFolder("/srv/app", "/srv/app/App.dll"), "Production", local ?? [], commandLine ?? [],
            new Dictionary<string, string> { ["Microsoft.AspNetCore"] = "Warning" }, null, clockFile, siteName));
        Assert.Equal("/srv/app", variables["FUNCTIONS_APPLICATION_DIRECTORY"]);
        Assert.Equal("Warning", variables["Logging__LogLevel__Microsoft.AspNetCore"]);
        return variables;
    }
}
