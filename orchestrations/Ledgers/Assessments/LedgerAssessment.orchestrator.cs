using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// 年度目标绩效考核 of a ledger (达市府办发〔2023〕16号: 市政管局; 11号: the counties): computes the points from the record, lets each unit
/// object, has each objection answered, and the result decided. One that is not agreed to is looked into by the coordinating office
/// and computed anew, with what had been cancelled.
/// </summary>
public static class LedgerAssessment
{
    /// <summary>The key of the step in which the result is decided.</summary>
    public const string DecisionStep = "LedgerAssessment.decision";

    /// <summary>The instance id of a ledger's assessment.</summary>
    public static string InstanceIdOf(string ledger) => $"{LedgerLife.InstanceIdOf(ledger)}:assessment";

    /// <summary>Runs the assessment; returns the number of rounds. Input: <see cref="AssessmentCall"/>.</summary>
    [Function(nameof(LedgerAssessment))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<AssessmentCall>()!;
        // The last cycle is over as soon as every unit has reported; what is due on the last day may still be finished.
        await context.UntilAsync(call.OpensAt);
        for (var round = 1; ; round++)
        {
            var draft = await context.CallActivityAsync<AssessmentDraft>(
                nameof(AssessmentActivities.DraftAssessment), new AssessmentInstant(call, round, context.Now()), ActivityRetry.Patient);
            await ObjectAsync(context, call, round, draft);
            var summary = await context.CallActivityAsync<string>(
                nameof(AssessmentActivities.SummariseAssessment), new AssessmentInstant(call, round, context.Now()), ActivityRetry.Patient);
            var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
                nameof(Approval), call.ToDecision(draft, round, summary), OrchestrationVersion.Part($"{context.InstanceId}:{nameof(Approval)}{round}"));
            var notices = await context.CallActivityAsync<IReadOnlyList<AssessmentNotice>>(
                nameof(AssessmentActivities.SettleAssessment), new AssessmentEnd(call, round, outcome.Result, outcome.Comment, outcome.At), ActivityRetry.Patient);
            foreach (var notice in notices)
                await context.MailAsync(AssessmentSubject.Of(call.Ledger.Id, notice.Unit), $"assessed|{round}|{notice.Unit}", notice.Person, call.ToNotice(notice));
            if (outcome.Result == ApprovalResult.Agreed) return round;
            await Asking.AskAsync(context, call.ToReview(round, outcome.Comment));
        }
    }

    /// <summary>Lets every unit object until the period ends, and waits until each objection is answered.</summary>
    private static async Task ObjectAsync(TaskOrchestrationContext context, AssessmentCall call, int round, AssessmentDraft draft)
    {
        var objections = Task.WhenAll(draft.Units.Select(unit => context.CallSubOrchestratorAsync<bool>(
            nameof(LedgerObjection), new ObjectionCall(call, round, unit, draft.Until),
            OrchestrationVersion.Part($"{context.InstanceId}:{round}:{unit.Asked.Unit}"))).ToList());
        if (!await context.UntilAsync(draft.Due, objections))
            await context.CallActivityAsync(nameof(AssessmentActivities.EndObjections), new AssessmentInstant(call, round, context.Now()), ActivityRetry.Patient);
        try
        {
            await objections;
        }
        catch (TaskFailedException)
        {
            // A unit that could not be asked is named to who decides; the others' objections are answered all the same.
        }
    }
}

/// <summary>Asks a unit whether it objects to its points, and the coordinating office for the answer to an objection.</summary>
public static class LedgerObjection
{
    /// <summary>Runs the request; returns whether the unit objected. Input: <see cref="ObjectionCall"/>.</summary>
    [Function(nameof(LedgerObjection))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<ObjectionCall>()!;
        if ((await Asking.AskAsync(context, call.ToRequest())).End != AskEnd.HandedIn
            || !await context.CallActivityAsync<bool>(nameof(AssessmentActivities.TakeObjection), call, ActivityRetry.Patient)) return false;
        if ((await Asking.AskAsync(context, call.ToAnswer())).End != AskEnd.HandedIn) return true;
        var notice = await context.CallActivityAsync<AssessmentNotice?>(nameof(AssessmentActivities.TakeAnswer), call, ActivityRetry.Patient);
        if (notice is not null) await context.MailAsync(call.Subject, $"answered|{call.Round}", notice.Person, call.Assessment.ToNotice(notice));
        return true;
    }
}

/// <summary>The input of <see cref="LedgerAssessment"/>.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Assessor">the id of the unit that assesses</param>
/// <param name="OpensAt">when it begins, at +08:00: on the morning after the ledger's last day</param>
public sealed record AssessmentCall(LedgerRef Ledger, string Assessor, DateTimeOffset OpensAt)
{
    private static readonly TimeOnly Opens = new(9, 0);

    internal static AssessmentCall Of(LedgerRow ledger) =>
        new(LedgerRef.Of(ledger), ledger.Assessor ?? ledger.Coordinator, ChinaTime.At(ledger.To.AddDays(1), Opens));

