using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Mail;

/// <summary>Mails in trouble, for operators: lists them by page, and puts one that was given up back to be sent.</summary>
public sealed class MailTroubles(ITableStore tables, IAuditTrail audit, TimeProvider time) : ISweep
{
    /// <inheritdoc/>
    public string Name => "deliveries started";

    /// <summary>How many are counted; more are more than anybody reads.</summary>
    public const int MostCounted = 100;

    /// <summary>A page of those that were given up, or of those that are tried again.</summary>
    public async Task<(IReadOnlyList<MailTrouble> Items, string? Next)> ListAsync(
        bool gaveUp, int size, string? after, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<MailTroubleRow>(
            gaveUp ? MailTroubleRow.GaveUpPartition : MailTroubleRow.Partition, size, after, cancellation);
        var mails = await Task.WhenAll(page.Rows.Select(row => row.Value).Select(async row =>
            await tables.FindAsync<OutboxRow>(row.Subject, row.Key, cancellation) is { } mail ? new MailTrouble(row, mail.Value) : null));
        return ([.. mails.OfType<MailTrouble>()], page.Continuation);
    }

    /// <summary>How many were given up, at most <see cref="MostCounted"/>.</summary>
    public async Task<int> CountGaveUpAsync(CancellationToken cancellation = default) =>
        (await tables.ReadPageAsync<MailTroubleRow>(MailTroubleRow.GaveUpPartition, MostCounted, continuation: null, cancellation)).Rows.Count;

    /// <summary>
    /// Puts a mail that was given up back, to be sent once, with 72 hours of attempts anew; the address is looked up again.
    /// False if no such mail was given up. <paramref name="id"/> is the row key of its trouble.
    /// </summary>
    public async Task<bool> ResendAsync(DurableTaskClient client, string id, string by, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<MailTroubleRow>(MailTroubleRow.GaveUpPartition, id, cancellation) is not { Value: { } trouble }
            || await tables.FindAsync<OutboxRow>(trouble.Subject, trouble.Key, cancellation) is not { } seen
            || seen.Value.State is not (MailState.GaveUp or MailState.Pending))
            return false;
        var now = time.GetChinaNow();
        // Of two who press at once, one puts it back. Pending: a crash came between, and this press goes on.
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
        // From here on the sweep delivers it, should this process end before the last line.
        await tables.UpsertAsync(trouble with { State = MailState.Pending }, cancellation);
        await tables.DeleteAsync<MailTroubleRow>(MailTroubleRow.GaveUpPartition, id, cancellation);
        await DeliverAsync(client, seen.Value.Order, cancellation);
        return true;
    }

    /// <summary>Starts the deliveries that nobody is carrying out; answers how many.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var started = 0;
        await foreach (var row in tables.ReadPartitionAsync<MailTroubleRow>(MailTroubleRow.Partition, cancellation: cancellation))
        {
            var trouble = row.Value;
            if (await tables.FindAsync<OutboxRow>(trouble.Subject, trouble.Key, cancellation) is not { Value: { } mail })
                continue;
            // It went out, and a crash or an attempt that was taken for dead left its trouble listed.
            if (mail.State == MailState.Sent)
                await tables.TryDeleteAsync(row, cancellation);
            else if (await DeliverAsync(client, mail.Order, cancellation))
                started++;
        }

        return started;
    }

    /// <summary>Starts a mail's delivery; false if it is under way.</summary>
    private static Task<bool> DeliverAsync(DurableTaskClient client, MailOrder order, CancellationToken cancellation) =>
        client.StartUnlessRunningAsync(
            nameof(MailDelivery), new MailRef(order.Subject, order.Key), OrchestrationVersion.Start(OutboxRow.InstanceIdOf(order)), cancellation);
}

/// <summary>A mail in trouble.</summary>
/// <param name="Row">How it stands.</param>
/// <param name="Mail">The mail.</param>
public sealed record MailTrouble(MailTroubleRow Row, OutboxRow Mail);
