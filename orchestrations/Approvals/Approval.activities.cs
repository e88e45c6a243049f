using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Approvals;

/// <summary>The activities of <see cref="Approval"/>: look up people, keep the rows of its steps, read the record.</summary>
public sealed class ApprovalActivities(
    ITableStore tables, IDirectory directory, IAuditTrail audit, LinkStore links, Wakes wakes, WorkCalendarSource calendars, DeadlineBook deadlines,
    SubjectWatchers watchers)
{
    /// <summary>Opens a step: looks up who holds the posts today and lists the step for them. A repeated call returns the first result.</summary>
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
        await watchers.ChangedAsync(row.Subject.Id, cancellation);
        var escalation = step.Escalation is null ? null : await PostHolders.FindAsync(directory, step.Escalation, on, cancellation);
        return new(row.Approvers, step.Approvers[0].Unit, row.Deadline, escalation)
        {
            Carried = StepRules.CarriedOver(row.Approvers, open.Before),
            ReminderDays = StepTimes.ReminderDays(row.Deadline, ChinaTime.DayOf(row.OpenedAt)),
        };
    }

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

    /// <summary>Reads the decisions of a step and evaluates them, and removes the wake notes they left for the sweep.</summary>
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
        // Done here rather than at the handover: a request may fail halfway, while an activity is retried until it succeeds.
        await RemindWhomItWasHandedToAsync(row, cancellation);
        var record = new StepReading(row.Approvers, row.Consultations, given, withdrawal?.Value.At, row.Handovers) { Copies = copies };
        var judged = StepRules.Judge(row.Step.Mode, row.Step.Needed, record, step.Carried);
        // Who is still asked has changed; with a result the step closes, and tells then.
        if (judged.Result is null && (given.Count > 0 || row.Handovers.Count > 0)) await watchers.ChangedAsync(step.Subject, cancellation);
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

    /// <summary>
    /// Closes a step, records its outcome and withdraws its links. Returns the outcome; if the step is closed twice, the first outcome
    /// stands.
    /// </summary>
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
        await watchers.ChangedAsync(close.Subject, cancellation);
        return outcome;
    }

    /// <summary>Returns the id of the person who holds a post.</summary>
    [Function(nameof(FindPostHolder))]
    public Task<string> FindPostHolder([ActivityTrigger] FindPost find, CancellationToken cancellation = default) =>
        PostHolders.FindAsync(directory, find.Post, find.On, cancellation);

    /// <summary>Returns what the applicant did about a returned round, and when the next reminder is due.</summary>
    [Function(nameof(ReadApplicantAct))]
    public async Task<ApplicantReading> ReadApplicantAct([ActivityTrigger] ApplicantQuestion question, CancellationToken cancellation = default) =>
        StepTimes.Reminders(await FindActAsync(question, cancellation), question.ReturnedAt, question.Reminded, question.At);

    private async Task<ApplicantAct> FindActAsync(ApplicantQuestion step, CancellationToken cancellation)
    {
        if (await ApplicantActRow.FindAsync(tables, step.Subject, step.StepRound, cancellation) is not { } act) return ApplicantAct.None;
        await wakes.TakenAsync(step.InstanceId, ApprovalEvents.Resubmitted(step.StepRound), act.By, cancellation);
        await watchers.ChangedAsync(step.Subject, cancellation);
        return act.Withdrawal ? ApplicantAct.Withdrawn : act.Correction is null ? ApplicantAct.Resubmitted : ApplicantAct.Corrected;
    }
}

/// <summary>The input of <see cref="ApprovalActivities.OpenApprovalStep"/>.</summary>
public sealed record OpenStep(ApprovalRequest Request, int Index, int Round, string InstanceId, DateTimeOffset OpenedAt, DateOnly From)
{
    /// <summary>The outcome of the previous step; null for the first step and after a return.</summary>
    public StepOutcome? Before { get; init; }
}

/// <summary>An opened step.</summary>
/// <param name="Approvers">the persons who are asked, each once</param>
/// <param name="Unit">the unit of the first approver, whose list shows the deadline</param>
/// <param name="Deadline">the deadline; null if nothing sets one</param>
/// <param name="Escalation">the person who is told when the step is overdue; null if none is</param>
public sealed record OpenedStep(IReadOnlyList<string> Approvers, string Unit, Deadline? Deadline, string? Escalation)
{
    /// <summary>The decisions carried over from the previous step, because the same persons made them.</summary>
    public IReadOnlyList<GivenDecision> Carried { get; init; } = [];

    /// <summary>The days before the last day of the deadline on which reminders are sent; null for the default.</summary>
    public IReadOnlyList<int>? ReminderDays { get; init; }
}

