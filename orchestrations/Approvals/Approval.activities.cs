using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Approvals;

/// <summary>What <see cref="Approval"/> does outside: looks up people, keeps the projection of its steps, reads the record.</summary>
public sealed class ApprovalActivities(
    ITableStore tables, IDirectory directory, IAuditTrail audit, LinkStore links, Wakes wakes, WorkCalendarSource calendars, DeadlineBook deadlines)
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
        var escalation = step.Escalation is null ? null : await PostHolders.FindAsync(directory, step.Escalation, on, cancellation);
        return new(row.Approvers, step.Approvers[0].Unit, row.Deadline, escalation);
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

    /// <summary>Reads what was decided so far, and takes over the notes for the sweep.</summary>
    [Function(nameof(ReadDecisions))]
    public async Task<StepReading> ReadDecisions([ActivityTrigger] StepRef step, CancellationToken cancellation = default)
    {
        var (given, copies) = (new List<GivenDecision>(), new List<DecisionCopy>());
        await foreach (var decision in tables.ReadPartitionAsync<DecisionRow>(step.Subject, DecisionRow.Prefix(step.Step, step.Round), cancellation))
        {
            given.Add(decision.Value.Given);
            if (decision.Value is { Person: var by, Readers: { Count: > 0 } readers })
                copies.Add(new(by, await directory.NameOfAsync(by, cancellation), [.. readers.Select(reader => reader.Person)]));
        }

        var withdrawal = await tables.FindAsync<ApplicantActRow>(
            step.Subject, ApplicantActRow.RowKeyOf(step.Step, step.Round, withdrawal: true), cancellation);

        var row = (await tables.FindAsync<ApprovalStepRow>(step.Subject, ApprovalStepRow.RowKeyOf(step.Step, step.Round), cancellation))!.Value;

        IEnumerable<string> recordedBy = [.. given.Select(decision => decision.Person), .. row.Handovers.Concat(row.Consultations).Select(change => change.By)];
        if (withdrawal is not null) recordedBy = recordedBy.Append(withdrawal.Value.By);
        foreach (var person in recordedBy.Distinct(StringComparer.Ordinal))
            await wakes.TakenAsync(step.InstanceId, ApprovalEvents.Decided(step.Step, step.Round), person, cancellation);
        // Here and not where it is handed over: what is read is repeated until it is done, a request may end halfway.
        await RemindWhomItWasHandedToAsync(row, cancellation);
        return new(row.Approvers, row.Consultations, given, withdrawal?.Value.At, row.Handovers) { Copies = copies };
    }

    private async Task RemindWhomItWasHandedToAsync(ApprovalStepRow row, CancellationToken cancellation)
    {
        foreach (var (handover, index) in row.Handovers.Select((handover, index) => (handover, index)))
        {
            if (row.Approvers.Contains(handover.From)) continue;
            var holder = row.Handovers.Skip(index + 1).Aggregate(handover.To, (person, later) => later.From == person ? later.To : person);
            await deadlines.ReassignAsync(
                row.Subject.Id,
                $"{row.Step.Key}|{row.Round}",
                handover.From,
                holder,
                new DeadlineAct($"handover|{index + 1}|{handover.From}|{holder}", handover.By, handover.At, handover.Comment),
                cancellation);
        }
    }

    /// <summary>Closes the step: its outcome becomes visible, its open links are withdrawn.</summary>
    [Function(nameof(CloseApprovalStep))]
    public async Task CloseApprovalStep([ActivityTrigger] CloseStep close, CancellationToken cancellation = default)
    {
        var outcome = close.Outcome;
        while (await tables.FindAsync<ApprovalStepRow>(
            close.Subject, ApprovalStepRow.RowKeyOf(outcome.Step, outcome.Round), cancellation) is { Value.Outcome: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { Outcome = outcome }, cancellation)) break;
        }

        var closed = (await tables.FindAsync<ApprovalStepRow>(close.Subject, ApprovalStepRow.RowKeyOf(outcome.Step, outcome.Round), cancellation))!.Value;
        await OpenDecisions.ForgetAsync(tables, closed, cancellation);
        await links.WithdrawAsync(close.Subject, outcome.Step, outcome.Round, LinkPurpose.Decide, cancellation);
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
    }

    /// <summary>Who acts for the applicant, or for a reader.</summary>
    [Function(nameof(FindPostHolder))]
    public Task<string> FindPostHolder([ActivityTrigger] FindPost find, CancellationToken cancellation = default) =>
        PostHolders.FindAsync(directory, find.Post, find.On, cancellation);

    /// <summary>What the applicant did about a round that was returned.</summary>
    [Function(nameof(ReadApplicantAct))]
    public async Task<ApplicantAct> ReadApplicantAct([ActivityTrigger] StepRef step, CancellationToken cancellation = default)
    {
        var eventName = ApprovalEvents.Resubmitted(step.Step, step.Round);
        foreach (var withdrawal in (bool[])[false, true])
        {
            var key = ApplicantActRow.RowKeyOf(step.Step, step.Round, withdrawal);
            if (await tables.FindAsync<ApplicantActRow>(step.Subject, key, cancellation) is not { } row) continue;
            await wakes.TakenAsync(step.InstanceId, eventName, row.Value.By, cancellation);
            return withdrawal ? ApplicantAct.Withdrawn : row.Value.Correction is null ? ApplicantAct.Resubmitted : ApplicantAct.Corrected;
        }

        return ApplicantAct.None;
    }
}

/// <summary>The input of <see cref="ApprovalActivities.OpenApprovalStep"/>.</summary>
public sealed record OpenStep(ApprovalRequest Request, int Index, int Round, string InstanceId, DateTimeOffset OpenedAt, DateOnly From);

/// <summary>An open step.</summary>
/// <param name="Approvers">the persons who are asked, each once</param>
/// <param name="Unit">the unit of the first of them, in whose list the deadline stands</param>
/// <param name="Deadline">its deadline, if one is set</param>
/// <param name="Escalation">who is told when it is overdue</param>
public sealed record OpenedStep(IReadOnlyList<string> Approvers, string Unit, Deadline? Deadline, string? Escalation);

/// <summary>Names a step's round.</summary>
public sealed record StepRef(string Subject, string Step, int Round, string InstanceId);

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
}

/// <summary>A decision of which others are told.</summary>
/// <param name="Person">who decided</param>
/// <param name="By">the name of who decided</param>
/// <param name="To">who is told</param>
public sealed record DecisionCopy(string Person, string By, IReadOnlyList<string> To);

/// <summary>The input of <see cref="ApprovalActivities.CloseApprovalStep"/>.</summary>
public sealed record CloseStep(string Subject, StepOutcome Outcome);

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
public sealed record CorrectionRef(string Subject, string Step, int Round, string Stage, string Article, string Summary, DateTimeOffset At);

/// <summary>A subject after its applicant changed it.</summary>
/// <param name="Title">as people know it now</param>
/// <param name="Summary">what approvers read from now on</param>
/// <param name="Lines">the lines of their mails</param>
public sealed record CorrectedSubject(string Title, string Summary, IReadOnlyList<Mail.MailLine> Lines);
