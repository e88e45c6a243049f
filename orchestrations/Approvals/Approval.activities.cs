using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Approvals;

/// <summary>What <see cref="Approval"/> does outside: looks up people, keeps the projection of its steps, reads the record.</summary>
public sealed class ApprovalActivities(
    ITableStore tables, IDirectory directory, IAuditTrail audit, LinkStore links, Wakes wakes, WorkCalendarSource calendars, DeadlineBook deadlines,
    SubjectWatchers? watchers = null)
{
    /// <summary>Looks up who holds the posts today and makes the step visible. Repeated, it answers what it answered first.</summary>
    [Function(nameof(OpenApprovalStep))]
    public async Task<OpenedStep> OpenApprovalStep([ActivityTrigger] OpenStep open, CancellationToken cancellation = default)
    {
        var request = open.Request;
        var step = request.Steps[open.Index];
        var on = ChinaTime.DayOf(open.OpenedAt);
        var approvers = new List<Incumbent>();
        foreach (var post in step.Approvers)
            approvers.Add(await PostHolders.FindIncumbentAsync(directory, post, on, cancellation));

        var deadline = step.Period is null
            ? null
            : DeadlineRules.Compute(request.Stage, step.Article, step.Period, open.From, await calendars.GetAsync(cancellation));
        var row = new ApprovalStepRow
        {
            Subject = request.Subject,
            Stage = request.Stage,
            Step = step,
            Round = open.Round,
            Summary = request.Summary,
            InstanceId = open.InstanceId,
            Approvers = [.. approvers.Select(approver => approver.Person.Id).Distinct(StringComparer.Ordinal)],
            Substitutions = SubstitutionsOf(approvers),
            OpenedAt = open.OpenedAt,
            Deadline = deadline,
        };
        if (!await tables.TryInsertAsync(row, cancellation))
            row = (await tables.FindAsync<ApprovalStepRow>(row.PartitionKey, row.RowKey, cancellation))!.Value;
        foreach (var person in row.Approvers)
            await OpenDecisions.PointAsync(tables, row, person, cancellation);

        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = request.Subject.Id,
                Key = $"{open.InstanceId}|opened|{row.RowKey}",
                At = open.OpenedAt,
                Actor = AuditEntry.System,
                Action = $"提请{step.Act.Chinese()}（第{open.Round}轮）",
                Article = step.Article,
                Stage = request.Stage,
                Detail = string.Join('、', approvers.DistinctBy(approver => approver.Person.Id).Select(PostHolders.NameOf)),
            },
            cancellation);
        await ChangedAsync(row.Subject.Id, cancellation);
        var escalation = step.Escalation is null ? null : await PostHolders.FindAsync(directory, step.Escalation, on, cancellation);
        return new(row.Approvers, step.Approvers[0].Unit, row.Deadline, escalation)
        {
            Carried = StepRules.CarriedOver(row.Approvers, open.Before),
            ReminderDays = StepTimes.ReminderDays(row.Deadline, ChinaTime.DayOf(row.OpenedAt)),
        };
    }

    private Task ChangedAsync(string subject, CancellationToken cancellation) => watchers?.ChangedAsync(subject, cancellation) ?? Task.CompletedTask;

    private static Substitution[]? SubstitutionsOf(IEnumerable<Incumbent> approvers)
    {
        Substitution[] found =
        [
            .. approvers
                .Where(approver => approver.InsteadOf is not null)
                .DistinctBy(approver => approver.Person.Id)
                .Select(approver => new Substitution(approver.Person.Id, approver.InsteadOf!.Id, approver.InsteadOf.Name)),
        ];
        return found.Length == 0 ? null : found;
    }

    /// <summary>Reads what was decided so far and whether that decides the step, and takes over the notes for the sweep.</summary>
    [Function(nameof(ReadDecisions))]
    public async Task<StepReading> ReadDecisions([ActivityTrigger] StepQuestion step, CancellationToken cancellation = default)
    {
        var (given, copies) = (new List<GivenDecision>(), new List<DecisionCopy>());
        await foreach (var decision in tables.ReadPartitionAsync<DecisionRow>(step.Subject, DecisionRow.Prefix(step.StepRound), cancellation))
        {
            given.Add(decision.Value.Given);
            if (decision.Value is { Person: var by, Readers: { Count: > 0 } readers })
                copies.Add(new(by, await directory.NameOfAsync(by, cancellation), [.. readers.Select(reader => reader.Person)]));
        }

        var withdrawal = await tables.FindAsync<ApplicantActRow>(
            step.Subject, ApplicantActRow.RowKeyOf(step.StepRound, withdrawal: true), cancellation);

        var row = (await tables.FindAsync<ApprovalStepRow>(step.Subject, step.StepRound.RowKey, cancellation))!.Value;

        IEnumerable<string> recordedBy = [.. given.Select(decision => decision.Person), .. row.Handovers.Concat(row.Consultations).Select(change => change.By)];
        if (withdrawal is not null) recordedBy = recordedBy.Append(withdrawal.Value.By);
        foreach (var person in recordedBy.Distinct(StringComparer.Ordinal))
            await wakes.TakenAsync(step.InstanceId, ApprovalEvents.Decided(step.StepRound), person, cancellation);
        // Here and not where it is handed over: what is read is repeated until it is done, a request may end halfway.
        await RemindWhomItWasHandedToAsync(row, cancellation);
        var record = new StepReading(row.Approvers, row.Consultations, given, withdrawal?.Value.At, row.Handovers) { Copies = copies };
        var judged = StepRules.Judge(row.Step.Mode, row.Step.Needed, record, step.Carried);
        // Who is still asked has changed; with a result the step closes, and tells then.
        if (judged.Result is null && (given.Count > 0 || row.Handovers.Count > 0)) await ChangedAsync(step.Subject, cancellation);
        return judged;
    }

    private async Task RemindWhomItWasHandedToAsync(ApprovalStepRow row, CancellationToken cancellation)
    {
        foreach (var (handover, index) in row.Handovers.Select((handover, index) => (handover, index)))
        {
            if (row.Approvers.Contains(handover.From)) continue;
            var holder = row.Handovers.Skip(index + 1).Aggregate(handover.To, (person, later) => later.From == person ? later.To : person);
            await deadlines.ReassignAsync(
                row.Subject.Id,
                DeadlineKey.Of(row.StepRound),
                handover.From,
                holder,
                new DeadlineAct($"handover|{index + 1}|{handover.From}|{holder}", handover.By, handover.At, handover.Comment),
                cancellation);
        }
    }

    /// <summary>Closes the step: its outcome becomes visible, its open links are withdrawn. Answers the outcome; the first one counts.</summary>
    [Function(nameof(CloseApprovalStep))]
    public async Task<StepOutcome> CloseApprovalStep([ActivityTrigger] CloseStep close, CancellationToken cancellation = default)
    {
        var key = close.StepRound.RowKey;
        var ends = StepTimes.Outcome(close.Step, close.Round, close.Result, close.Decisions, close.OpenedAt, close.ClosedAt, close.DaysOverdue);
        while (await tables.FindAsync<ApprovalStepRow>(close.Subject, key, cancellation) is { Value.Outcome: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { Outcome = ends }, cancellation)) break;
        }

        var closed = (await tables.FindAsync<ApprovalStepRow>(close.Subject, key, cancellation))!.Value;
        var outcome = closed.Outcome!;
        await OpenDecisions.ForgetAsync(tables, closed, cancellation);
        await links.WithdrawAsync(close.Subject, close.StepRound, ApprovalLinks.Decide, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = close.Subject,
                Key = $"{closed.InstanceId}|closed|{closed.RowKey}",
                At = outcome.ClosedAt,
                Actor = AuditEntry.System,
                Action = $"{closed.Step.Act.Chinese()}：{outcome.Result.Chinese()}（第{outcome.Round}轮）",
                Article = closed.Step.Article,
                Stage = closed.Stage,
                Detail = $"用时{outcome.DaysUsed}日" + (outcome.DaysOverdue > 0 ? $"，逾期{outcome.DaysOverdue}日" : string.Empty),
            },
            cancellation);
        await ChangedAsync(close.Subject, cancellation);
        return outcome;
    }

    /// <summary>Who acts for the applicant, or for a reader.</summary>
    [Function(nameof(FindPostHolder))]
    public Task<string> FindPostHolder([ActivityTrigger] FindPost find, CancellationToken cancellation = default) =>
        PostHolders.FindAsync(directory, find.Post, find.On, cancellation);

    /// <summary>What the applicant did about a round that was returned, and when to remind of it.</summary>
    [Function(nameof(ReadApplicantAct))]
    public async Task<ApplicantReading> ReadApplicantAct([ActivityTrigger] ApplicantQuestion question, CancellationToken cancellation = default) =>
        StepTimes.Reminders(await FindActAsync(question, cancellation), question.ReturnedAt, question.Reminded, question.At);

    private async Task<ApplicantAct> FindActAsync(ApplicantQuestion step, CancellationToken cancellation)
    {
        var eventName = ApprovalEvents.Resubmitted(step.StepRound);
        foreach (var withdrawal in (bool[])[false, true])
        {
            var key = ApplicantActRow.RowKeyOf(step.StepRound, withdrawal);
            if (await tables.FindAsync<ApplicantActRow>(step.Subject, key, cancellation) is not { } row) continue;
            await wakes.TakenAsync(step.InstanceId, eventName, row.Value.By, cancellation);
            await ChangedAsync(step.Subject, cancellation);
            return withdrawal ? ApplicantAct.Withdrawn : row.Value.Correction is null ? ApplicantAct.Resubmitted : ApplicantAct.Corrected;
        }

        return ApplicantAct.None;
    }
}

