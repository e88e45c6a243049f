using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>
/// Answers links in a rehearsal through the services that the pages use. Only a rehearsal registers a script: elsewhere
/// this class cannot be constructed, so that nothing answers a real link.
/// </summary>
public sealed class RehearsalActivities(ITableStore tables, DecisionService decisions, RehearsalScript script, IRehearsedSystem system)
{
    /// <summary>Gives one answer; returns when to try again if it is too early or refused for now, otherwise null.</summary>
    [Function(nameof(GiveRehearsalAnswer))]
    public async Task<DateTimeOffset?> GiveRehearsalAnswer(
        [ActivityTrigger] PlannedAnswer answer, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var link = (await tables.FindAsync<LinkRow>(answer.LinkHash, LinkRow.OnlyRowKey, cancellation))!.Value;
        var of = link.Request;
        var line = script.LineFor(of.StepRound, of.Person);
        if (of.Purpose == ApprovalLinks.Decide)
            await decisions.RecordAsync(client, link, await InputAsync(link, line, answer.At, cancellation), cancellation);
        else if (SubmissionLinks.Takes(of.Purpose))
            return await system.HandInAsync(client, of, line, answer.At, cancellation);
        else if (of.Purpose == ApprovalLinks.Correct)
            await decisions.ResubmitAsync(client, of.Subject, new(of.Step, of.Round), of.Person, line.Comment, cancellation);

        return null;
    }

    /// <summary>Performs a planned act of the script; an act that breaks a rule is refused as in a real process.</summary>
    [Function(nameof(ActInRehearsal))]
    public Task ActInRehearsal([ActivityTrigger] PlannedAct planned, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default) =>
        system.ActAsync(client, planned, cancellation);

    private async Task<DecisionInput> InputAsync(
        LinkRow link, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
    {
        var comment = line.Comment ?? (line.Decision == Decision.Agree ? null : "预演");
        var meeting = (await decisions.FindStepAsync(link, cancellation))?.Step.Meeting == true;
        return new(line.Decision, comment, meeting ? new Resolution("预演会议纪要", ChinaTime.DayOf(at)) : null);
    }
}
