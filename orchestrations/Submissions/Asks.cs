using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Submissions;

/// <summary>Operations on requests that several systems share.</summary>
internal static class Asks
{
    /// <summary>Returns the newest request of a step; null if there is none.</summary>
    public static async Task<AskRow?> LastAsync(ITableStore tables, string subject, string step, CancellationToken cancellation)
    {
        AskRow? last = null;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(subject, AskRow.Prefix(step), cancellation)) last = row.Value;
        return last;
    }

    /// <summary>Cancels the matching open requests of a subject and wakes the orchestrations that wait for them.</summary>
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
            // A concurrent submission wins.
            if (ask.Value.End is null)
                await tables.TryReplaceAsync(ask, ask.Value with { End = AskEnd.Cancelled, ClosedAt = at }, cancellation);
            if (ask.Value.InstanceId is { } waiting)
                await wakes.RaiseAsync(client, waiting, SubmissionEvents.Submitted(ask.Value.StepRound), cancellation);
        }
    }
}
