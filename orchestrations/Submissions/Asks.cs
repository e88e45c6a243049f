using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Submissions;

/// <summary>What services and activities of several systems do with requests.</summary>
internal static class Asks
{
    /// <summary>The newest request of a step; null if there was none.</summary>
    public static async Task<AskRow?> LastAsync(ITableStore tables, string subject, string step, CancellationToken cancellation)
    {
        AskRow? last = null;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(subject, AskRow.Prefix(step), cancellation)) last = row.Value;
        return last;
    }

    /// <summary>Cancels those of a subject's requests that are chosen and still open, and wakes whoever waits for one of the chosen.</summary>
    public static async Task CancelAsync(
        ITableStore tables, Wakes wakes, DurableTaskClient client, string subject, Func<AskRow, bool> chosen, DateTimeOffset at, CancellationToken cancellation)
    {
        var asks = new List<Row<AskRow>>();
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(subject, cancellation: cancellation))
        {
            if (chosen(row.Value)) asks.Add(row);
        }

        foreach (var ask in asks)
        {
            // Whoever handed it in meanwhile was first, and that end counts.
            if (ask.Value.End is null)
                await tables.TryReplaceAsync(ask, ask.Value with { End = AskEnd.Cancelled, ClosedAt = at }, cancellation);
            if (ask.Value.InstanceId is { } waiting)
                await wakes.RaiseAsync(client, waiting, SubmissionEvents.Submitted(ask.Value.StepRound), cancellation);
        }
    }
}