/// <summary>The input of <see cref="ApprovalActivities.OpenApprovalStep"/>.</summary>
public sealed record OpenStep(ApprovalRequest Request, int Index, int Round, string InstanceId, DateTimeOffset OpenedAt, DateOnly From)
{
    /// <summary>How the step before ended; null for the first, and for one that is asked anew.</summary>
    public StepOutcome? Before { get; init; }
}

/// <summary>An open step.</summary>
/// <param name="Approvers">the persons who are asked, each once</param>
/// <param name="Unit">the unit of the first of them, in whose list the deadline stands</param>
/// <param name="Deadline">its deadline, if one is set</param>
/// <param name="Escalation">who is told when it is overdue</param>
public sealed record OpenedStep(IReadOnlyList<string> Approvers, string Unit, Deadline? Deadline, string? Escalation)
{
    /// <summary>What counts here of the step before, because the same persons gave it.</summary>
    public IReadOnlyList<GivenDecision> Carried { get; init; } = [];

    /// <summary>How many days before the last day of its deadline reminders go out.</summary>
    public IReadOnlyList<int>? ReminderDays { get; init; }
}

/// <summary>The input of <see cref="ApprovalActivities.ReadDecisions"/>: a step's round, and what counts of the step before.</summary>
public sealed record StepQuestion(string Subject, string Step, int Round, string InstanceId, IReadOnlyList<GivenDecision> Carried) : IOfStepRound;

