using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>
/// The mail service of a rehearsal: every mail arrives at once, and whoever is asked for something plans the answer.
/// </summary>
internal sealed class RehearsalMail(DurableTaskClient client, RehearsalScript script, TimeProvider time) : IMailComposer, IMailSender
{
    public async Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default)
    {
        // A reminder brings another link for the same answer, which is planned already.
        if (linkSecret is not null && message is ApprovalRequested or DocumentRequested && message.Link is { } asked)
        {
            var line = script.LineFor(asked.Step, asked.Round, asked.Person);
            var hash = LinkStore.HashOf(linkSecret!);
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(RehearsalAnswer),
                new PlannedAnswer(hash, line.After(time.GetUtcNow())),
                new StartOrchestrationOptions(InstanceId: $"answer-{hash}"),
                cancellation);
        }

        return new(message.Title, message.ToDo, string.Empty, []);
    }

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default) => Task.CompletedTask;
}
