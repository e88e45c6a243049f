using Dazhou.FunctionsHost;

namespace Host.Tests.Startup;

public sealed class AppRootTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("app-root-").FullName;

    [Fact]
    public void Root_OfABuild_IsTheFolderOfHostJsonAboveItsOutput()
    {
        var output = Folder("functions/bin/Debug/net10.0");
        Write("host.json");
        Write("functions/bin/Debug/net10.0/host.json");
        Assert.Equal(_root, AppRoot.Find(output));
    }

    [Fact]
    public void Root_OfABuild_IsTheNearestFolderThatHasHostJson()
    {
        var output = Folder("apps/one/bin/Release/net10.0");
        Write("host.json");
        Write("apps/one/host.json");
        Assert.Equal(Path.Combine(_root, "apps", "one"), AppRoot.Find(output));
    }

    [Fact]
    public void Root_OfAPublishedApp_IsItsOwnFolder()
    {
        var app = Folder("srv/app");
        Write("host.json");
        Assert.Equal(app, AppRoot.Find(app));
    }

    [Fact]
    public void Assembly_IsTheOneThatTheWorkerFileNames()
    {
        var app = Folder("app");
        Write("app/worker.config.json", """{ "description": { "defaultWorkerPath": "{WorkerRoot}Sample.dll" } }""");
        Write("app/Sample.dll");
        Write("app/Other.runtimeconfig.json");
        Assert.Equal(Path.Combine(app, "Sample.dll"), AppFolder.Find(app).Assembly);
        Assert.Equal("Sample", AppFolder.Find(app).Name);
    }

    [Fact]
    public void Assembly_WithoutTheWorkerFile_IsTheOnlyProgram()
    {
        var app = Folder("app");
        Write("app/Sample.runtimeconfig.json");
        Write("app/Sample.dll");
        Assert.Equal(Path.Combine(app, "Sample.dll"), AppFolder.Find(app).Assembly);
    }

    [Theory]
    [InlineData("nowhere", "没有应用文件夹")]
    [InlineData("empty", "没有可运行的应用")]
    public void Folder_WithoutAnApp_SaysWhatIsMissing(string name, string message)
    {
        Folder("empty");
        Assert.Contains(message, Assert.Throws<StartupException>(() => AppFolder.Find(Path.Combine(_root, name))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Folder(string path) => Directory.CreateDirectory(Path.Combine(_root, path)).FullName;

    private void Write(string path, string text = "{}") => File.WriteAllText(Path.Combine(_root, path), text);
}
