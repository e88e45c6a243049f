using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What the forms of link pages do. Each is safe to repeat: the first record stays, later posts show it.</summary>
public sealed class LinkActions(LinkPages pages, LinkDisputes disputes, DecisionService decisions, DecisionForms forms)
{
    /// <summary>Records a decision.</summary>
    public async Task<IResult> DecideAsync(
        DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        var comment = form["comment"].ToString();
        // When something is recorded already, the service answers with that and does not look at the input.
        var input = new DecisionInput(Decision.Agree, comment);
        if (await decisions.FindRecordedAsync(link, cancellationToken) is null)
        {
            var (read, fault) = await forms.ReadAsync(link.Request, form, cancellationToken);
            if (fault is not null)
                return await pages.RefusedAsync(id, link, comment, [fault], cancellationToken);
            input = read!;
        }

        var receipt = await decisions.RecordAsync(client, link, input, cancellationToken);
        return receipt.Status switch
        {
            DecisionStatus.Closed => LinkPages.Closed(id, receipt.Problems),
            DecisionStatus.Invalid => await pages.RefusedAsync(
                id, link, comment, [.. receipt.Problems.Select(problem => new Fault("comment", problem))], cancellationToken),
            _ => await pages.RecordedAsync(id, link, receipt.Recorded!, receipt.Counts, cancellationToken),
        };
    }

    /// <summary>Records that a decision was not the person's own.</summary>
    public async Task<IResult> DisputeAsync(string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["dispute"] != "yes")
            return await pages.RefusedAsync(id, link, comment: null, [new Fault("dispute", "请勾选确认。")], cancellationToken);
        await disputes.RecordAsync(link, form["comment"].ToString(), cancellationToken);
        return await pages.DisputedAsync(id, link, cancellationToken);
    }
}
