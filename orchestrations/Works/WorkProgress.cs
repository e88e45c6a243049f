using System.Diagnostics;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Works;

/// <summary>Reports the progress of work, at most twice per second of real time, since nobody reads it more often.</summary>
public sealed class WorkProgress(ITableStore tables, string work)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
    private long _last;

    /// <summary>Reports progress, unless there was a report a moment ago.</summary>
    /// <param name="done">the amount done</param>
    /// <param name="total">the total amount; null if unknown</param>
    /// <param name="says">the present activity, in Chinese</param>
    /// <param name="cancellation">the cancellation token</param>
    public async Task SayAsync(int done, int? total, string says, CancellationToken cancellation = default)
    {
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < Least) return;
        _last = Stopwatch.GetTimestamp();
        if (await tables.FindAsync<WorkRow>(work, WorkRow.OnlyRowKey, cancellation) is { Value.State: WorkState.Running } seen)
            // If this fails, the stored report is newer.
            await tables.TryReplaceAsync(seen, seen.Value with { Done = done, Total = total, Says = says }, cancellation);
    }
}
