using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// Changes who is asked in a step: handover to a colleague (转办), a request for an opinion (加签), or replacement of an approver by an
/// administrator. Only the step's row counts; the event merely wakes.
/// </summary>
public sealed class StepChanges(
    ITableStore tables, IAuditTrail audit, IDirectory directory, LinkStore links, Wakes wakes, TimeProvider time)
{
    /// <summary>转办: hands the step to another person of the same unit. Returns null if done, otherwise the reason why not, in Chinese.</summary>
    public Task<string?> TransferAsync(DurableTaskClient client, LinkRow link, string to, string? comment, CancellationToken cancellation = default) =>
        TransferAsync(client, link.Request, link.Hash, to, comment, cancellation);

    /// <summary>转办 by a signed-in person; <paramref name="link"/> is the hash of the link to mark as used, null without one.</summary>
    public async Task<string?> TransferAsync(
        DurableTaskClient client, LinkRequest of, string? link, string to, string? comment, CancellationToken cancellation = default)
    {
        var (from, target) = (await directory.FindPersonAsync(of.Person, cancellation), await directory.FindServingAsync(to, time.GetChinaToday(), cancellation));
        if (from is null || target is null || from.Unit != target.Unit) return "转办只能交给本单位的其他人员。";
        var refusal = await HandOverAsync(client, of, to, of.Person, comment, "转办", cancellation);
        if (refusal is null && link is not null) await links.TryUseAsync(link, cancellation);
        return refusal;
    }

    /// <summary>
    /// Replaces an approver by another person, on behalf of an administrator. Returns null if done, otherwise the reason why not, in
    /// Chinese.
    /// </summary>
    public async Task<string?> ReplaceAsync(
        DurableTaskClient client, LinkRequest of, string to, string administrator, string? comment, CancellationToken cancellation = default) =>
        await directory.FindServingAsync(to, time.GetChinaToday(), cancellation) is null
            ? "接任的人员不在人员名录中，或者已经离任。"
            : await HandOverAsync(client, of, to, administrator, comment, "更换审批人", cancellation);

    /// <summary>
    /// 加签: asks another person for an opinion, without which the asker cannot decide. The opinion itself decides nothing, since the
    /// regulation says who decides. Returns null if done, otherwise the reason why not, in Chinese.
    /// </summary>
    public Task<string?> ConsultAsync(DurableTaskClient client, LinkRow link, string whom, string? comment, CancellationToken cancellation = default) =>
        ConsultAsync(client, link.Request, whom, comment, cancellation);

    /// <summary>加签 by a signed-in person.</summary>
    public async Task<string?> ConsultAsync(
        DurableTaskClient client, LinkRequest of, string whom, string? comment, CancellationToken cancellation = default)
    {
        if (await directory.FindServingAsync(whom, time.GetChinaToday(), cancellation) is null) return "没有这位人员，或者已经离任。";
        var consultation = new Handover(of.Person, whom, of.Person, time.GetChinaNow(), comment);
        return await ChangeAsync(
            client, of, consultation, "加签",
            row => row.Consultations.Any(it => it.From == of.Person && it.To == whom) ? row
                : StepRules.MayDecide(row, whom) ? null
                : row with { Consultations = [.. row.Consultations, consultation] },
            cancellation);
    }

    private Task<string?> HandOverAsync(
        DurableTaskClient client, LinkRequest of, string to, string by, string? comment, string action, CancellationToken cancellation)
    {
        var handover = new Handover(of.Person, to, by, time.GetChinaNow(), comment);
        return ChangeAsync(
            client, of, handover, action,
            row => Was(row, handover) ? row
                : StepRules.MayDecide(row, to) ? null
                : row with
                {
                    Approvers = [.. row.Approvers.Select(person => person == of.Person ? to : person)],
                    Handovers = [.. row.Handovers, handover],
                },
            cancellation);
    }

    /// <summary>
    /// Returns whether this handover was made before and the call is a repetition. After the step was handed back, the same handover is a
    /// new one.
    /// </summary>
    private static bool Was(ApprovalStepRow row, Handover handover) =>
        !row.Approvers.Contains(handover.From) && row.Handovers.Any(it => it.From == handover.From && it.To == handover.To);

    /// <summary>
    /// Changes the row if the step is open and its person has not decided; <paramref name="change"/> returns null if the change is not
    /// possible.
    /// </summary>
    private async Task<string?> ChangeAsync(
        DurableTaskClient client, LinkRequest of, Handover what, string action, Func<ApprovalStepRow, ApprovalStepRow?> change, CancellationToken cancellation)
    {
        while (true)
        {
            if (await tables.FindAsync<ApprovalStepRow>(of.Subject, of.StepRound.RowKey, cancellation) is not { Value.Outcome: null } seen)
                return "本环节已经办结。";
            var row = seen.Value;
            var next = change(row);
            if (next is null) return "对方已经是本环节的办理人。";
            if (next != row)
            {
                if (!row.Approvers.Contains(of.Person)) return "本环节已由他人办理。";
                if (await tables.FindAsync<DecisionRow>(of.Subject, DecisionRow.Prefix(of.StepRound) + of.Person, cancellation) is not null)
                    return "您已经提出意见。";
                await wakes.NoteAsync(row.InstanceId, ApprovalEvents.Decided(of.StepRound), what.By, cancellation);
                await OpenDecisions.PointAsync(tables, row, what.To, cancellation);
                if (!await tables.TryReplaceAsync(seen, next, cancellation)) continue;
            }

            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = of.Subject,
                    Key = $"{action}|{row.RowKey}|{what.From}|{what.To}{Again(next, what)}",
                    At = what.At,
                    Actor = what.By,
                    Action = $"{action}：{await directory.NameOfAsync(what.From, cancellation)}→{await directory.NameOfAsync(what.To, cancellation)}",
                    Article = row.Step.Article,
                    Stage = row.Stage,
                    Detail = what.Comment,
                },
                cancellation);
            await wakes.RaiseAsync(client, row.InstanceId, ApprovalEvents.Decided(of.StepRound), cancellation);
            return null;
        }
    }

    /// <summary>Returns a suffix for the audit key that distinguishes repeated handovers between the same persons.</summary>
    private static string Again(ApprovalStepRow row, Handover what)
    {
        var times = row.Handovers.Count(it => it.From == what.From && it.To == what.To);
        return times > 1 ? $"|{times}" : string.Empty;
    }
}
