using System.Net;

namespace Runtime.Tests.Hosting;

public sealed class KeyTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("guarded", "function:Guarded", true)]
    [InlineData("guarded", "host:default", true)]
    [InlineData("guarded", "host:master", true)]
    [InlineData("guarded", "system:durabletask", false)]
    [InlineData("admin-only", "host:master", true)]
    [InlineData("admin-only", "host:default", false)]
    [InlineData("admin-only", "function:Guarded", false)]
    public async Task Key_OpensWhatItsLevelAllows(string path, string name, bool opens)
    {
        var key = fixture.App.Keys()[name];
        var expected = opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        Assert.Equal(expected, (await fixture.App.Http.GetAsync($"/{path}?code={key}")).StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + path);
        request.Headers.Add("x-functions-key", key);
        Assert.Equal(expected, (await fixture.App.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("guarded")]
    [InlineData("guarded?code=")]
    [InlineData("guarded?code=wrong")]
    [InlineData("admin-only")]
    public async Task NoKey_OpensNothing(string path) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.App.Http.GetAsync("/" + path)).StatusCode);

    [Fact]
    public void KeysFile_IsForItsOwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(fixture.App.Data, "keys.json")));
    }

    [Fact]
    public async Task Keys_SurviveARestart_AndTheFileIsNotNeeded()
    {
        var data = Directory.CreateTempSubdirectory("keys-").FullName;
        string key;
        await using (var first = await RunningApp.StartAsync(data))
            key = first.Keys()["host:default"];

        File.Delete(Path.Combine(data, "keys.json"));
        await using (var second = await RunningApp.StartAsync(data))
        {
            Assert.Equal(HttpStatusCode.OK, (await second.Http.GetAsync("/guarded?code=" + key)).StatusCode);
            Assert.False(File.Exists(Path.Combine(data, "keys.json")));
        }

        await using (var rotated = await RunningApp.StartAsync(data, "--rotate-keys", "true"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await rotated.Http.GetAsync("/guarded?code=" + key)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await rotated.Http.GetAsync("/guarded?code=" + rotated.Keys()["host:default"])).StatusCode);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void Database_HoldsNoFunctionKey()
    {
        var database = new[] { "runtime.db", "runtime.db-wal" }
            .Select(name => Path.Combine(fixture.App.Data, name))
            .Where(File.Exists)
            .Select(path =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
                return reader.ReadToEnd();
            })
            .ToArray();
        Assert.Contains(database, text => text.Contains("host.keys", StringComparison.Ordinal));
        foreach (var (name, key) in fixture.App.Keys().Where(k => !k.Key.StartsWith("system:", StringComparison.Ordinal)))
            Assert.All(database, text => Assert.False(text.Contains(key, StringComparison.Ordinal), name));
    }
}
