using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>
/// Answers links in a rehearsal through the services that the pages use. Only a rehearsal registers a script: elsewhere
/// this class cannot be constructed, so that nothing answers a real link.
/// </summary>
public sealed class RehearsalActivities(
    ITableStore tables, IDirectory directory, PanelCandidates experts, AnnualPlans annualPlans, DecisionService decisions,
    SubmissionService submissions, RehearsalScript script)
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
            return await HandInAsync(client, of, SubmissionKinds.Of(of.Step), line, answer.At, cancellation);
        else if (of.Purpose == ApprovalLinks.Correct)
            await decisions.ResubmitAsync(client, of.Subject, new(of.Step, of.Round), of.Person, line.Comment, cancellation);

        return null;
    }

    /// <summary>Performs a planned act of the script; an act that breaks a rule is refused as in a real project.</summary>
    [Function(nameof(ActInRehearsal))]
    public async Task ActInRehearsal([ActivityTrigger] PlannedAct planned, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var kind = SubmissionKinds.Of(planned.Act.Step);
        var project = (await tables.FindAsync<ProjectRow>(planned.Project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        var post = kind.Side == SubmissionSide.Unit ? ProjectPosts.ContactOf(project.Unit) : ProjectPosts.Reviewers;
        await submissions.SubmitAsync(
            client,
            new()
            {
                Subject = planned.Project,
                Step = planned.Act.Step,
                Data = planned.Act.Data.GetRawText(),
                Files = RehearsalContent.FilesOf(kind),
                By = planned.Act.By ?? await PostHolders.FindAsync(directory, post, ChinaTime.DayOf(planned.At), cancellation),
                Key = planned.Key,
            },
            cancellation);
    }

    private async Task<DateTimeOffset?> HandInAsync(
        DurableTaskClient client, LinkRequest of, SubmissionKind kind, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
    {
        var project = (await tables.FindAsync<ProjectRow>(of.Subject, ProjectRow.OnlyRowKey, cancellation))!.Value;
        var ledger = (await ProjectLedgers.FindAsync(tables, of.Subject, cancellation))?.Value;
        if (RehearsalContent.NotBefore(of.Step, ledger, at) is { } later) return later;
        var data = line.Data?.GetRawText()
            ?? RehearsalContent.Of(of.StepRound, project, ledger, ChinaTime.DayOf(at), await PanelAsync(project, cancellation));
        var receipt = await submissions.SubmitAsync(
            client,
            new()
            {
                Subject = of.Subject,
                Step = of.Step,
                Round = of.Round,
                Data = data,
                Files = RehearsalContent.FilesOf(kind),
                By = of.Person,
            },
            cancellation);
        if (script.PlansAtOnce && receipt.Submission is { Step: MainLineKinds.Route } choice && choice.Read<RouteChoice>().Route == RouteKind.AnnualPlan)
            await annualPlans.StartAsync(client, ChinaTime.DayOf(at).Year, [of.Subject], $"rehearsal-{of.Round}", cancellation);
        // What is refused today, for example during a pause, is tried again the next morning.
        return receipt.Status == SubmissionStatus.Refused ? at.AddDays(1) : null;
    }

    /// <summary>Returns the first experts of the pool that make a valid panel for the project.</summary>
    private async Task<IReadOnlyList<string>> PanelAsync(ProjectRow project, CancellationToken cancellation) =>
        [.. (await experts.ChoosableAsync(project, cancellation)).Take(project.Policy.SmallestPanel).Select(expert => expert.Id)];

    private async Task<DecisionInput> InputAsync(
        LinkRow link, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
    {
        var comment = line.Comment ?? (line.Decision == Decision.Agree ? null : "预演");
        var meeting = (await decisions.FindStepAsync(link, cancellation))?.Step.Meeting == true;
        return new(line.Decision, comment, meeting ? new Resolution("预演会议纪要", ChinaTime.DayOf(at)) : null);
    }
}
