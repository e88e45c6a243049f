namespace Host.Tests.Processes;

/// <summary>A folder of a test's own, for a host's data or a doctored app.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dazhou-host-").FullName;

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>A copy of a built app, for tests that change something in it.</summary>
    public TestFolder WithCopyOf(string app)
    {
        foreach (var file in Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories))
        {
            var copy = File(System.IO.Path.GetRelativePath(app, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
