using System.Diagnostics;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Works;

/// <summary>Says how far a piece of work is; at most twice a second of real time, since nobody reads it more often.</summary>
public sealed class WorkProgress(ITableStore tables, string work)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
    private long _last;

    /// <summary>Says it, unless it was said a moment ago.</summary>
    /// <param name="done">how much is done</param>
    /// <param name="total">of how much; null where nobody can tell</param>
    /// <param name="says">what is done now, in Chinese</param>
    /// <param name="cancellation">ends it</param>
    public async Task SayAsync(int done, int? total, string says, CancellationToken cancellation = default)
    {
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < Least) return;
        _last = Stopwatch.GetTimestamp();
        if (await tables.FindAsync<WorkRow>(work, WorkRow.OnlyRowKey, cancellation) is { Value.State: WorkState.Running } seen)
            // Who loses here said something older than what stands.
            await tables.TryReplaceAsync(seen, seen.Value with { Done = done, Total = total, Says = says }, cancellation);
    }
}
