using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Mail;

/// <summary>Gathers mails that would come one by one; whoever orders such mails says which.</summary>
public interface IMailDigests
{
    /// <summary>The mail that tells what another would tell, as it stands in the outbox; null if the other goes out by itself.</summary>
    Task<OutboxRow?> FindAsync(MailOrder order, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation = default);
}
