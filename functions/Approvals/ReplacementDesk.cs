using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What became of 更换审批人.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="To">Who is asked now; null when it was refused.</param>
/// <param name="Fault">Why it was refused.</param>
public sealed record ReplacementOutcome(int Status, PersonRow? To, Fault? Fault);

/// <summary>Where API and page have somebody else decide what an approver who left was asked.</summary>
public sealed class ReplacementDesk(StepChanges changes, DecisionService decisions, OpenDecisions open, IDirectory directory, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>The person of an id or a mail address; null if there is none.</summary>
    public async Task<PersonRow?> FindAsync(string? who, CancellationToken cancellationToken) =>
        who?.Trim() is { Length: > 0 } text
            ? await directory.FindPersonAsync(text, cancellationToken) ?? await directory.FindPersonByMailAsync(text, cancellationToken)
            : null;

    /// <summary>What waits for a person's decision, the first by their deadlines; whatever is handed over makes room for the next.</summary>
    public async Task<IReadOnlyList<ApprovalStepRow>> OpenOfAsync(string person, CancellationToken cancellationToken) =>
        [.. (await open.PageAsync(person, Most, after: null, cancellationToken)).Steps.Where(step => step.Approvers.Contains(person))];

    /// <summary>Replaces one approver of one step. Safe to repeat.</summary>
    /// <param name="client">Wakes who waits.</param>
    /// <param name="subject">Whose step it is.</param>
    /// <param name="step">Which step, and which round of it.</param>
    /// <param name="from">Who was asked, by id or mail address.</param>
    /// <param name="to">Who is asked from now on, by id or mail address.</param>
    /// <param name="by">The administrator, in the audit trail.</param>
    /// <param name="comment">Why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReplacementOutcome> ReplaceAsync(
        DurableTaskClient client, string subject, StepRound step, string? from, string? to, string by, string? comment, CancellationToken cancellationToken)
    {
        comment = comment?.Trim();
        if (string.IsNullOrEmpty(comment))
            return Refused(StatusCodes.Status422UnprocessableEntity, "comment", "请写明更换的原因。");
        if (comment.Length > DecisionRules.LongestComment)
            return Refused(StatusCodes.Status422UnprocessableEntity, "comment", $"原因不超过{DecisionRules.LongestComment}字。");
        if (await FindAsync(from, cancellationToken) is not { } before)
            return Refused(StatusCodes.Status422UnprocessableEntity, "from", "人员名录中没有原审批人。");
        if (await FindAsync(to, cancellationToken) is not { } after || after.Id == before.Id)
            return Refused(StatusCodes.Status422UnprocessableEntity, "to", "请填写人员名录中另一位人员的编号或者工作邮箱。");
        var of = new LinkRequest
        {
            Purpose = ApprovalLinks.Decide,
            Subject = subject,
            Step = step.Step,
            Round = step.Round,
            Person = before.Id,
            Expires = time.GetChinaNow(),
        };
        if (await decisions.FindStepAsync(of, cancellationToken) is null)
            return Refused(StatusCodes.Status404NotFound, "", "没有这个审批环节。");
        return await changes.ReplaceAsync(client, of, after.Id, by, comment, cancellationToken) is { } why
            ? Refused(StatusCodes.Status409Conflict, "", why)
            : new(StatusCodes.Status200OK, after, null);
    }

    private static ReplacementOutcome Refused(int status, string field, string why) => new(status, null, new Fault(field, why));
}
