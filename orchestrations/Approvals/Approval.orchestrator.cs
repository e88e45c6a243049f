using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// Runs every human decision in the system: asks the approvers of each step in turn, waits as long as they take, and repeats rounds after
/// 退回补正. Only <see cref="DecisionRow"/> counts; events merely wake the orchestration.
/// </summary>
public static class Approval
{
    /// <summary>
    /// The name of the activity that applies an applicant's changes to a returned subject, from <see cref="CorrectionRef"/> to
    /// <see cref="CorrectedSubject"/>. The system that owns the subjects implements it.
    /// </summary>
    public const string CorrectionActivity = "ApplyCorrection";

    /// <summary>The longest time in days between two readings of the record when no event arrives; the intervals grow up to this.</summary>
    private const int MostDaysUnread = 8;

    /// <summary>Runs an <see cref="ApprovalRequest"/> to its <see cref="ApprovalOutcome"/>.</summary>
    [Function(nameof(Approval))]
    public static async Task<ApprovalOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var request = context.GetInput<ApprovalRequest>()!;
        (request, var outcome) = await RunRoundsAsync(context, request);
        foreach (var (reader, number) in request.Readers.Select((reader, i) => (reader, i + 1)))
            await context.MailAsync(request.Subject.Id, $"copied|{number}", await FindAsync(context, reader), ApprovalMails.Ended(request, outcome));
        return outcome;
    }

    private static async Task<(ApprovalRequest Request, ApprovalOutcome Outcome)> RunRoundsAsync(TaskOrchestrationContext context, ApprovalRequest request)
    {
        var outcomes = new List<StepOutcome>();
        var corrected = false;
        var round = request.Round;
        StepOutcome? before = null;
        for (var index = 0; index < request.Steps.Count;)
        {
            var outcome = await RunStepAsync(context, request, index, round, before);
            outcomes.Add(outcome);
            switch (outcome.Result)
            {
                case ApprovalResult.Agreed:
                    before = outcome;
                    index++;
                    break;
                case ApprovalResult.Returned when !request.ReturnsToCaller:
                    // Earlier steps keep their outcome; the step that returned the subject is asked again in the next round.
                    var act = await WaitForResubmissionAsync(context, request, request.Steps[index], round, outcome);
                    if (act == ApplicantAct.Withdrawn) return Result(ApprovalResult.Withdrawn);
                    if (act == ApplicantAct.Corrected)
                    {
                        request = await CorrectAsync(context, request, request.Steps[index], round);
                        corrected = true;
                    }

                    round++;
                    break;
                default:
                    return Result(outcome.Result);
            }
        }

        return Result(ApprovalResult.Agreed);

        (ApprovalRequest, ApprovalOutcome) Result(ApprovalResult result) => (request, Ended(result, outcomes) with { Corrected = corrected });
    }

    /// <summary>Returns the request with the texts that the applicant changed.</summary>
    private static async Task<ApprovalRequest> CorrectAsync(TaskOrchestrationContext context, ApprovalRequest request, ApprovalStep step, int round)
    {
        var now = await context.CallActivityAsync<CorrectedSubject>(
            CorrectionActivity,
            new CorrectionRef(request.Subject.Id, step.Key, round, request.Stage, step.Article, request.Summary, context.Now()),
            ActivityRetry.Patient);
        return request with { Subject = request.Subject with { Title = now.Title }, Summary = now.Summary, Lines = now.Lines };
    }

    private static async Task<StepOutcome> RunStepAsync(
        TaskOrchestrationContext context, ApprovalRequest request, int index, int round, StepOutcome? before)
    {
        var step = request.Steps[index];
        var openedAt = context.Now();
        var from = index == 0 && round == request.Round ? request.From : null;
        var opened = await context.CallActivityAsync<OpenedStep>(
            nameof(ApprovalActivities.OpenApprovalStep),
            new OpenStep(request, index, round, context.InstanceId, openedAt, from ?? ChinaTime.DayOf(openedAt)) { Before = before },
            ActivityRetry.Patient);
        var asked = opened.Approvers.Except(opened.Carried.Select(decision => decision.Person)).ToList();

        var watch = opened.Deadline is null || asked.Count == 0 ? null : StepWatch.Start(context, request, step, round, opened, asked);
        var (result, decisions) = await WaitForResultAsync(context, request, step, round, opened);

        var overdue = watch is null ? 0 : (await watch.EndAsync(context)).DaysOverdue;
        return await context.CallActivityAsync<StepOutcome>(
            nameof(ApprovalActivities.CloseApprovalStep),
            new CloseStep(request.Subject.Id, step.Key, round, result, decisions, openedAt, context.Now(), overdue),
            ActivityRetry.Patient);
    }

    private static async Task<(ApprovalResult Result, IReadOnlyList<GivenDecision> Decisions)> WaitForResultAsync(
        TaskOrchestrationContext context,
        ApprovalRequest request,
        ApprovalStep step,
        int round,
        OpenedStep opened)
    {
        var mails = new StepMails(context, request, step, round, opened);
        await mails.AskAsync(opened.Approvers);
        var woken = context.WaitForExternalEvent<object?>(ApprovalEvents.Decided(new(step.Key, round)));
        var patience = new Patience(MostDaysUnread);
        while (true)
        {
            var reading = await context.CallActivityAsync<StepReading>(
                nameof(ApprovalActivities.ReadDecisions),
                new StepQuestion(request.Subject.Id, step.Key, round, context.InstanceId, opened.Carried),
                ActivityRetry.Patient);
            await mails.FollowAsync(reading);
            if (reading.Result is { } result) return (result, reading.Counted);
            if (await patience.WaitAsync(context, woken))
                woken = context.WaitForExternalEvent<object?>(ApprovalEvents.Decided(new(step.Key, round)));
        }
    }

    /// <summary>
    /// Waits until the applicant resubmits or withdraws; no deadline runs meanwhile. The regulation sets no period for 补正, so reminders are
    /// sent from here.
    /// </summary>
    private static async Task<ApplicantAct> WaitForResubmissionAsync(
        TaskOrchestrationContext context, ApprovalRequest request, ApprovalStep step, int round, StepOutcome returned)
    {
        var applicant = await FindAsync(context, request.Applicant);
        await context.MailAsync(request.Subject.Id, $"returned|{step.Key}|{round}", applicant, ApprovalMails.Returned(request, step, round, applicant, returned));
        var woken = context.WaitForExternalEvent<object?>(ApprovalEvents.Resubmitted(new(step.Key, round)));
        var patience = new Patience(MostDaysUnread);
        var reminded = 0;
        while (true)
        {
            var reading = await context.CallActivityAsync<ApplicantReading>(
                nameof(ApprovalActivities.ReadApplicantAct),
                new ApplicantQuestion(
                    request.Subject.Id, step.Key, round, context.InstanceId, returned.ClosedAt, reminded, context.Now()),
                ActivityRetry.Patient);
            if (reading.Act != ApplicantAct.None) return reading.Act;
            if (reading.Remind)
            {
                reminded++;
                // Look up the post again: its holder may have changed.
                applicant = await FindAsync(context, request.Applicant);
                await context.MailAsync(
                    request.Subject.Id, $"returned|{step.Key}|{round}|{reminded}", applicant,
                    ApprovalMails.ReturnedReminder(request, step, round, applicant, returned, context.Now()));
            }

            if (await patience.WaitAsync(context, woken, reading.NextReminder))
                woken = context.WaitForExternalEvent<object?>(ApprovalEvents.Resubmitted(new(step.Key, round)));
        }
    }

    private static Task<string> FindAsync(TaskOrchestrationContext context, ApproverPost post) =>
        context.CallActivityAsync<string>(
            nameof(ApprovalActivities.FindPostHolder), new FindPost(post, context.Today()), ActivityRetry.Patient);

    private static ApprovalOutcome Ended(ApprovalResult result, List<StepOutcome> steps)
    {
        var last = steps[^1];
        var deciding = last.Decisions.Count == 0 ? null : last.Decisions[^1];
        return new(
            result,
            [.. last.Decisions.Select(decision => decision.Person)],
            result == ApprovalResult.Withdrawn ? last.ClosedAt : deciding?.At ?? last.ClosedAt,
            deciding?.Comment,
            last.Round,
            steps.Sum(step => step.DaysUsed),
            steps.Sum(step => step.DaysOverdue),
            steps);
    }
}
