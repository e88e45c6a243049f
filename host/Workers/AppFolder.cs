using System.Text.Json;

namespace Dazhou.FunctionsHost;

/// <summary>A built function app: the folder that its build or publish made.</summary>
internal sealed record AppFolder(string Path, string Assembly)
{
    private const string WorkerFile = "worker.config.json";
    private const string RuntimeSuffix = ".runtimeconfig.json";

    /// <summary>The name of the app, as its assembly has it.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Assembly);

    /// <summary>Finds the app's assembly: worker.config.json names it, else there is only one that can run.</summary>
    /// <exception cref="StartupException">The folder holds no built app.</exception>
    public static AppFolder Find(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        if (!Directory.Exists(path))
            throw new StartupException($"没有应用文件夹 {path}。请用 --app 指明已构建的应用所在的文件夹（其中有 {WorkerFile}）。");

        var name = NamedByWorkerFile(path) ?? OnlyProgram(path)
            ?? throw new StartupException($"{path} 中没有可运行的应用：缺少 {WorkerFile}。请先构建，或用 --app 指明构建输出的文件夹。");
        var assembly = System.IO.Path.Combine(path, name);
        return File.Exists(assembly)
            ? new AppFolder(path, assembly)
            : throw new StartupException($"{path} 中没有 {name}，而 {WorkerFile} 指向它。请重新构建应用。");
    }

    private static string? NamedByWorkerFile(string path)
    {
        var file = System.IO.Path.Combine(path, WorkerFile);
        if (!File.Exists(file))
            return null;

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return document.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString()
                ?.Replace("{WorkerRoot}", "", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StartupException($"无法读取 {file}：{e.Message}", e);
        }
    }

    private static string? OnlyProgram(string path) =>
        Directory.GetFiles(path, "*" + RuntimeSuffix) is [var only]
            ? System.IO.Path.GetFileName(only)[..^RuntimeSuffix.Length] + ".dll"
            : null;
}
