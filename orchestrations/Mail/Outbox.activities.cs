using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// The outbox. A mail marked as sent is never sent again. One gap remains: if the process ends after the service has accepted a mail and
/// before the row says so, the mail is sent again once its claim expires. A service that drops duplicates by <see cref="OutgoingMail.Id"/>
/// closes the gap.
/// </summary>
public sealed partial class Outbox(
    ITableStore tables,
    LinkStore links,
    IDirectory directory,
    IMailDigests digests,
    IMailComposer composer,
    IMailSender sender,
    IEnumerable<IChannel> channels,
    TimeProvider time,
    ILogger<Outbox> logger)
{
    /// <summary>The maximum time of one attempt; afterwards another may assume that it is dead.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(10);

    /// <summary>The number of a digest's links that are created at once.</summary>
    private const int MintedAtOnce = 16;

    /// <summary>
    /// Adds a mail to the outbox, once per key, and starts its delivery. Urgent messages also go to every channel; a reminder covered by a
    /// digest is not sent separately.
    /// </summary>
    [Function(nameof(EnqueueMail))]
    public async Task EnqueueMail([ActivityTrigger] MailOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (await digests.FindAsync(order, time.GetChinaNow(), client, cancellation) is not { } digest)
            await EnqueueOneAsync(order, client, cancellation);
        // The digest is already in the outbox; its delivery needs starting only before the first attempt.
        else if (digest.State == MailState.Pending)
            await StartAsync(digest.Order, client, cancellation);
        if (!order.Message.Urgent)
            return;
        // Each channel has its own delivery, independent of that of the mail.
        foreach (var channel in channels)
            await EnqueueOneAsync(order with { Key = $"{order.Key}|{channel.Name}", Channel = channel.Name }, client, cancellation);
    }

    private async Task EnqueueOneAsync(MailOrder order, DurableTaskClient client, CancellationToken cancellation)
    {
        var row = new OutboxRow { Order = order, State = MailState.Pending, CreatedAt = time.GetChinaNow() };
        await tables.TryInsertAsync(row, cancellation);
        await StartAsync(order, client, cancellation);
    }

    private static Task StartAsync(MailOrder order, DurableTaskClient client, CancellationToken cancellation) =>
        client.StartOnceAsync(
            nameof(MailDelivery), new MailRef(order.Subject, order.Key), OrchestrationVersion.Start(OutboxRow.InstanceIdOf(order)), cancellation);

    /// <summary>Makes one attempt to send a mail; a failure is recorded and returned, not thrown.</summary>
    [Function(nameof(SendMail))]
    public async Task<MailState> SendMail([ActivityTrigger] MailAttempt attempt, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<OutboxRow>(attempt.Mail.Subject, attempt.Mail.Key, cancellation) is not { } seen)
            throw new InvalidOperationException($"There is no mail {attempt.Mail.Key} of {attempt.Mail.Subject} in the outbox.");
        var now = time.GetChinaNow();
        if (seen.Value.State == MailState.GaveUp)
            await NoteTroubleAsync(seen.Value, cancellation);
        if (seen.Value.State is MailState.Sent or MailState.GaveUp)
            return seen.Value.State;
        if (seen.Value.ClaimedUntil > now)
            return MailState.Sending;
        var claimed = seen.Value with { State = MailState.Sending, ClaimedUntil = now + Claim, Attempts = attempt.Attempt };
        if (!await tables.TryReplaceAsync(seen, claimed, cancellation))
            return MailState.Sending;

        var outcome = claimed with { ClaimedUntil = null };
        try
        {
            var to = await SendAsync(claimed.Order, cancellation);
            outcome = outcome with { State = MailState.Sent, SentAt = time.GetChinaNow(), SentTo = to.Address, LastError = null, NextAttempt = null };
        }
        catch (MailRefusedException refused)
        {
            outcome = outcome with { State = MailState.GaveUp, LastError = refused.Message, NextAttempt = null };
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            outcome = outcome with
            {
                State = attempt.IsLast ? MailState.GaveUp : MailState.Failed,
                LastError = failure.Message,
                NextAttempt = attempt.IsLast ? null : attempt.NextAt,
            };
        }

        await RecordAsync(outcome, hadTrouble: seen.Value.LastError is not null, cancellation);
        return outcome.State;
    }

    private async Task<MailAddress> SendAsync(MailOrder order, CancellationToken cancellation)
    {
        var to = await AddressOfAsync(order.To, cancellation);
        var id = OutboxRow.InstanceIdOf(order);
        if (order.Channel is { } name)
        {
            // Throw rather than give up: the channel may be added to the settings again while the message waits.
            var channel = channels.FirstOrDefault(channel => channel.Name == name) ?? throw new InvalidOperationException($"The channel {name} is not configured.");
            await channel.SendAsync(new ChannelMessage(id, order.To.Person, to, ChannelText.Of(order.Message)), cancellation);
            return to;
        }

        if (order.Message is ReminderDigest digest)
        {
            var secrets = new List<string?>();
            foreach (var some in digest.Reminders.Chunk(MintedAtOnce))
                secrets.AddRange(await Task.WhenAll(some.Select(async reminder => reminder.Message.Link is { } asked ? (await links.MintAsync(asked, cancellation)).Secret : null)));
            await sender.SendAsync(new OutgoingMail(id, to, await composer.ComposeDigestAsync(digest, to, secrets, cancellation)), cancellation);
            return to;
        }

        var secret = order.Message.Link is { } request ? (await links.MintAsync(request, cancellation)).Secret : null;
        var content = await composer.ComposeAsync(order.Message, to, secret, cancellation);
        await sender.SendAsync(new OutgoingMail(id, to, content), cancellation);
        return to;
    }

    private async Task<MailAddress> AddressOfAsync(MailRecipient recipient, CancellationToken cancellation)
    {
        if (recipient.Address is { } address)
            return new MailAddress(address, recipient.Name ?? address);
        var person = recipient.Person is null ? null : await directory.FindPersonAsync(recipient.Person, cancellation);
        // Retry: the directory may be completed later.
        return person is null
            ? throw new InvalidOperationException($"The directory has no person {recipient.Person}.")
            : person.ServesOn(time.GetChinaToday())
                ? new MailAddress(person.Mail, person.Name)
                : throw new InvalidOperationException("收件人已离任，请更换办理人。");
    }

    /// <summary>Records the outcome of an attempt, overwriting concurrent changes unless the mail was sent meanwhile.</summary>
    private async Task RecordAsync(OutboxRow outcome, bool hadTrouble, CancellationToken cancellation)
    {
        while (await tables.FindAsync<OutboxRow>(outcome.PartitionKey, outcome.RowKey, cancellation) is { } stands)
        {
            // A concurrent attempt that believed this one dead has sent the mail.
            if (stands.Value.State == MailState.Sent)
            {
                outcome = stands.Value;
                break;
            }

            if (await tables.TryReplaceAsync(stands, outcome, cancellation))
                break;
        }

        var (subject, key) = (outcome.Order.Subject, outcome.Order.Key);
        if (outcome.State == MailState.Sent)
        {
            if (hadTrouble || outcome.Attempts > 1)
                await tables.DeleteAsync<MailTroubleRow>(MailTroubleRow.Partition, MailTroubleRow.RowKeyOf(subject, key), cancellation);
            return;
        }

        LogFailure(subject, outcome.Attempts, outcome.State, outcome.LastError);
        await NoteTroubleAsync(outcome, cancellation);
    }

    /// <summary>Adds a mail to the list of undelivered ones; repeated in case of a crash after its row was written.</summary>
    private async Task NoteTroubleAsync(OutboxRow mail, CancellationToken cancellation)
    {
        var trouble = new MailTroubleRow
        {
            Subject = mail.Order.Subject,
            Key = mail.Order.Key,
            State = mail.State,
            Since = mail.CreatedAt,
            Attempts = mail.Attempts,
            LastError = mail.LastError,
        };
        await tables.UpsertAsync(trouble, cancellation);
        if (mail.State == MailState.GaveUp)
            await tables.DeleteAsync<MailTroubleRow>(MailTroubleRow.Partition, trouble.RowKey, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail of {Subject} failed at attempt {Attempt} ({State}): {Error}")]
    private partial void LogFailure(string subject, int attempt, MailState state, string? error);
}