/// <summary>The input of <see cref="ApprovalActivities.ReadDecisions"/>: a step's round, and the decisions carried over from the previous step.</summary>
public sealed record StepQuestion(string Subject, string Step, int Round, string InstanceId, IReadOnlyList<GivenDecision> Carried) : IOfStepRound;

/// <summary>The input of <see cref="ApprovalActivities.ReadApplicantAct"/>.</summary>
/// <param name="Subject">the subject's id</param>
/// <param name="Step">the returned step</param>
/// <param name="Round">the returned round</param>
/// <param name="InstanceId">the id of the waiting orchestration</param>
/// <param name="ReturnedAt">the time of the return</param>
/// <param name="Reminded">the number of reminders sent so far</param>
/// <param name="At">the current time</param>
public sealed record ApplicantQuestion(
    string Subject, string Step, int Round, string InstanceId, DateTimeOffset ReturnedAt, int Reminded, DateTimeOffset At) : IOfStepRound;

/// <summary>What the applicant did, and when to send a reminder.</summary>
/// <param name="Act">the act</param>
/// <param name="Remind">whether to send a reminder now</param>
/// <param name="NextReminder">the time of the next reminder, at +08:00</param>
public sealed record ApplicantReading(ApplicantAct Act, bool Remind, DateTimeOffset NextReminder);

/// <summary>The record of a step as read.</summary>
/// <param name="Approvers">the persons who are asked now</param>
/// <param name="Consultations">the persons they asked for an opinion</param>
/// <param name="Decisions">the decisions</param>
/// <param name="WithdrawnAt">the time of the applicant's withdrawal; null if not withdrawn</param>
/// <param name="Handovers">the handovers</param>
public sealed record StepReading(
    IReadOnlyList<string> Approvers,
    IReadOnlyList<Handover> Consultations,
    IReadOnlyList<GivenDecision> Decisions,
    DateTimeOffset? WithdrawnAt,
    IReadOnlyList<Handover> Handovers)
{
    /// <summary>The persons who are told of a decision (抄送).</summary>
    public IReadOnlyList<DecisionCopy> Copies { get; init; } = [];

    /// <summary>The result that the decisions lead to; null while the step is open.</summary>
    public ApprovalResult? Result { get; init; }

    /// <summary>The decisions that count, in order of time, including those carried over from the previous step.</summary>
    public IReadOnlyList<GivenDecision> Counted { get; init; } = [];

    /// <summary>The decisions and opinions of everybody who is asked, including consulted persons.</summary>
    public IReadOnlyList<GivenDecision> Heard { get; init; } = [];
}

/// <summary>A decision and the persons who are told of it.</summary>
/// <param name="Person">the id of the person who decided</param>
/// <param name="By">the name of the person who decided</param>
/// <param name="To">the ids of the persons who are told</param>
public sealed record DecisionCopy(string Person, string By, IReadOnlyList<string> To);

/// <summary>The input of <see cref="ApprovalActivities.CloseApprovalStep"/>.</summary>
public sealed record CloseStep(
    string Subject, string Step, int Round, ApprovalResult Result, IReadOnlyList<GivenDecision> Decisions, DateTimeOffset OpenedAt, DateTimeOffset ClosedAt,
    int DaysOverdue) : IOfStepRound;

/// <summary>The input of <see cref="ApprovalActivities.FindPostHolder"/>.</summary>
public sealed record FindPost(ApproverPost Post, DateOnly On);

/// <summary>What an applicant did about a returned round.</summary>
public enum ApplicantAct
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>补正</summary>
    Resubmitted,

    /// <summary>撤回</summary>
    Withdrawn,

    /// <summary>补正 with a change of the subject itself</summary>
    Corrected,
}

/// <summary>A returned step whose applicant changed the subject.</summary>
/// <param name="Subject">the subject's id</param>
/// <param name="Step">the step</param>
/// <param name="Round">the returned round</param>
/// <param name="Stage">the stage</param>
/// <param name="Article">the article of the step</param>
/// <param name="Summary">the summary that approvers have read so far</param>
/// <param name="At">the current time, at +08:00</param>
public sealed record CorrectionRef(string Subject, string Step, int Round, string Stage, string Article, string Summary, DateTimeOffset At) : IOfStepRound;

/// <summary>The texts about a subject after its applicant changed it.</summary>
/// <param name="Title">the new title</param>
/// <param name="Summary">the new summary for approvers</param>
/// <param name="Lines">the new lines of the approvers' mails</param>
public sealed record CorrectedSubject(string Title, string Summary, IReadOnlyList<Mail.MailLine> Lines);
