using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>The mail service of a rehearsal: every mail arrives at once, and a request plans its answer.</summary>
internal sealed class RehearsalMail(DurableTaskClient client, RehearsalScript script, TimeProvider time) : IMailComposer, IMailSender
{
    public async Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default)
    {
        // A reminder brings another link for an answer that is already planned.
        if (linkSecret is not null && message is ApprovalRequested or DocumentRequested && message.Link is { } asked)
        {
            var line = script.LineFor(asked.StepRound, asked.Person);
            var hash = Secrets.HashOf(linkSecret!);
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(RehearsalAnswer),
                new PlannedAnswer(hash, line.After(time.GetUtcNow())),
                OrchestrationVersion.Start($"answer-{hash}"),
                cancellation);
        }

        if (message is DocumentRequested { Link: { } request }) await PlanActsAsync(request, cancellation);
        return new(message.Title, message.ToDo, string.Empty, []);
    }

    /// <summary>Plans the script's acts that follow the first request of a step.</summary>
    private async Task PlanActsAsync(LinkRequest asked, CancellationToken cancellation)
    {
        for (var i = 0; i < script.Acts.Count; i++)
        {
            var act = script.Acts[i];
            var id = $"act-{asked.Subject}-{i}";
            if (act.After != asked.Step || await client.GetInstanceAsync(id, cancellation) is not null) continue;
            var at = act.At(time.GetChinaNow());
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(RehearsalActing), new PlannedAct(asked.Subject, act, at, id), OrchestrationVersion.Start(id), cancellation);
        }
    }

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default) => Task.CompletedTask;
}
