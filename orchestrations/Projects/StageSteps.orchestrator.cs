using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>How a stage ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageEnd>))]
public enum StageEnd
{
    /// <summary>The project continues with the next stage.</summary>
    Done,

    /// <summary>It was refused, or withdrawn by the applicant.</summary>
    Refused,

    /// <summary>The project was terminated in the meantime.</summary>
    Cancelled,

    /// <summary>The unit updated its application, which goes through the first review again.</summary>
    Renewed,
}

/// <summary>The result of a stage.</summary>
/// <param name="End">how it ended</param>
/// <param name="On">the day on which it ended, from which later periods count</param>
public sealed record StageResult(StageEnd End, DateOnly On)
{
    /// <summary>The project after a correction by its unit; null if there was none.</summary>
    public ProjectRef? Corrected { get; init; }
}

/// <summary>Steps that most stages use.</summary>
internal static class StageSteps
{
    /// <summary>Returns the result of a stage that ends today.</summary>
    public static StageResult Ends(this TaskOrchestrationContext context, StageEnd end) => new(end, context.Today());

    /// <summary>Runs an approval as a sub-orchestration; <paramref name="name"/> distinguishes it from others of this orchestration.</summary>
    public static Task<ApprovalOutcome> DecideAsync(this TaskOrchestrationContext context, string name, ApprovalRequest request) =>
        context.CallSubOrchestratorAsync<ApprovalOutcome>(
            nameof(Approval), request, OrchestrationVersion.Part($"{context.InstanceId}:{name}"));

    /// <summary>Returns the project after an approval, read again if the unit changed its application (补正).</summary>
    public static async Task<ProjectRef> AfterAsync(this TaskOrchestrationContext context, ProjectRef project, ApprovalOutcome outcome) =>
        outcome.Corrected
            ? await context.CallActivityAsync<ProjectRef>(nameof(CorrectionActivities.ReadCorrected), project, ActivityRetry.Patient)
            : project;

    /// <summary>Applies a change to the ledger.</summary>
    public static Task<ProjectLedgerRow> SettleAsync(
        this TaskOrchestrationContext context, ProjectRef project, string key, string stage, string article, string text, LedgerChange change) =>
        context.CallActivityAsync<ProjectLedgerRow>(
            nameof(LedgerActivities.SettleLedger),
            new Settlement(project.Id, $"{stage}|{key}", stage, article, text, context.Now(), change),
            ActivityRetry.Patient);

    /// <summary>Reads the ledger.</summary>
    public static Task<LedgerReading> ReadLedgerAsync(this TaskOrchestrationContext context, ProjectRef project) => context.ReadLedgerAsync(project.Id);

    private static Task<LedgerReading> ReadLedgerAsync(this TaskOrchestrationContext context, string project) =>
        context.CallActivityAsync<LedgerReading>(nameof(LedgerActivities.ReadLedger), project, ActivityRetry.Patient);

    /// <summary>Writes the project's state in the library, if it has an entry.</summary>
    public static Task SetEntryAsync(this TaskOrchestrationContext context, ProjectRef project, LibraryState state, bool awaitsPlan = false) =>
        context.CallActivityAsync(
            nameof(LibraryActivities.SetEntry), new EntryChange(project.Id, state, awaitsPlan, context.Now()), ActivityRetry.Patient);

    /// <summary>Returns the current holder of a post.</summary>
    public static Task<string> HolderOfAsync(this TaskOrchestrationContext context, ApproverPost post) =>
        context.CallActivityAsync<string>(
            nameof(ApprovalActivities.FindPostHolder), new FindPost(post, context.Today()), ActivityRetry.Patient);

    /// <summary>Mails the current holder of a post.</summary>
    public static async Task TellAsync(
        this TaskOrchestrationContext context, ProjectRef project, string key, ApproverPost post, string article, string text, params MailLine[] lines)
    {
        var person = await context.HolderOfAsync(post);
        await UnitMail.SendToAsync(context, project, key, person, new Notice
        {
            Title = project.Name,
            ToDo = text,
            Article = article,
            Lines = [.. ProjectMails.LinesOf(project), .. lines],
        });
    }

    /// <summary>Mails the unit.</summary>
    public static Task TellUnitAsync(
        this TaskOrchestrationContext context, ProjectRef project, string key, string article, string text, params MailLine[] lines) =>
        context.TellAsync(project, key, ProjectPosts.ContactOf(project.Unit), article, text, lines);

    /// <summary>Returns an approval request with one step by one post.</summary>
    public static ApprovalRequest OneStep(
        ProjectRef project, string stage, string step, Act act, ApproverPost by, Period period, string article, string summary, ApproverPost escalation,
        int round, DateOnly? from) =>
        new()
        {
            Subject = project.Subject,
            Stage = stage,
            Summary = summary,
            Round = round,
            From = from,
            ReturnsToCaller = true,
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
            Steps = [new() { Key = step, Act = act, Approvers = [by], Period = period, Article = article, Escalation = escalation }],
        };

    /// <summary>
    /// The unit submits and somebody decides; after 退回补正, and after any result in <paramref name="again"/>, the unit is
    /// asked again in the next round. The period for the decision counts from the day of the submission.
    /// </summary>
    public static async Task<(StageEnd End, SubmissionRow? Submission, int Round)> HandInAndDecideAsync(
        this TaskOrchestrationContext context,
        SubmissionRequest request,
        Func<SubmissionRow, int, ApprovalRequest> decision,
        params ApprovalResult[] again)
    {
        for (var round = request.Round; ; round++)
        {
            var asked = await Asking.AskAsync(context, request with { Round = round });
            if (asked.Submission is not { } submission) return (StageEnd.Cancelled, null, round);
            var outcome = await context.DecideAsync($"Approval:{request.Step}:{round}", decision(submission, round));
            switch (outcome.Result)
            {
                case ApprovalResult.Agreed:
                    return (StageEnd.Done, submission, round);
                case ApprovalResult.Returned:
                    request = AgainAfter(request, outcome, round);
                    break;
                default:
                    // The end of the project reaches an approval as 撤回 too, so the record is read first.
                    if ((await context.ReadLedgerAsync(request.Subject.Id)).Ledger.EndedAt is not null) return (StageEnd.Cancelled, submission, round);
                    if (!again.Contains(outcome.Result)) return (StageEnd.Refused, submission, round);
                    request = AgainAfter(request, outcome, round);
                    break;
            }
        }
    }

    private static SubmissionRequest AgainAfter(SubmissionRequest request, ApprovalOutcome outcome, int round)
    {
        var became = outcome.Result switch
        {
            ApprovalResult.Returned => $"已退回补正：{outcome.Comment}",
            ApprovalResult.Withdrawn => "已经撤回",
            _ => $"未获同意：{outcome.Comment}",
        };
        return request with
        {
            ToDo = $"{SubmissionKinds.Of(request.Step).Title}{became}。请修改后重新提交（第{round + 1}轮）。",
            From = ChinaTime.DayOf(outcome.At),
        };
    }
}
