using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>The people of a rehearsed project.</summary>
internal sealed class RehearsedProject(
    ITableStore tables, IDirectory directory, PanelCandidates experts, AnnualPlans annualPlans, SubmissionService submissions, RehearsalScript script) : IRehearsedSystem
{
    /// <inheritdoc/>
    public async Task<DateTimeOffset?> HandInAsync(
        DurableTaskClient client, LinkRequest of, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
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
                Files = RehearsalContent.FilesOf(SubmissionKinds.Of(of.Step)),
                By = of.Person,
            },
            cancellation);
        if (script.PlansAtOnce && receipt.Submission is { Step: MainLineKinds.Route } choice && choice.Read<RouteChoice>().Route == RouteKind.AnnualPlan)
            await annualPlans.StartAsync(client, ChinaTime.DayOf(at).Year, [of.Subject], $"rehearsal-{of.Round}", cancellation);
        // What is refused today, for example during a pause, is tried again the next morning.
        return receipt.Status == SubmissionStatus.Refused ? at.AddDays(1) : null;
    }

    /// <inheritdoc/>
    public async Task ActAsync(DurableTaskClient client, PlannedAct planned, CancellationToken cancellation)
    {
        var kind = SubmissionKinds.Of(planned.Act.Step);
        var project = (await tables.FindAsync<ProjectRow>(planned.Subject, ProjectRow.OnlyRowKey, cancellation))!.Value;
        var post = kind.Side == SubmissionSide.Unit ? ProjectPosts.ContactOf(project.Unit) : ProjectPosts.Reviewers;
        await submissions.SubmitAsync(
            client,
            new()
            {
                Subject = planned.Subject,
                Step = planned.Act.Step,
                Data = planned.Act.Data.GetRawText(),
                Files = RehearsalContent.FilesOf(kind),
                By = planned.Act.By ?? await PostHolders.FindAsync(directory, post, ChinaTime.DayOf(planned.At), cancellation),
                Key = planned.Key,
            },
            cancellation);
    }

    /// <inheritdoc/>
    public RehearsalKind? KindOf(AuditEntry entry)
    {
        // The keys in the trail are written by the stages, the ledger, decisions and submissions.
        if (StartsWith(entry.Key, "stage|", "settled|") || entry.Key is "submitted" or "issued" or "publicity-ended" or "library" or "argumentation" or "ended")
            return RehearsalKind.Stage;
        return StartsWith(entry.Key, "decision|", "technical-plan|", "act|", "handed-in|") ? RehearsalKind.Decision : null;
    }

    /// <inheritdoc/>
    public string? StageOf(MailOrder mail) =>
        // Keys of mails start with the id of the instance that ordered them, which contains its stage.
        Stages.All.Concat(Stages.Beside).LastOrDefault(stage => mail.Key.Contains($":{stage}:", StringComparison.Ordinal));

    /// <summary>Returns the first experts of the pool that make a valid panel for the project.</summary>
    private async Task<IReadOnlyList<string>> PanelAsync(ProjectRow project, CancellationToken cancellation) =>
        [.. (await experts.ChoosableAsync(project, cancellation)).Take(project.Policy.SmallestPanel).Select(expert => expert.Id)];

    private static bool StartsWith(string key, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (key.StartsWith(beginning, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
