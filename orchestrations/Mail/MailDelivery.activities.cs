using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// The outbox. A mail that is marked sent is never sent again; what remains is this: when the process ends between
/// the moment the service takes a mail over and the moment the row says so, the mail is sent once more after its
/// claim has run out. A service that drops repetitions by <see cref="OutgoingMail.Id"/> closes this gap too.
/// </summary>
public sealed partial class MailActivities(
    ITableStore tables,
    LinkStore links,
    IDirectory directory,
    IMailDigests digests,
    IMailComposer composer,
    IMailSender sender,
    IEnumerable<IChannel> channels,
    TimeProvider time,
    ILogger<MailActivities> logger)
{
    /// <summary>How long one attempt may take before another deliverer may think it dead.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(10);

    /// <summary>How many links of a digest are made at once.</summary>
    private const int MintedAtOnce = 16;

    /// <summary>
    /// Writes a mail into the outbox, once for its key, and starts its delivery; one that is urgent also goes by each
    /// channel, and a reminder that a digest of the week tells goes into it.
    /// </summary>
    [Function(nameof(EnqueueMail))]
    public async Task EnqueueMail([ActivityTrigger] MailOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (await digests.FindAsync(order, time.GetChinaNow(), client, cancellation) is not { } digest)
            await EnqueueOneAsync(order, client, cancellation);
        // It stands in the outbox; once somebody tried to send it, its delivery needs nobody to start it.
        else if (digest.State == MailState.Pending)
            await StartAsync(digest.Order, client, cancellation);
        if (!order.Message.Urgent)
            return;
        // Each with a delivery of its own: whether the mail went out says nothing about the short message.
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

    /// <summary>Tries to send a mail once; a failure is recorded and answered, not thrown.</summary>
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
            // A channel that was taken out of the settings may be put back while the message waits.
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
        // The directory may be filled later, so this is worth another attempt.
        return person is null
            ? throw new InvalidOperationException($"The directory has no person {recipient.Person}.")
            : person.ServesOn(time.GetChinaToday())
                ? new MailAddress(person.Mail, person.Name)
                : throw new InvalidOperationException("收件人已离任，请更换办理人。");
    }

    /// <summary>Nobody else writes a claimed row but an operator, who then has the last word except over what was sent.</summary>
    private async Task RecordAsync(OutboxRow outcome, bool hadTrouble, CancellationToken cancellation)
    {
        while (await tables.FindAsync<OutboxRow>(outcome.PartitionKey, outcome.RowKey, cancellation) is { } stands)
        {
            // Another attempt, which took this one for dead, was faster: what it sent is in no trouble.
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

    /// <summary>Lists a mail among those in trouble; repeated when a crash came between its row and the list.</summary>
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
