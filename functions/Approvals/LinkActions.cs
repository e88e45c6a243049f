using System.Globalization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What the forms of link pages do. Each is safe to repeat: the first record stays, later posts show it.</summary>
public sealed class LinkActions(LinkPages pages, LinkDisputes disputes, DecisionService decisions, MeetingMinutes minutes, DecisionReaders readers)
{
    /// <summary>Said to a form without a decision.</summary>
    internal static readonly Fault NoDecision = new("decision", "请选择同意、不同意或者退回补正。");

    /// <summary>What a form decides; null when it names no decision.</summary>
    internal static DecisionInput? InputOf(IFormCollection form) =>
        ApprovalWords.ParseDecision(form["decision"]) is { } decision ? new(decision, form["comment"], ResolutionOf(form)) { WithoutOpinion = form["withoutOpinion"] == "true" } : null;

    /// <summary>Records a decision.</summary>
    public async Task<IResult> DecideAsync(
        DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        var comment = form["comment"].ToString();
        var recorded = await decisions.FindRecordedAsync(link, cancellationToken) is not null;
        if (InputOf(form) is null && !recorded)
            return await pages.RefusedAsync(id, link, comment, [NoDecision], cancellationToken);

        // When something is recorded already, the service answers with that and does not look at the input.
        var input = InputOf(form) ?? new DecisionInput(Decision.Agree, comment);
        if (!recorded)
        {
            (input, var fault) = await readers.ReadAsync(input, link.Request.Person, form, cancellationToken);
            if (fault is null)
                (input, fault) = await minutes.KeepAsync(input, await decisions.FindStepAsync(link, cancellationToken), link.Request.Person, form, cancellationToken);
            if (fault is not null)
                return await pages.RefusedAsync(id, link, comment, [fault], cancellationToken);
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

    private static Resolution? ResolutionOf(IFormCollection form) =>
        form["resolutionNumber"].ToString().Trim() is { Length: > 0 } number
        && DateOnly.TryParseExact(form["resolutionDate"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new Resolution(number, date) { StruckOut = form["struckOut"] is { Count: > 0 } ids ? [.. ids.OfType<string>()] : null }
            : null;
}
