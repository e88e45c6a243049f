using Dazhou.FunctionsHost;

namespace Host.Tests.Startup;

public sealed class HostArgumentsTests
{
    [Fact]
    public void Settings_AreWhatIsLeftOfTheApp()
    {
        var arguments = HostArguments.Parse(["--app", "/srv/app", "--port", "0", "--Mail:Sender=smtp"]);
        Assert.Equal("/srv/app", arguments.App);
        Assert.Null(arguments.Command);
        Assert.Equal(["--port", "0", "--Mail:Sender=smtp"], arguments.Settings);
    }

    [Theory]
    [InlineData("--app=/srv/app")]
    [InlineData("--APP=/srv/app")]
    public void App_MayStandInOneWord(string argument) => Assert.Equal("/srv/app", HostArguments.Parse([argument]).App);

    [Fact]
    public void FirstWord_IsACommandOfTheApp_WithAllThatFollows()
    {
        var arguments = HostArguments.Parse(["--app", "/srv/app", "rehearse", "projects", "--file", "a.json", "--app"]);
        Assert.Equal(["rehearse", "projects", "--file", "a.json", "--app"], arguments.Command);
        Assert.Empty(arguments.Settings);
    }

    [Fact]
    public void Word_AfterASetting_IsItsValue()
    {
        var arguments = HostArguments.Parse(["--port", "7072", "--app", "/srv/app"]);
        Assert.Null(arguments.Command);
        Assert.Equal(["--port", "7072"], arguments.Settings);
        Assert.Equal("/srv/app", arguments.App);
    }

    [Fact]
    public void App_WithoutFolder_IsRefused() =>
        Assert.Contains("--app", Assert.Throws<StartupException>(() => HostArguments.Parse(["--app"])).Message, StringComparison.Ordinal);
}
