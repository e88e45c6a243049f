using Dazhou.FunctionsHost;
using Host.Tests.Timers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Host.Tests.Keys;

public sealed class FunctionKeysTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("keys-").FullName;
    private readonly MemoryMetadata _metadata = new();

    [Theory]
    [InlineData("function:Guarded", "Function", true)]
    [InlineData("host:default", "Function", true)]
    [InlineData("host:master", "Function", true)]
    [InlineData("system:durabletask", "Function", false)]
    [InlineData("function:Other", "Function", false)]
    [InlineData("host:master", "Admin", true)]
    [InlineData("host:default", "Admin", false)]
    [InlineData("function:Guarded", "Admin", false)]
    [InlineData("system:durabletask", "System", true)]
    [InlineData("host:master", "System", true)]
    [InlineData("host:default", "System", false)]
    public async Task Key_OpensWhatItsLevelAllows(string name, string level, bool opens)
    {
        var keys = await LoadAsync();
        var key = Written()[name];
        Assert.Equal(opens, keys.Allows(Request("?code=" + key), Enum.Parse<AuthorizationLevel>(level), "Guarded"));
        var byHeader = Request("");
        byHeader.Headers["x-functions-key"] = key;
        Assert.Equal(opens, keys.Allows(byHeader, Enum.Parse<AuthorizationLevel>(level), "Guarded"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=")]
    [InlineData("?code=wrong")]
    public async Task NoKey_OpensOnlyWhatIsOpen(string query)
    {
        var keys = await LoadAsync();
        Assert.False(keys.Allows(Request(query), AuthorizationLevel.Function, "Guarded"));
        Assert.False(keys.Allows(Request(query), AuthorizationLevel.Admin, "Guarded"));
        Assert.True(keys.Allows(Request(query), AuthorizationLevel.Anonymous, "Guarded"));
    }

    [Fact]
    public async Task Keys_AreKeptAsHashes_AndOutliveTheirFile()
    {
        await LoadAsync();
        var written = Written();
        var stored = (await _metadata.GetAsync(FunctionKeys.MetadataKey))!;
        Assert.All(written.Where(k => k.Key != "system:durabletask"), key => Assert.DoesNotContain(key.Value, stored, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data, FunctionKeys.FileName)));

        File.Delete(Path.Combine(_data, FunctionKeys.FileName));
        var again = await LoadAsync();
        Assert.True(again.Allows(Request("?code=" + written["host:default"]), AuthorizationLevel.Function, "Guarded"));
        Assert.Null(again.WrittenTo);
    }

    [Fact]
    public async Task Rotation_DrawsAllAnew()
    {
        await LoadAsync();
        var before = Written()["host:default"];
        var keys = await LoadAsync(rotate: true);
        Assert.False(keys.Allows(Request("?code=" + before), AuthorizationLevel.Function, "Guarded"));
        Assert.True(keys.Allows(Request("?code=" + Written()["host:default"]), AuthorizationLevel.Function, "Guarded"));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<FunctionKeys> LoadAsync(bool rotate = false)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(HostFolders.DataKey, _data)]).Build();
        var keys = new FunctionKeys(_metadata, new HostFolders(_data, new AppFolder(_data, "App.dll"), configuration));
        await keys.LoadAsync(["Guarded", "Other"], rotate);
        return keys;
    }

    private Dictionary<string, string> Written() =>
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(_data, FunctionKeys.FileName)))!;

    private static HttpRequest Request(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString(query);
        return http.Request;
    }
}
