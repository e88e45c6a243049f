using System.Net;
using System.Text;

namespace Host.Tests.Processes.Http;

[Collection(SampleHostGroup.Name)]
public sealed class KeyTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Theory]
    [InlineData("guarded", "function:Guarded", true)]
    [InlineData("guarded", "function:GuardedToo", false)]
    [InlineData("guarded", "host:default", true)]
    [InlineData("guarded", "host:master", true)]
    [InlineData("guarded", "system:durabletask", false)]
    [InlineData("for-system", "system:durabletask", true)]
    [InlineData("for-system", "host:master", true)]
    [InlineData("for-system", "host:default", false)]
    [InlineData("for-admin", "host:master", true)]
    [InlineData("for-admin", "host:default", false)]
    [InlineData("for-admin", "system:durabletask", false)]
    [InlineData("for-admin", "function:Guarded", false)]
    public async Task Key_OpensWhatItsLevelAllows(string path, string name, bool opens)
    {
        var key = App.Keys()[name];
        var expected = opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        Assert.Equal(expected, (await App.GetAsync($"{path}?code={key}")).StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Get, RunningApp.Route(path));
        request.Headers.Add("x-functions-key", key);
        Assert.Equal(expected, (await App.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("guarded")]
    [InlineData("guarded?code=")]
    [InlineData("guarded?code=wrong")]
    [InlineData("for-system")]
    [InlineData("for-admin")]
    public async Task NoKey_OpensNothing(string path)
    {
        using var response = await App.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);

        // Nothing of the function has run.
        Assert.False(response.Headers.Contains("x-mark"));
    }

    [Fact]
    public void KeysFile_IsForItsOwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(App.Data, "keys.json")));
    }

    [Fact]
    public void Database_HoldsNoFunctionKey()
    {
        var database = new[] { "runtime.db", "runtime.db-wal" }.Select(name => Path.Combine(App.Data, name)).Where(File.Exists)
            .Select(path =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(file, Encoding.Latin1);
                return reader.ReadToEnd();
            })
            .ToArray();
        Assert.Contains(database, text => text.Contains("host.keys", StringComparison.Ordinal));
        foreach (var (name, key) in App.Keys().Where(k => !k.Key.StartsWith("system:", StringComparison.Ordinal)))
            Assert.All(database, text => Assert.False(text.Contains(key, StringComparison.Ordinal), name));
    }
}
