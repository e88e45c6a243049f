using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>The outcome of 更换审批人.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="To">The person who is asked now; null if refused.</param>
/// <param name="Fault">The reason for refusal; null if done.</param>
public sealed record ReplacementOutcome(int Status, PersonRow? To, Fault? Fault);

/// <summary>Replaces an approver who has left by another person, for API and page.</summary>
public sealed class ReplacementDesk(StepChanges changes, DecisionService decisions, OpenDecisions open, IDirectory directory, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>Returns the person with an id or a mail address; null if there is none.</summary>
    public async Task<PersonRow?> FindAsync(string? who, CancellationToken cancellationToken) =>
        who?.Trim() is { Length: > 0 } text
            ? await directory.FindPersonAsync(text, cancellationToken) ?? await directory.FindPersonByMailAsync(text, cancellationToken)
            : null;

    /// <summary>Returns the steps that a person is asked to decide, by deadline, up to a maximum; after replacements the next ones follow.</summary>
    public async Task<IReadOnlyList<ApprovalStepRow>> OpenOfAsync(string person, CancellationToken cancellationToken) =>
        [.. (await open.PageAsync(person, Most, after: null, cancellationToken)).Steps.Where(step => step.Approvers.Contains(person))];

    /// <summary>Replaces an approver of a step. Safe to repeat.</summary>
    /// <param name="client">The client to wake the orchestration with.</param>
    /// <param name="subject">The subject's id.</param>
    /// <param name="step">The step and its round.</param>
    /// <param name="from">The present approver, by id or mail address.</param>
    /// <param name="to">The new approver, by id or mail address.</param>
    /// <param name="by">The administrator, for the audit trail.</param>
    /// <param name="comment">The reason.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
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
