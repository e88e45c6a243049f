using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Approvals;

/// <summary>Sends the mails of a step, each once per person and occasion, identically in every replay.</summary>
internal sealed class StepMails(TaskOrchestrationContext context, ApprovalRequest request, ApprovalStep step, int round, OpenedStep opened)
{
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    /// <summary>Asks approvers to decide, except those whose decision was carried over from the previous step.</summary>
    public async Task AskAsync(IEnumerable<string> approvers, IReadOnlyList<Handover>? handovers = null)
    {
        foreach (var person in approvers.Except(opened.Carried.Select(decision => decision.Person)))
            await SendAsync($"asked|{step.Key}|{round}|{person}{Again(person, handovers)}", person, ApprovalMails.Asked(request, step, round, person, opened, context.Now()));
    }

    /// <summary>Sends the mails for new handovers, consultations, opinions and decisions.</summary>
    public async Task FollowAsync(StepReading reading)
    {
        await AskAsync(reading.Approvers, reading.Handovers);
        foreach (var consultation in reading.Consultations)
        {
            await SendAsync(
                $"consulted|{step.Key}|{round}|{consultation.From}|{consultation.To}", consultation.To,
                ApprovalMails.OpinionWanted(request, step, round, consultation, opened));
            if (reading.Decisions.FirstOrDefault(decision => decision.Person == consultation.To) is { } opinion)
            {
                await SendAsync(
                    $"heard|{step.Key}|{round}|{consultation.From}|{consultation.To}", consultation.From,
                    ApprovalMails.OpinionGiven(request, step, round, consultation, opinion, opened));
            }
        }

        foreach (var given in reading.Heard)
        {
            await SendAsync($"confirmed|{step.Key}|{round}|{given.Person}", given.Person, ApprovalMails.Confirmed(request, step, round, given));
            foreach (var copy in (reading.Copies).Where(copy => copy.Person == given.Person))
            {
                foreach (var reader in copy.To)
                    await SendAsync($"copied|{step.Key}|{round}|{given.Person}|{reader}", reader, ApprovalMails.Copied(request, step, copy.By, given));
            }
        }
    }

    /// <summary>Returns a suffix for the mail key, so that a person who gets the step back is asked again.</summary>
    private string Again(string person, IReadOnlyList<Handover>? handovers)
    {
        var times = (opened.Approvers.Contains(person) ? 1 : 0) + (handovers?.Count(handover => handover.To == person) ?? 0);
        return times > 1 ? $"|{times}" : string.Empty;
    }

    private Task SendAsync(string key, string person, MailMessage message) =>
        _sent.Add(key) ? context.MailAsync(request.Subject.Id, key, person, message) : Task.CompletedTask;
}
