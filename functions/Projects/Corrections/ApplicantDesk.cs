using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Corrections;

/// <summary>An applicant's 补正 or 撤回.</summary>
/// <param name="Withdraw">撤回 instead of 补正.</param>
/// <param name="Comment">What was added, or why the application is withdrawn.</param>
/// <param name="File">补正材料; null if there is none.</param>
/// <param name="Application">The changed application; null to leave it unchanged.</param>
public sealed record ApplicantInput(bool Withdraw, string? Comment, IFormFile? File, ProjectApplication? Application = null)
{
    /// <summary>Values entered for the application that cannot be parsed.</summary>
    public IReadOnlyList<Fault> Unreadable { get; init; } = [];
}

/// <summary>The step on which an applicant can act now.</summary>
/// <param name="Step">The step that is open or was returned.</param>
/// <param name="Returned">True when the step waits for 补正.</param>
/// <param name="Wanted">What must be supplied, in the words of the approver.</param>
public sealed record ApplicantStanding(ApprovalStepRow Step, bool Returned, string? Wanted);

/// <summary>The result of an applicant's act.</summary>
/// <param name="Status">The HTTP status of the response.</param>
/// <param name="Act">The recorded act; null if it was refused.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record ApplicantOutcome(int Status, ApplicantActRow? Act, IReadOnlyList<Fault> Faults);

/// <summary>Takes 补正 and 撤回 for API, page and link.</summary>
public sealed class ApplicantDesk(ProjectQueries queries, DecisionService decisions, CorrectionService corrections, IDocumentStore documents)
{
    /// <summary>Returns the step on which the applicant can act; null if there is none.</summary>
    public async Task<ApplicantStanding?> StandingAsync(string project, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return null;
        var steps = await queries.ApprovalsOfAsync(project, cancellationToken);
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var returned in steps.Where(ApplicantRules.MayCorrect))
        {
            if (await decisions.FindActAsync(project, returned.StepRound, cancellationToken) is not null)
                answered.Add(returned.RowKey);
        }

        return ApplicantRules.Standing(row.Stage, steps, step => answered.Contains(step.RowKey)) is { } standing
            ? new(standing, Returned: standing.Outcome is not null, WantedIn(standing))
            : null;
    }

    /// <summary>Records the act of a unit on the current step.</summary>
    public async Task<ApplicantOutcome> ActAsync(
        DurableTaskClient client, string project, UnitCaller caller, ApplicantInput input, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return Refused(StatusCodes.Status404NotFound, "", "没有这个项目。");
        if (!caller.ActsFor(row.Unit))
            return Refused(StatusCodes.Status403Forbidden, "", "单位密钥与项目建设单位不一致。");
        var standing = await StandingAsync(project, cancellationToken);
        if (standing is null || (!input.Withdraw && !standing.Returned))
        {
            return Refused(StatusCodes.Status409Conflict, "", input.Withdraw
                ? $"项目处于“{StageNames.Title(row.Stage)}”阶段，没有等待办理的审批，不能撤回。"
                : "没有待补正的环节：没有退回补正，或者已经重新提交。");
        }

        return await ActAsync(client, standing.Step, caller.ActorFor(row.Unit), input, cancellationToken);
    }

    /// <summary>Records the act on a given step; if repeated, returns the act already recorded.</summary>
    public async Task<ApplicantOutcome> ActAsync(
        DurableTaskClient client, ApprovalStepRow step, string by, ApplicantInput input, CancellationToken cancellationToken)
    {
        var (subject, key, round) = (step.Subject.Id, step.Step.Key, step.Round);
        if (await decisions.FindActAsync(subject, new(key, round), cancellationToken) is { } earlier)
            return new(StatusCodes.Status202Accepted, earlier, []);
        if (input.Unreadable.Count > 0)
            return new(StatusCodes.Status422UnprocessableEntity, null, input.Unreadable);
        if (Missing(input, step) is { } fault)
            return new(StatusCodes.Status422UnprocessableEntity, null, [fault]);
        var comment = input.Comment!.Trim();
        bool taken;
        if (input.Withdraw)
        {
            taken = await decisions.WithdrawAsync(client, subject, new(key, round), by, comment, cancellationToken);
        }
        else
        {
            var (correction, faults) = await CorrectAsync(step, by, input.Application, cancellationToken);
            if (faults.Count > 0)
                return new(StatusCodes.Status422UnprocessableEntity, null, faults);
            if (await RefusedFileAsync(step, by, input.File, cancellationToken) is { } refusal)
                return Refused(StatusCodes.Status422UnprocessableEntity, "file", refusal);
            taken = await decisions.ResubmitAsync(client, subject, new(key, round), by, comment, cancellationToken, correction);
        }

        return taken && await decisions.FindActAsync(subject, new(key, round), cancellationToken) is { } act
            ? new(StatusCodes.Status202Accepted, act, [])
            : Refused(StatusCodes.Status409Conflict, "", "本环节已经办结，不能再补正或者撤回。");
    }

    /// <summary>Returns what the approver who returned a step wants supplied.</summary>
    public static string? WantedIn(ApprovalStepRow step) =>
        step.Outcome?.Decisions.FirstOrDefault(decision => decision.Decision == Decision.Return)?.Comment;

    private static Fault? Missing(ApplicantInput input, ApprovalStepRow step)
    {
        if (string.IsNullOrWhiteSpace(input.Comment))
            return new("comment", input.Withdraw ? "请写明撤回的原因。" : "请写明补正了哪些内容。", step.Step.Article);
        if (!FieldText.IsText(input.Comment))
            return new("comment", $"说明{FieldText.TextRule}。");
        return input.Comment.Length > DecisionRules.LongestComment ? new("comment", $"说明不超过{DecisionRules.LongestComment}字。") : null;
    }

    /// <summary>Stores a changed application if there is one; returns the key of its record, or the faults.</summary>
    private async Task<(string? Correction, IReadOnlyList<Fault> Faults)> CorrectAsync(
        ApprovalStepRow step, string by, ProjectApplication? application, CancellationToken cancellationToken)
    {
        if (application is null || await queries.FindRowAsync(step.Subject.Id, cancellationToken) is not { } project)
            return (null, []);
        if (!CorrectionRules.Allows(step.Stage))
            return (null, [new Fault("application", "本环节的补正不能修改申报内容，请在说明和材料中补正。", step.Step.Article, "correction-stage")]);
        var (key, failures) = await corrections.PrepareAsync(project, step, application, by, cancellationToken);
        return (key, Faults.Of(failures));
    }

    private async Task<string?> RefusedFileAsync(ApprovalStepRow step, string by, IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 })
            return null;
        try
        {
            await using var content = file.OpenReadStream();
            await documents.SaveAsync(
                new DocumentUpload
                {
                    Subject = step.Subject.Id,
                    Name = DocumentKinds.Correction,
                    FileName = Path.GetFileName(file.FileName),
                    Content = content,
                    UploadedBy = by,
                    Key = $"correction|{step.RowKey}",
                },
                cancellationToken);
            return null;
        }
        catch (DocumentRefusedException refusal)
        {
            return refusal.Message;
        }
    }

    private static ApplicantOutcome Refused(int status, string field, string why) => new(status, null, [new Fault(field, why)]);
}
