namespace Engine.Tests;

/// <summary>A folder that outlives one engine and goes with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("engine").FullName;

    public string Database => System.IO.Path.Combine(Path, "runtime.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
