using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Links for deciding steps. What was recorded is always shown, whatever the link's present state.</summary>
public sealed class DecideLink(
    DecisionService decisions, DecisionForms forms, LinkChanges changes, DecideSignIn signIn, LinkReader reader, TimeProvider time) : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await signIn.BarredAsync(visit, cancellationToken) is { } barred)
            return barred;
        var step = await decisions.FindStepAsync(visit.Link, cancellationToken);
        if (await decisions.FindRecordedAsync(visit.Link, cancellationToken) is { } recorded)
        {
            var counts = step?.Outcome is null || step.Outcome.Decisions.Any(decision => decision.Person == recorded.Person);
            return await RecordedAsync(visit, recorded, counts, cancellationToken);
        }

        if (visit.State != LinkState.Open)
            return null;
        if (step is { Outcome: not null })
            return DeadLinks.Closed(visit.Id, ["本环节已经办结。"]);
        if (step is not null && !StepRules.MayDecide(step, visit.Of.Person))
            return DeadLinks.Closed(visit.Id, ["本环节已由他人办理。"]);
        return await FormAsync(visit, comment: null, [], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await signIn.BarredAsync(visit, cancellationToken) is { } barred)
            return barred;
        return LinkChanges.IsAsked(form) ? await ChangeAsync(visit, client, form, cancellationToken) : await DecideAsync(visit, client, form, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken)
    {
        if (await decisions.FindRecordedAsync(link, cancellationToken) is not null)
            return false;
        var step = await decisions.FindStepAsync(link, cancellationToken);
        return step is null || (step.Outcome is null && StepRules.MayDecide(step, link.Request.Person));
    }

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await reader.ReadAsync(of, cancellationToken)).Told;

    private async Task<IResult> DecideAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        var comment = form["comment"].ToString();
        // If a decision is recorded already, the service returns it without looking at the input.
        var input = new DecisionInput(Decision.Agree, comment);
        if (await decisions.FindRecordedAsync(visit.Link, cancellationToken) is null)
        {
            var (read, fault) = await forms.ReadAsync(visit.Of, form, cancellationToken);
            if (fault is not null)
                return await FormAsync(visit, comment, [fault], cancellationToken);
            input = read!;
        }

        var receipt = await decisions.RecordAsync(client, visit.Link, input, cancellationToken);
        return receipt.Status switch
        {
            DecisionStatus.Closed => DeadLinks.Closed(visit.Id, receipt.Problems),
            DecisionStatus.Invalid => await FormAsync(visit, comment, [.. receipt.Problems.Select(problem => new Fault("comment", problem))], cancellationToken),
            _ => await RecordedAsync(visit, receipt.Recorded!, receipt.Counts, cancellationToken),
        };
    }

    private async Task<IResult> ChangeAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken) =>
        await changes.ChangeAsync(client, visit.Of, visit.Link.Hash, form, cancellationToken) switch
        {
            { Done: { } person } => LinkChanges.Done(form, person, byLink: true),
            { Open: true } outcome => await FormAsync(visit, form["comment"], [outcome.Fault!], cancellationToken),
            var outcome => DeadLinks.Closed(visit.Id, [outcome.Fault!.Message]),
        };

    private async Task<IResult> FormAsync(LinkVisit visit, string? comment, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) =>
        Pages.Show(new DecidePage
        {
            View = await reader.ReadWholeAsync(visit.Of, stage: null, cancellationToken),
            LinkId = visit.Id,
            At = $"/l/{visit.Id}",
            Files = $"/l/{visit.Id}/documents",
            Now = time.GetChinaNow(),
            Comment = comment,
            Faults = faults,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private async Task<IResult> RecordedAsync(LinkVisit visit, DecisionRow recorded, bool counts, CancellationToken cancellationToken) =>
        Pages.Show(new RecordedPage
        {
            View = await reader.ReadWholeAsync(visit.Of, stage: null, cancellationToken),
            Recorded = recorded,
            Counts = counts,
            LinkId = visit.Id,
            Files = $"/l/{visit.Id}/documents",
            Now = time.GetChinaNow(),
        });
}
