using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// Requests a document, record or report from an orchestration: sends a mail with a link, watches the deadline, and waits for the
/// <see cref="SubmissionRow"/> however long that takes. Late submissions are still accepted.
/// </summary>
internal static class Asking
{
    /// <summary>Sends a request and waits for the submission.</summary>
    /// <param name="context">the waiting orchestration</param>
    /// <param name="request">the request</param>
    /// <param name="onOpened">called with the opened request and its deadline</param>
    public static async Task<AskResult> AskAsync(TaskOrchestrationContext context, SubmissionRequest request, Action<OpenedAsk>? onOpened = null)
    {
        // Start waiting first, so that an event raised while the activities run is not missed.
        var eventName = SubmissionEvents.Submitted(request.StepRound);
        var woken = context.WaitForExternalEvent<object?>(eventName);
        if (await OpenAsync(context, request) is not { } opened) return AskResult.Cancelled;
        onOpened?.Invoke(opened);

        var watch = opened.Deadline is null ? null : DeadlineWatch.Start(context, WatchOf(request, opened));
        var patience = new Patience();
        AskReading reading;
        while (true)
        {
            reading = await context.CallActivityAsync<AskReading>(
                nameof(SubmissionActivities.ReadAsk),
                new AskRef(request.Subject.Id, request.Step, request.Round, context.InstanceId),
                ActivityRetry.Patient);
            if (reading.End is not null) break;
            if (await patience.WaitAsync(context, woken))
                woken = context.WaitForExternalEvent<object?>(eventName);
            else if (opened.Deadline is null && patience.Checks > 1)
                await UrgeAsync(context, request, opened);
        }

        var end = reading.End.Value;
        var outcome = watch is null
            ? null
            : await watch.EndAsync(context, end == AskEnd.HandedIn ? DeadlineState.Done : DeadlineState.Cancelled);
        await context.CallActivityAsync(
            nameof(SubmissionActivities.CloseAsk),
            new CloseAsk(request.Subject.Id, request.Step, request.Round, end, context.Now()),
            ActivityRetry.Patient);
        return new(end, reading.Submission, outcome?.DaysOverdue ?? 0);
    }

    /// <summary>Sends a request without waiting for the submission. Returns null if the subject has ended.</summary>
    public static async Task<OpenedAsk?> OpenAsync(TaskOrchestrationContext context, SubmissionRequest request)
    {
        var at = context.Now();
        var opened = await context.CallActivityAsync<OpenedAsk?>(
            nameof(SubmissionActivities.OpenAsk), new OpenAsk(request, context.InstanceId, at), ActivityRetry.Patient);
        if (opened is not null)
        {
            await context.MailAsync(request.Subject.Id, $"ask|{request.Step}|{request.Round}", opened.Person, MailOf(request, opened, at));
        }

        return opened;
    }

    /// <summary>Repeats the request, at growing intervals. Used if there is no period and therefore no due date to remind of.</summary>
    private static Task UrgeAsync(TaskOrchestrationContext context, SubmissionRequest request, OpenedAsk opened)
    {
        var at = context.Now();
        return context.MailAsync(
            request.Subject.Id, $"ask|{request.Step}|{request.Round}|{at:yyyyMMdd}", opened.Person,
            MailOf(request with { ToDo = $"催办：{request.ToDo}" }, opened, at));
    }

    /// <summary>Returns the mail for a request, with its link.</summary>
    public static MailMessage MailOf(SubmissionRequest request, OpenedAsk opened, DateTimeOffset at) => new DocumentRequested
    {
        Title = request.Subject.Name,
        Document = request.Subject.Kinds.Of(request.Step).Title,
        ToDo = request.ToDo,
        Until = opened.Deadline?.Due,
        Article = request.Article,
        Lines = request.Subject.Lines,
        Link = LinkOf(request, opened, at),
    };

    private static LinkRequest LinkOf(SubmissionRequest request, OpenedAsk opened, DateTimeOffset at) => new()
    {
        Purpose = request.Purpose,
        Subject = request.Subject.Id,
        Step = request.Step,
        Round = request.Round,
        Person = opened.Person,
        // Late submissions are accepted, so the link outlives the due date.
        Expires = ChinaTime.At((opened.Deadline?.Due ?? at).AddDays(180)),
    };

    /// <summary>Returns the plan by which the deadline is watched.</summary>
    public static WatchPlan WatchOf(SubmissionRequest request, OpenedAsk opened) => new()
    {
        Subject = request.Subject.Id,
        Step = DeadlineKey.Of(request.StepRound),
        Title = request.Subject.Name,
        ToDo = request.ToDo,
        Unit = opened.Unit,
        Deadline = opened.Deadline!,
        Responsible = [new(opened.Person, LinkOf(request, opened, opened.Deadline!.Due))],
        Escalation = opened.Escalation is null ? [] : [opened.Escalation],
        Overdue = OverdueRhythm.Weekly,
    };
}

/// <summary>The result of a request.</summary>
/// <param name="End">how the request ended</param>
/// <param name="Submission">the submission; null if the request was cancelled</param>
/// <param name="DaysOverdue">the number of days after the due date</param>
internal sealed record AskResult(AskEnd End, SubmissionRow? Submission, int DaysOverdue)
{
    public static AskResult Cancelled { get; } = new(AskEnd.Cancelled, null, 0);
}
