using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Deadlines;

/// <summary>The activities of <see cref="DeadlineWatch"/>.</summary>
public sealed partial class DeadlineActivities(
    DeadlineBook book, IAuditTrail audit, IDirectory directory, WorkCalendarSource calendars, ReminderDigests digests, ILogger<DeadlineActivities> logger)
{
    /// <summary>Computes a deadline by the current calendar.</summary>
    [Function(nameof(ComputeDeadline))]
    public async Task<Deadline> ComputeDeadline([ActivityTrigger] DeadlineQuestion question, CancellationToken cancellation = default) =>
        DeadlineRules.Compute(question.Stage, question.Article, question.Period, question.From, await calendars.GetAsync(cancellation));

    /// <summary>
    /// Checks a deadline: writes its light and state and returns the mails to send and the time of the next check. Drops the deadline if
    /// its owner has ended, except at the first check, when a host may not list the new owner yet.
    /// </summary>
    [Function(nameof(CheckDeadline))]
    public async Task<DeadlineReading> CheckDeadline(
        [ActivityTrigger] DeadlineCheck check, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (check.After < check.At && await new DeadlineOwners(client).HaveEndedAsync(check.Plan, cancellation))
            return new DeadlineReading(await book.DropAsync(check.Plan, check.At, cancellation), NextAt: null, []);
        var calendar = await calendars.GetAsync(cancellation);
        var seen = await book.OpenAsync(check.Plan, check.At, check.InstanceId, cancellation);
        var audience = await AudienceAsync(seen.Value, check.At, cancellation);
        var step = WatchRules.Check(seen.Value with { Audience = audience }, check.After, check.At, calendar);
        foreach (var entry in step.Entries)
            await audit.AppendAsync(entry, cancellation);
        var stands = await book.ChangeAsync(
            seen,
            row =>
            {
                step = WatchRules.Check(row with { Audience = audience }, check.After, check.At, calendar);
                return step.Row with { InstanceId = row.IsClosed ? row.InstanceId : check.InstanceId };
            },
            cancellation);
        if (stands.State == DeadlineState.Overdue && seen.Value.State != DeadlineState.Overdue)
            LogOverdue(stands.Plan.Step, stands.Plan.Subject);
        if (!stands.IsClosed && step.NextAt is { } next)
            await digests.AnnounceAsync(stands, next, calendar, cancellation);
        return new DeadlineReading(stands.Outcome, step.NextAt, stands.IsClosed ? [] : await NameAsync(check.Plan, step.Mails, cancellation));
    }

    /// <summary>Closes a deadline in the record; if it is closed, the first outcome stands.</summary>
    [Function(nameof(CloseDeadline))]
    public Task<DeadlineOutcome> CloseDeadline([ActivityTrigger] DeadlineEnd end, CancellationToken cancellation = default) =>
        book.CloseAsync(end.Plan, end.At, end.State, cancellation);

    /// <summary>Pauses the deadlines of a subject. Returns the watches to wake.</summary>
    [Function(nameof(PauseDeadlines))]
    public Task<IReadOnlyList<string>> PauseDeadlines([ActivityTrigger] SubjectAct pause, CancellationToken cancellation = default) =>
        book.PauseAsync(pause.Subject, pause.Step, pause.Act, cancellation);

    /// <summary>Resumes the deadlines of a subject. Returns the watches to wake.</summary>
    [Function(nameof(ResumeDeadlines))]
    public Task<IReadOnlyList<string>> ResumeDeadlines([ActivityTrigger] SubjectAct resume, CancellationToken cancellation = default) =>
        book.ResumeAsync(resume.Subject, resume.Step, resume.Act, cancellation);

    /// <summary>Whom the notices of the days to come reach by the directory of today; null where there are none.</summary>
    private async Task<OverdueAudience?> AudienceAsync(DeadlineRow row, DateTimeOffset at, CancellationToken cancellation)
    {
        if (row.IsClosed || row.Plan.Overdue != OverdueRhythm.Weekly || at < row.Deadline.Due)
            return null;
        var (on, office) = (ChinaTime.DayOf(at), new List<string>());
        foreach (var contact in row.Plan.Responsible)
        {
            if (await directory.FindPersonAsync(contact.Person, cancellation) is not { } person)
                continue;
            foreach (var post in (string[])[person.Post, UnitRow.OfficePost])
            {
                if (await directory.FindByPostAsync(person.Unit, post, on, cancellation) is { } acting)
                    office.Add(acting.Person.Id);
            }
        }

        var supervisor = await directory.FindSupervisorAsync(row.Plan.Unit, on, cancellation);
        return new(await NamesAsync(row.Plan, cancellation), [.. office.Distinct(StringComparer.Ordinal)], supervisor is null ? [] : [supervisor.Person.Id]);
    }

    /// <summary>Fills in the names of the responsible persons; only mails to superiors contain them, so other checks need no directory.</summary>
    private async Task<IReadOnlyList<MailOrder>> NameAsync(WatchPlan plan, IReadOnlyList<MailOrder> mails, CancellationToken cancellation)
    {
        if (!mails.Any(mail => mail.Message is DeadlineEscalated))
            return mails;
        var names = await NamesAsync(plan, cancellation);
        return [.. mails.Select(mail => mail.Message is DeadlineEscalated report ? mail with { Message = report with { Responsible = names } } : mail)];
    }

    private async Task<string> NamesAsync(WatchPlan plan, CancellationToken cancellation)
    {
        var names = new List<string>();
        foreach (var contact in plan.Responsible)
            names.Add(await directory.NameOfAsync(contact.Person, cancellation));
        return string.Join('、', names);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deadline {Step} of {Subject} is overdue")]
    private partial void LogOverdue(DeadlineKey step, string subject);
}

/// <summary>The input of <see cref="DeadlineActivities.ComputeDeadline"/>.</summary>
public sealed record DeadlineQuestion(string Stage, string Article, Period Period, DateOnly From);

/// <summary>The input of <see cref="DeadlineActivities.CheckDeadline"/>, for the interval since the last check.</summary>
public sealed record DeadlineCheck(WatchPlan Plan, string InstanceId, DateTimeOffset After, DateTimeOffset At);

/// <summary>The result of checking a deadline.</summary>
/// <param name="Outcome">the outcome; null while it is open</param>
/// <param name="NextAt">the time of the next check; null to wait for an event</param>
/// <param name="Mails">the mails to send</param>
public sealed record DeadlineReading(DeadlineOutcome? Outcome, DateTimeOffset? NextAt, IReadOnlyList<MailOrder> Mails);

/// <summary>The input of <see cref="DeadlineActivities.CloseDeadline"/>.</summary>
public sealed record DeadlineEnd(WatchPlan Plan, DateTimeOffset At, DeadlineState State);

/// <summary>An act on the deadlines of a subject; without a step, on all of them.</summary>
public sealed record SubjectAct(string Subject, DeadlineKey? Step, DeadlineAct Act);