    internal SubmissionSubject SubjectOf(string? unit) => new(
        unit is null ? AssessmentSubject.Of(Ledger.Id) : AssessmentSubject.Of(Ledger.Id, unit), AssessmentTexts.TitleOf(Ledger.Title), unit ?? Assessor)
    {
        Kinds = AssessmentKinds.Catalogue,
        Noun = "考核",
        UnitRole = "被考核单位",
    };

    internal ApprovalRequest ToDecision(AssessmentDraft draft, int round, string summary) => new()
    {
        Subject = new("ledger-assessment", AssessmentSubject.Of(Ledger.Id), AssessmentTexts.TitleOf(Ledger.Title)),
        Stage = nameof(LedgerAssessment),
        Summary = summary,
        ReturnsToCaller = true,
        Round = round,
        Applicant = Ledger.Office,
        Steps =
        [
            new()
            {
                Key = LedgerAssessment.DecisionStep,
                Act = Act.Decide,
                Approvers = [draft.Decider],
                Period = new WorkingDays(Ledger.Policy.AssessmentWorkingDays),
                Escalation = new ApproverPost(Assessor, LedgerSubject.AskedPost),
                Article = Ledger.Document,
            },
        ],
    };

    internal SubmissionRequest ToReview(int round, string? comment) => new()
    {
        Subject = SubjectOf(null),
        Step = AssessmentKinds.Review.Step,
        Round = round,
        Stage = nameof(LedgerAssessment),
        ToDo = $"考核结果没有通过审定{(string.IsNullOrWhiteSpace(comment) ? "" : $"：{comment}")}。请核实，台账记录有误的先更正，提交后重新计分。",
        Article = Ledger.Document,
        Post = Ledger.Office,
        Period = new WorkingDays(Ledger.Policy.AnswerWorkingDays),
        Escalation = new ApproverPost(Assessor, LedgerSubject.AskedPost),
    };

    internal Notice ToNotice(AssessmentNotice notice) => new()
    {
        Title = AssessmentTexts.TitleOf(Ledger.Title),
        ToDo = notice.Text,
        Article = Ledger.Document,
        Page = AssessmentSubject.PathOf(Ledger.Id, notice.Unit),
    };
}

/// <summary>The input of <see cref="LedgerObjection"/>.</summary>
/// <param name="Assessment">the assessment</param>
/// <param name="Round">its round</param>
/// <param name="Unit">the unit with its points</param>
/// <param name="Until">the last day, Asia/Shanghai</param>
public sealed record ObjectionCall(AssessmentCall Assessment, int Round, DraftedUnit Unit, DateOnly Until)
{
    /// <summary>The unit in the assessment.</summary>
    [JsonIgnore]
    public string Subject => AssessmentSubject.Of(Assessment.Ledger.Id, Unit.Asked.Unit);

    internal SubmissionRequest ToRequest() => new()
    {
        Subject = Assessment.SubjectOf(Unit.Asked.Unit),
        Step = AssessmentKinds.Objection.Step,
        Round = Round,
        Stage = nameof(LedgerAssessment),
        ToDo = $"{AssessmentTexts.TitleOf(Assessment.Ledger.Title)}初步结果：{Unit.Asked.Name}{AssessmentTexts.Number(Unit.Points)}分。请核对扣分项；期限内没有答复的，按无异议处理。",
        Article = Assessment.Ledger.Document,
        Post = new ApproverPost(Unit.Asked.Unit, Unit.Asked.Post),
        Period = new FixedDate(Until),
    };

    internal SubmissionRequest ToAnswer() => new()
    {
        Subject = Assessment.SubjectOf(Unit.Asked.Unit),
        Step = AssessmentKinds.Answer.Step,
        Round = Round,
        Stage = nameof(LedgerAssessment),
        ToDo = $"{Unit.Asked.Name}对考核初步结果提出异议，请核实并答复。",
        Article = Assessment.Ledger.Document,
        Post = Assessment.Ledger.Office,
        Period = new WorkingDays(Assessment.Ledger.Policy.AnswerWorkingDays),
        Escalation = Unit.Escalation,
    };
}

/// <summary>A unit in a draft that can be asked.</summary>
/// <param name="Asked">the unit and its post</param>
/// <param name="Points">its points</param>
/// <param name="Escalation">who is told when its objection is not answered in time</param>
public sealed record DraftedUnit(AskedUnit Asked, decimal Points, ApproverPost Escalation);

/// <summary>A draft of the points.</summary>
/// <param name="Due">when the period of objections ends, at +08:00</param>
/// <param name="Until">its last day, Asia/Shanghai</param>
/// <param name="Decider">who decides</param>
/// <param name="Units">the units that can be asked</param>
public sealed record AssessmentDraft(DateTimeOffset Due, DateOnly Until, ApproverPost Decider, IReadOnlyList<DraftedUnit> Units);

/// <summary>What a unit is told.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Person">the id of the person</param>
/// <param name="Text">the text</param>
public sealed record AssessmentNotice(string Unit, string Person, string Text);
