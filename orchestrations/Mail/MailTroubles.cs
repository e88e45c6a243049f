using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Mail;

/// <summary>Lists undelivered mails for operators and resends those that were given up.</summary>
public sealed class MailTroubles(ITableStore tables, IAuditTrail audit, TimeProvider time) : ISweep
{
    /// <inheritdoc/>
    public string Name => "deliveries started";

    /// <summary>The maximum number that is counted.</summary>
    public const int MostCounted = 100;

    /// <summary>Returns a page of the mails that were given up, or of those still being retried.</summary>
    public async Task<(IReadOnlyList<MailTrouble> Items, string? Next)> ListAsync(
        bool gaveUp, int size, string? after, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<MailTroubleRow>(
            gaveUp ? MailTroubleRow.GaveUpPartition : MailTroubleRow.Partition, size, after, cancellation);
        var mails = await Task.WhenAll(page.Rows.Select(row => row.Value).Select(async row =>
            await tables.FindAsync<OutboxRow>(row.Subject, row.Key, cancellation) is { } mail ? new MailTrouble(row, mail.Value) : null));
        return ([.. mails.OfType<MailTrouble>()], page.Continuation);
    }

    /// <summary>Returns the number of mails that were given up, at most <see cref="MostCounted"/>.</summary>
    public async Task<int> CountGaveUpAsync(CancellationToken cancellation = default) =>
        (await tables.ReadPageAsync<MailTroubleRow>(MailTroubleRow.GaveUpPartition, MostCounted, continuation: null, cancellation)).Rows.Count;

    /// <summary>
    /// Resends a mail that was given up, with another 72 hours of attempts and a new look-up of the address. Returns false if no such mail
    /// was given up. <paramref name="id"/> is the row key of its <see cref="MailTroubleRow"/>.
    /// </summary>
    public async Task<bool> ResendAsync(DurableTaskClient client, string id, string by, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<MailTroubleRow>(MailTroubleRow.GaveUpPartition, id, cancellation) is not { Value: { } trouble }
            || await tables.FindAsync<OutboxRow>(trouble.Subject, trouble.Key, cancellation) is not { } seen
            || seen.Value.State is not (MailState.GaveUp or MailState.Pending))
            return false;
        var now = time.GetChinaNow();
        // Of two concurrent calls, one puts the mail back. State Pending means that a crash interrupted an earlier call, which this one
        // completes.
        if (seen.Value.State == MailState.GaveUp
            && !await tables.TryReplaceAsync(seen, seen.Value with { State = MailState.Pending, ClaimedUntil = null, NextAttempt = now }, cancellation))
            return false;
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = trouble.Subject,
                Key = $"resend|{id}|{trouble.Since.UtcTicks}|{trouble.Attempts}",
                At = now,
                Actor = by,
                Action = "重发邮件",
                Detail = seen.Value.Order.Message.Title,
            },
            cancellation);
        // From now on the sweep would deliver it if this process ended before the last line.
        await tables.UpsertAsync(trouble with { State = MailState.Pending }, cancellation);
        await tables.DeleteAsync<MailTroubleRow>(MailTroubleRow.GaveUpPartition, id, cancellation);
        await DeliverAsync(client, seen.Value.Order, cancellation);
        return true;
    }

    /// <summary>Starts deliveries that are not running. Returns how many were started.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var started = 0;
        await foreach (var row in tables.ReadPartitionAsync<MailTroubleRow>(MailTroubleRow.Partition, cancellation: cancellation))
        {
            var trouble = row.Value;
            if (await tables.FindAsync<OutboxRow>(trouble.Subject, trouble.Key, cancellation) is not { Value: { } mail })
                continue;
            // The mail was sent, but a crash, or an attempt believed dead, left its row behind.
            if (mail.State == MailState.Sent)
                await tables.TryDeleteAsync(row, cancellation);
            else if (await DeliverAsync(client, mail.Order, cancellation))
                started++;
        }

        return started;
    }

    /// <summary>Starts the delivery of a mail; false if it is already running.</summary>
    private static Task<bool> DeliverAsync(DurableTaskClient client, MailOrder order, CancellationToken cancellation) =>
        client.StartUnlessRunningAsync(
            nameof(MailDelivery), new MailRef(order.Subject, order.Key), OrchestrationVersion.Start(OutboxRow.InstanceIdOf(order)), cancellation);
}

/// <summary>An undelivered mail.</summary>
/// <param name="Row">The state of its delivery.</param>
/// <param name="Mail">The mail.</param>
public sealed record MailTrouble(MailTroubleRow Row, OutboxRow Mail);
