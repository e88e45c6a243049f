using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>
/// <c>rehearse projects|campaigns|ledgers --file F [--start DATE] [--decisions F] [--json F] [--ics F]</c>: runs a whole life in
/// virtual time and prints its calendar. Needs no server and no storage.
/// </summary>
public static class RehearseCommand
{
    /// <summary>The exit code for errors that the caller can correct: arguments, files, a matter that breaks rules.</summary>
    private const int Mendable = 2;

    /// <summary>Whether the command line asks for a rehearsal.</summary>
    public static bool IsAsked(IReadOnlyList<string> args) => args is ["rehearse", ..];

    /// <summary>Runs the command; returns the exit code.</summary>
    /// <param name="args">the arguments</param>
    /// <param name="rehearsals">what can be rehearsed</param>
    /// <param name="cancellationToken">a token to stop</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, IReadOnlyList<IRehearsal> rehearsals, CancellationToken cancellationToken = default)
    {
        ContractWarmUp.Begin();
        try
        {
            var options = RehearseOptions.Parse(args, rehearsals);
            var result = await RehearseAsync(options, cancellationToken);
            foreach (var failure in result.Failures)
                await Console.Error.WriteLineAsync($"{options.Rehearsal.Matter}不符合规定：{failure.Message}（{failure.Article}）");
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
        var matter = await ReadAsync(options.File, $"{options.Rehearsal.Matter}文件", cancellationToken);
        var decisions = options.Decisions is null ? null : await ReadAsync(options.Decisions, "意见文件", cancellationToken);
        return await options.Rehearsal.RunAsync(new(matter, decisions, options.Start), directory, loggers: null, progress: null, cancellationToken);
    }

    private static async Task<string> ReadAsync(string path, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RehearseException($"无法读取{what} {path}：{unreadable.Message}", unreadable);
        }
    }
}