/// <summary>The input of <see cref="ApprovalActivities.ReadApplicantAct"/>.</summary>
/// <param name="Subject">the subject</param>
/// <param name="Step">the step that was returned</param>
/// <param name="Round">in which round</param>
/// <param name="InstanceId">who waits</param>
/// <param name="ReturnedAt">since when</param>
/// <param name="Reminded">how often the applicant was reminded</param>
/// <param name="At">now</param>
public sealed record ApplicantQuestion(
    string Subject, string Step, int Round, string InstanceId, DateTimeOffset ReturnedAt, int Reminded, DateTimeOffset At) : IOfStepRound;

/// <summary>What the applicant did, and when to remind.</summary>
/// <param name="Act">what was done</param>
/// <param name="Remind">whether to remind now</param>
/// <param name="NextReminder">when to look again for it, at +08:00</param>
public sealed record ApplicantReading(ApplicantAct Act, bool Remind, DateTimeOffset NextReminder);

/// <summary>What the record says about a step.</summary>
/// <param name="Approvers">the persons who are asked now</param>
/// <param name="Consultations">whom they asked for an opinion</param>
/// <param name="Decisions">what was decided</param>
/// <param name="WithdrawnAt">when the applicant took the subject back</param>
/// <param name="Handovers">who handed the step to whom</param>
public sealed record StepReading(
    IReadOnlyList<string> Approvers,
    IReadOnlyList<Handover> Consultations,
    IReadOnlyList<GivenDecision> Decisions,
    DateTimeOffset? WithdrawnAt,
    IReadOnlyList<Handover> Handovers)
{
    /// <summary>Who is told of which decision (抄送).</summary>
    public IReadOnlyList<DecisionCopy> Copies { get; init; } = [];

    /// <summary>What the decisions make of the step; null while it is open.</summary>
    public ApprovalResult? Result { get; init; }

    /// <summary>The decisions that count for it, those of the step before included, in the order in which they do.</summary>
    public IReadOnlyList<GivenDecision> Counted { get; init; } = [];

    /// <summary>Those of everybody whose word is asked for, consulted persons too.</summary>
    public IReadOnlyList<GivenDecision> Heard { get; init; } = [];
}

/// <summary>A decision of which others are told.</summary>
/// <param name="Person">who decided</param>
/// <param name="By">the name of who decided</param>
/// <param name="To">who is told</param>
public sealed record DecisionCopy(string Person, string By, IReadOnlyList<string> To);

/// <summary>The input of <see cref="ApprovalActivities.CloseApprovalStep"/>.</summary>
public sealed record CloseStep(
    string Subject, string Step, int Round, ApprovalResult Result, IReadOnlyList<GivenDecision> Decisions, DateTimeOffset OpenedAt, DateTimeOffset ClosedAt,
    int DaysOverdue) : IOfStepRound;

/// <summary>The input of <see cref="ApprovalActivities.FindPostHolder"/>.</summary>
public sealed record FindPost(ApproverPost Post, DateOnly On);

/// <summary>What the applicant did.</summary>
public enum ApplicantAct
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>补正</summary>
    Resubmitted,

    /// <summary>撤回</summary>
    Withdrawn,

    /// <summary>补正, with the subject itself changed</summary>
    Corrected,
}

/// <summary>Names a returned step whose applicant changed the subject.</summary>
/// <param name="Subject">the subject's id</param>
/// <param name="Step">the step's key</param>
/// <param name="Round">the round that was returned</param>
/// <param name="Stage">its stage</param>
/// <param name="Article">the article of the step</param>
/// <param name="Summary">what approvers read so far</param>
/// <param name="At">when, at +08:00</param>
public sealed record CorrectionRef(string Subject, string Step, int Round, string Stage, string Article, string Summary, DateTimeOffset At) : IOfStepRound;

/// <summary>A subject after its applicant changed it.</summary>
/// <param name="Title">as people know it now</param>
/// <param name="Summary">what approvers read from now on</param>
/// <param name="Lines">the lines of their mails</param>
public sealed record CorrectedSubject(string Title, string Summary, IReadOnlyList<Mail.MailLine> Lines);
