using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Approvals;

/// <summary>The input of <see cref="Approval"/>: the subject, the steps and their approvers.</summary>
public sealed record ApprovalRequest
{
    /// <summary>The subject to decide about.</summary>
    public required ApprovalSubject Subject { get; init; }

    /// <summary>The stage, named after its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>The summary that approvers read before they decide.</summary>
    public required string Summary { get; init; }

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<ApprovalStep> Steps { get; init; }

    /// <summary>The post that is told of 退回补正 and makes the corrections.</summary>
    public required ApproverPost Applicant { get; init; }

    /// <summary>抄送: the posts that are told the outcome.</summary>
    public IReadOnlyList<ApproverPost> Readers { get; init; } = [];

    /// <summary>The number of the first round; above 1 if the caller counts rounds itself.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Whether 退回补正 ends this approval, because the caller handles the return itself.</summary>
    public bool ReturnsToCaller { get; init; }

    /// <summary>The day from which the first step's period counts; null for the day on which it opens.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Additional lines of the mails.</summary>
    public IReadOnlyList<Mail.MailLine> Lines { get; init; } = [];
}

/// <summary>The subject of an approval.</summary>
/// <param name="Kind">the kind, e.g. <c>project</c></param>
/// <param name="Id">the subject's id</param>
/// <param name="Title">the title shown to people</param>
public sealed record ApprovalSubject(string Kind, string Id, string Title);

/// <summary>One step of an approval.</summary>
public sealed record ApprovalStep
{
    /// <summary>The step's name, unique within the subject. It is part of record keys and event names: never reuse it for another step.</summary>
    public required string Key { get; init; }

    /// <summary>What the approvers are asked to do.</summary>
    public required Act Act { get; init; }

    /// <summary>The posts that are asked. Their holders are looked up when the step opens.</summary>
    public required IReadOnlyList<ApproverPost> Approvers { get; init; }

    /// <summary>How the decisions of several approvers are combined.</summary>
    public ApprovalMode Mode { get; init; } = ApprovalMode.All;

    /// <summary>For <see cref="ApprovalMode.Count"/>: the number of approvers who must agree.</summary>
    public int Needed { get; init; }

    /// <summary>The period for the step; null if nothing sets one.</summary>
    public Period? Period { get; init; }

    /// <summary>Whether a meeting decides: the secretariat then records the resolution with number and date.</summary>
    public bool Meeting { get; init; }

    /// <summary>Whether approvers must be signed in as the person named by the link; a link alone is then not enough.</summary>
    public bool RequiresSignIn { get; init; }

    /// <summary>The article that requires the step.</summary>
    public required string Article { get; init; }

    /// <summary>The post that is told when the step is overdue; null if none is. An overdue step is never decided automatically.</summary>
    public ApproverPost? Escalation { get; init; }
}

/// <summary>How the decisions of several approvers are combined. 退回补正 by any approver returns the subject.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalMode>))]
public enum ApprovalMode
{
    /// <summary>会签: all must agree; one 不同意 refuses.</summary>
    All,

    /// <summary>或签: the first decision decides.</summary>
    Any,

    /// <summary>N of M: a given number must agree; refused once that is no longer possible.</summary>
    Count,
}

/// <summary>A post of a unit, or the leader who supervises a unit (分管领导).</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Post">the post; null for the supervising leader</param>
public sealed record ApproverPost(string Unit, string? Post)
{
    /// <summary>Returns the leader who supervises a unit.</summary>
    public static ApproverPost SupervisorOf(string unit) => new(unit, null);
}

/// <summary>The result of an approval or of a step.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalResult>))]
public enum ApprovalResult
{
    /// <summary>同意</summary>
    Agreed,

    /// <summary>不同意</summary>
    Refused,

    /// <summary>退回补正, if the caller handles the return</summary>
    Returned,

    /// <summary>撤回 by the applicant</summary>
    Withdrawn,
}

/// <summary>The outcome of an approval.</summary>
/// <param name="Result">the result</param>
/// <param name="By">the persons who decided; several if all had to agree</param>
/// <param name="At">the time of the last decision, at +08:00</param>
/// <param name="Comment">the comment of the deciding decision</param>
/// <param name="Round">the last round</param>
/// <param name="DaysUsed">the natural days with the approvers, excluding the time with the applicant</param>
/// <param name="DaysOverdue">the number of those days after the due date</param>
/// <param name="Steps">the outcomes of all steps in all rounds</param>
public sealed record ApprovalOutcome(
    ApprovalResult Result,
    IReadOnlyList<string> By,
    DateTimeOffset At,
    string? Comment,
    int Round,
    int DaysUsed,
    int DaysOverdue,
    IReadOnlyList<StepOutcome> Steps)
{
    /// <summary>Whether the applicant changed the subject during a return, so that callers must read it again.</summary>
    public bool Corrected { get; init; }
}

/// <summary>The outcome of a step in one round.</summary>
/// <param name="Step">the step</param>
/// <param name="Round">the round</param>
/// <param name="Result">the result</param>
/// <param name="Decisions">the decisions, in order of time</param>
/// <param name="OpenedAt">the time of opening</param>
/// <param name="ClosedAt">the time of closing</param>
/// <param name="DaysUsed">the natural days from opening to closing</param>
/// <param name="DaysOverdue">the days after the due date</param>
public sealed record StepOutcome(
    string Step,
    int Round,
    ApprovalResult Result,
    IReadOnlyList<GivenDecision> Decisions,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    int DaysUsed,
    int DaysOverdue);

/// <summary>A decision that counts in a step.</summary>
/// <param name="Person">the person who decided</param>
/// <param name="Decision">the decision</param>
/// <param name="Comment">the comment; null if there is none</param>
/// <param name="At">the time</param>
/// <param name="Resolution">for a meeting: the resolution</param>
/// <param name="Carried">whether it is carried over from the previous step, in which the same person agreed</param>
public sealed record GivenDecision(
    string Person, Decision Decision, string? Comment, DateTimeOffset At, Resolution? Resolution = null, bool Carried = false);

/// <summary>The resolution of a meeting (会议纪要).</summary>
/// <param name="Number">the number</param>
/// <param name="Date">the day of the meeting</param>
/// <param name="MinutesDocument">the name of the minutes among the subject's documents; null if there are none</param>
public sealed record Resolution(string Number, DateOnly Date, string? MinutesDocument = null)
{
    /// <summary>For a batch: the ids of the items that the meeting rejected (不予列入).</summary>
    public IReadOnlyList<string>? StruckOut { get; init; }

    /// <summary>Returns the ids of all items that were struck out by some resolutions.</summary>
    public static IReadOnlySet<string> StruckOutBy(IEnumerable<Resolution?> resolutions) =>
        resolutions.SelectMany(resolution => resolution?.StruckOut ?? []).ToHashSet(StringComparer.Ordinal);
}
