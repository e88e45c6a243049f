using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// Accepts decisions. Each is written to the record before the orchestration is woken, so that a lost, duplicate, early or late event
/// changes nothing.
/// </summary>
public sealed class DecisionService(ITableStore tables, IAuditTrail audit, LinkStore links, Wakes wakes, TimeProvider time)
{
    /// <summary>Records a decision made by link. Safe to repeat: a person's first decision in a step's round stands, and later calls return it.</summary>
    public Task<DecisionReceipt> RecordAsync(DurableTaskClient client, LinkRow link, DecisionInput input, CancellationToken cancellation = default) =>
        RecordAsync(client, link.Request, link.Hash, input, cancellation);

    /// <summary>
    /// Records a decision of a signed-in person. <paramref name="of"/> names step, round and person; <paramref name="link"/> is the hash of
    /// the link to mark as used, null without one.
    /// </summary>
    public async Task<DecisionReceipt> RecordAsync(
        DurableTaskClient client, LinkRequest of, string? link, DecisionInput input, CancellationToken cancellation = default)
    {
        if (await FindDecisionAsync(of, cancellation) is { } earlier)
        {
            // Repeated in case of a crash after the record was written; both do nothing the second time.
            if (link is not null) await links.TryUseAsync(link, cancellation);
            await AuditAsync(earlier, (await FindStepAsync(of, cancellation)), cancellation);
            return await ReceiptAsync(earlier, repeated: true, cancellation);
        }

        var step = await FindStepAsync(of, cancellation);
        if (step is { Outcome: not null }) return DecisionReceipt.Closed(step, "本环节已经办结，您的意见不再需要。");
        if (step is not null && !StepRules.MayDecide(step, of.Person)) return DecisionReceipt.Closed(step, "本环节已由他人办理。");
        if (await tables.FindAsync<ApplicantActRow>(of.Subject, ApplicantActRow.RowKeyOf(of.StepRound, withdrawal: true), cancellation) is not null)
            return DecisionReceipt.Closed(step, "申报单位已经撤回，无需再提出意见。");
        var awaited = step is not null && await AwaitedOpinionAsync(step, of.Person, cancellation);
        if (awaited && !input.WithoutOpinion)
            return DecisionReceipt.Invalid(step, ["您已请他人先提出意见（加签），收到意见后再提交；不再等待的，请勾选“不再等待加签意见”。"]);
        if (DecisionRules.Check(input, step?.Step) is { Count: > 0 } problems) return DecisionReceipt.Invalid(step, problems);

        var row = new DecisionRow
        {
            Subject = of.Subject,
            Step = of.Step,
            Round = of.Round,
            Person = of.Person,
            Decision = input.Decision,
            Comment = string.IsNullOrWhiteSpace(input.Comment) ? null : input.Comment.Trim(),
            Resolution = input.Resolution,
            WithoutOpinion = awaited,
            Readers = input.Readers.Count == 0 ? null : input.Readers,
            At = time.GetChinaNow(),
            Link = link,
        };
        // A decision before the step opens needs no event: the step reads the record when it opens.
        var eventName = ApprovalEvents.Decided(of.StepRound);
        if (step is not null) await wakes.NoteAsync(step.InstanceId, eventName, of.Person, cancellation);
        var first = await tables.TryInsertAsync(row, cancellation);
        if (!first) row = (await FindDecisionAsync(of, cancellation))!;
        if (link is not null) await links.TryUseAsync(link, cancellation);
        await AuditAsync(row, step, cancellation);
        if (step is not null) await wakes.RaiseAsync(client, step.InstanceId, eventName, cancellation);
        return await ReceiptAsync(row, repeated: !first, cancellation);
    }

    /// <summary>Returns the decision made for a link's step, round and person; null if there is none.</summary>
    public Task<DecisionRow?> FindRecordedAsync(LinkRow link, CancellationToken cancellation = default) =>
        FindDecisionAsync(link.Request, cancellation);

    /// <summary>Returns the decision made for a request's step, round and person; null if there is none.</summary>
    public async Task<DecisionRow?> FindDecisionAsync(LinkRequest of, CancellationToken cancellation = default) =>
        (await tables.FindAsync<DecisionRow>(of.Subject, DecisionRow.Prefix(of.StepRound) + of.Person, cancellation))?.Value;

    /// <summary>Returns the step of a link; null if it has not opened.</summary>
    public Task<ApprovalStepRow?> FindStepAsync(LinkRow link, CancellationToken cancellation = default) =>
        FindStepAsync(link.Request, cancellation);

    /// <summary>Returns the step of a request; null if it has not opened.</summary>
    public Task<ApprovalStepRow?> FindStepAsync(LinkRequest of, CancellationToken cancellation = default) =>
        FindStepAsync(of.Subject, new StepRound(of.Step, of.Round), cancellation);

