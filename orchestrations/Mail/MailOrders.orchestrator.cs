using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Mail;

/// <summary>Orders mails from orchestrations.</summary>
internal static class MailOrders
{
    /// <summary>Orders a mail about a subject; <paramref name="key"/> must be unique within the instance, and each key is sent once.</summary>
    public static Task MailAsync(this TaskOrchestrationContext context, string subject, string key, string person, MailMessage message) =>
        context.CallActivityAsync(
            nameof(Outbox.EnqueueMail),
            new MailOrder { Subject = subject, Key = $"{context.InstanceId}|{key}", To = MailRecipient.Of(person), Message = message },
            ActivityRetry.Patient);
}
