using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects.Rehearsal;

/// <summary>
/// <c>rehearse projects --file F --start DATE [--decisions F] [--json F] [--ics F]</c>: runs a project's whole life in
/// virtual time and prints its calendar. Needs no server and no storage.
/// </summary>
public static class RehearseCommand
{
    /// <summary>The exit code for errors that the caller can correct: arguments, files, a refused application.</summary>
    private const int Mendable = 2;

    /// <summary>Whether the command line asks for a rehearsal.</summary>
    public static bool IsAsked(IReadOnlyList<string> args) => args is ["rehearse", ..];

    /// <summary>Runs the command; returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        ContractWarmUp.Begin();
        try
        {
            var options = RehearseOptions.Parse(args);
            var result = await RehearseAsync(options, cancellationToken);
            foreach (var failure in result.Failures)
                await Console.Error.WriteLineAsync($"申报不符合规定：{failure.Message}（{failure.Article}）");
            if (result.Failures.Count > 0)
                return Mendable;
            await RehearsalOutput.WriteAsync(result, options, Console.Out, cancellationToken);
            return 0;
        }
        catch (RehearseException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return Mendable;
        }
    }

    private static async Task<RehearsalResult> RehearseAsync(RehearseOptions options, CancellationToken cancellationToken)
    {
        // The sample directory in memory: a rehearsal must not touch real records.
        using var directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());
        var application = await ReadAsync<ProjectApplication>(options.File, "申报文件", ProjectJson.Options, cancellationToken);
        var script = options.Decisions is null
            ? RehearsalScript.Default
            : await ReadScriptAsync(options.Decisions, cancellationToken);
        var unit = application.Unit is { Length: > 0 } id ? await directory.FindUnitAsync(id, cancellationToken) : null;
        if (unit is null)
            throw new RehearseException($"申报文件 {options.File} 中的项目建设单位“{application.Unit}”不在单位目录中。");
        return await ProjectRehearsal.From(directory).RunAsync(application, unit, options.Start, script, policy: null, cancellationToken);
    }

    private static async Task<RehearsalScript> ReadScriptAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return RehearsalScript.Parse(await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RehearseException($"无法读取意见文件 {path}：{unreadable.Message}", unreadable);
        }
        catch (JsonException unreadable)
        {
            throw new RehearseException($"意见文件 {path} 不是可读的 JSON（{unreadable.Path ?? "$"}，第{unreadable.LineNumber + 1}行）。", unreadable);
        }
    }

    private static async Task<T> ReadAsync<T>(string path, string what, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<T>(stream, options, cancellationToken)
                ?? throw new RehearseException($"{what} {path} 是空的。");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RehearseException($"无法读取{what} {path}：{unreadable.Message}", unreadable);
        }
        catch (JsonException unreadable)
        {
            throw new RehearseException($"{what} {path} 不是可读的 JSON（{unreadable.Path ?? "$"}，第{unreadable.LineNumber + 1}行）。", unreadable);
        }
    }
}