    /// <summary>
    /// Records the applicant's resubmission of a returned round; <paramref name="correction"/> names the record of any change to the
    /// subject itself. Returns false if the round was not returned, or if the subject was withdrawn (撤回).
    /// </summary>
    public async Task<bool> ResubmitAsync(
        DurableTaskClient client, string subject, StepRound of, string by, string? comment, CancellationToken cancellation = default,
        string? correction = null) =>
        await FindStepAsync(subject, of, cancellation) is { Outcome.Result: ApprovalResult.Returned } returned
        && await FindActAsync(subject, of, cancellation) is not { Withdrawal: true }
        && await ActAsync(client, returned, ApprovalEvents.Resubmitted(of), by, comment, withdrawal: false, cancellation, correction);

    /// <summary>
    /// 撤回: withdraws the subject unless there is a final decision. Returns false if there is one, or if a returned round was resubmitted;
    /// the next round can then be withdrawn.
    /// </summary>
    public async Task<bool> WithdrawAsync(
        DurableTaskClient client, string subject, StepRound of, string by, string? comment, CancellationToken cancellation = default)
    {
        if (await FindStepAsync(subject, of, cancellation) is not { } row) return false;
        return row.Outcome?.Result switch
        {
            null => await ActAsync(client, row, ApprovalEvents.Decided(of), by, comment, withdrawal: true, cancellation),
            ApprovalResult.Returned => await FindActAsync(subject, of, cancellation) is not { Withdrawal: false }
                && await ActAsync(client, row, ApprovalEvents.Resubmitted(of), by, comment, withdrawal: true, cancellation),
            _ => false,
        };
    }

    /// <summary>
    /// Returns what the applicant did about a round; null if nothing. If there are both acts, the resubmission counts, as in the
    /// orchestration.
    /// </summary>
    public Task<ApplicantActRow?> FindActAsync(string subject, StepRound of, CancellationToken cancellation = default) =>
        ApplicantActRow.FindAsync(tables, subject, of, cancellation);

    private async Task<bool> ActAsync(
        DurableTaskClient client, ApprovalStepRow step, string eventName, string by, string? comment, bool withdrawal, CancellationToken cancellation,
        string? correction = null)
    {
        var row = new ApplicantActRow
        {
            Subject = step.Subject.Id,
            Step = step.Step.Key,
            Round = step.Round,
            Withdrawal = withdrawal,
            By = by,
            Comment = comment,
            Correction = correction,
            At = time.GetChinaNow(),
        };
        await wakes.NoteAsync(step.InstanceId, eventName, by, cancellation);
        if (!await tables.TryInsertAsync(row, cancellation))
            row = (await tables.FindAsync<ApplicantActRow>(row.PartitionKey, row.RowKey, cancellation))!.Value;
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = row.Subject,
                Key = $"act|{row.RowKey}",
                At = row.At,
                Actor = row.By,
                Action = withdrawal ? "撤回申请" : "补正后重新提交",
                Article = step.Step.Article,
                Stage = step.Stage,
                Detail = row.Comment,
            },
            cancellation);
        await wakes.RaiseAsync(client, step.InstanceId, eventName, cancellation);
        return true;
    }

    private Task AuditAsync(DecisionRow row, ApprovalStepRow? step, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = row.Subject,
                Key = $"decision|{row.RowKey}",
                At = row.At,
                Actor = row.Person,
                Action = $"{step?.Step.Act.Chinese()}意见：{row.Decision.Chinese()}{step?.NameOf(row.Person, string.Empty)}",
                Article = step?.Step.Article,
                Stage = step?.Stage,
                Link = row.Link,
                Detail = DetailOf(row),
            },
            cancellation);

    private static string? DetailOf(DecisionRow row)
    {
        var detail = row.Resolution is { } resolution
            ? $"{DecisionTexts.Of(resolution)}{row.Comment}"
            : row.Comment;
        if (row.WithoutOpinion) detail = $"{detail}（未等待加签意见）";
        return row.Readers is { } readers ? $"{detail}（抄送：{string.Join('、', readers.Select(reader => reader.Name))}）" : detail;
    }

    /// <summary>Returns the receipt, which tells whether the decision counts: one that arrived while the step was closing is recorded but does not.</summary>
    private async Task<DecisionReceipt> ReceiptAsync(DecisionRow row, bool repeated, CancellationToken cancellation)
    {
        var step = await FindStepAsync(row.Subject, new StepRound(row.Step, row.Round), cancellation);
        var counted = step is null || (StepRules.MayDecide(step, row.Person)
            && (step.Outcome is null || step.Outcome.Decisions.Any(decision => decision.Person == row.Person)));
        return new(repeated ? DecisionStatus.AlreadyRecorded : DecisionStatus.Recorded, row, step, counted, []);
    }

    /// <summary>Returns whether an opinion that a person asked for is still outstanding.</summary>
    private async Task<bool> AwaitedOpinionAsync(ApprovalStepRow step, string person, CancellationToken cancellation)
    {
        foreach (var consulted in StepRules.ConsultedBy(step, person))
        {
            var key = DecisionRow.Prefix(step.StepRound) + consulted;
            if (await tables.FindAsync<DecisionRow>(step.Subject.Id, key, cancellation) is null) return true;
        }

        return false;
    }

    private async Task<ApprovalStepRow?> FindStepAsync(string subject, StepRound of, CancellationToken cancellation) =>
        (await tables.FindAsync<ApprovalStepRow>(subject, of.RowKey, cancellation))?.Value;
}
