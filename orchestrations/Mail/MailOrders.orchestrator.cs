using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Mail;

/// <summary>How orchestrations order mail.</summary>
internal static class MailOrders
{
    /// <summary>Orders a mail about a subject; <paramref name="key"/> names it among those of the instance, so that it is sent once.</summary>
    public static Task MailAsync(this TaskOrchestrationContext context, string subject, string key, string person, MailMessage message) =>
        context.CallActivityAsync(
            nameof(Outbox.EnqueueMail),
            new MailOrder { Subject = subject, Key = $"{context.InstanceId}|{key}", To = MailRecipient.Of(person), Message = message },
            ActivityRetry.Patient);
}
