using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Mail;

/// <summary>Combines mails into digests; implemented by the code that orders such mails.</summary>
public interface IMailDigests
{
    /// <summary>Returns the digest in the outbox that covers a mail; null if the mail is sent separately.</summary>
    Task<OutboxRow?> FindAsync(MailOrder order, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation = default);
}
