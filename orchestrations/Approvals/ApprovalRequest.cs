using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Approvals;

/// <summary>The input of <see cref="Approval"/>: what is to be decided, and by whom in which order.</summary>
public sealed record ApprovalRequest
{
    /// <summary>What is decided.</summary>
    public required ApprovalSubject Subject { get; init; }

    /// <summary>The stage it belongs to, named as its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>What approvers read before they decide.</summary>
    public required string Summary { get; init; }

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<ApprovalStep> Steps { get; init; }

    /// <summary>Who hears of 退回补正 and supplies what is missing.</summary>
    public required ApproverPost Applicant { get; init; }

    /// <summary>抄送: who is told the outcome.</summary>
    public IReadOnlyList<ApproverPost> Readers { get; init; } = [];

    /// <summary>The number of the first round; more than 1 where the caller counts the rounds.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Whether 退回补正 ends this approval, because the caller itself leads the subject back.</summary>
    public bool ReturnsToCaller { get; init; }

    /// <summary>The day from which the first step's period counts; null for the day it opens.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Further lines for the mails, as label and value.</summary>
    public IReadOnlyList<Mail.MailLine> Lines { get; init; } = [];
}

/// <summary>What an approval is about.</summary>
/// <param name="Kind">e.g. <c>project</c></param>
/// <param name="Id">its id</param>
/// <param name="Title">as people know it</param>
public sealed record ApprovalSubject(string Kind, string Id, string Title);

/// <summary>One step of an approval.</summary>
public sealed record ApprovalStep
{
    /// <summary>Its name among the subject's steps, part of record keys and event names: never reuse it for another step.</summary>
    public required string Key { get; init; }

    /// <summary>What the approvers do.</summary>
    public required Act Act { get; init; }

    /// <summary>Who is asked, by post; the person is looked up when the step opens.</summary>
    public required IReadOnlyList<ApproverPost> Approvers { get; init; }

    /// <summary>How their decisions make one.</summary>
    public ApprovalMode Mode { get; init; } = ApprovalMode.All;

    /// <summary>For <see cref="ApprovalMode.Count"/>: how many must agree.</summary>
    public int Needed { get; init; }

    /// <summary>How long the step may take; null if nothing sets a time.</summary>
    public Period? Period { get; init; }

    /// <summary>A meeting: the secretariat records the resolution with its number and date.</summary>
    public bool Meeting { get; init; }

    /// <summary>Whether a link alone is not enough: its holder must also have signed in as the person whom it names.</summary>
    public bool RequiresSignIn { get; init; }

    /// <summary>The article it rests on.</summary>
    public required string Article { get; init; }

    /// <summary>Who is told when it is overdue; an overdue step never decides itself.</summary>
    public ApproverPost? Escalation { get; init; }
}

/// <summary>How the decisions of several approvers make one. 退回补正 by anyone sends the subject back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalMode>))]
public enum ApprovalMode
{
    /// <summary>会签: everybody has to agree, one 不同意 refuses.</summary>
    All,

    /// <summary>或签: whoever decides first decides.</summary>
    Any,

    /// <summary>N of M: enough have to agree; refused when they no longer can.</summary>
    Count,
}

/// <summary>A post of a unit, or whoever of the leadership supervises a unit (分管领导).</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Post">the post; null for the unit's supervisor</param>
public sealed record ApproverPost(string Unit, string? Post)
{
    /// <summary>Whoever supervises the unit.</summary>
    public static ApproverPost SupervisorOf(string unit) => new(unit, null);
}

/// <summary>How an approval, or one of its steps, ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalResult>))]
public enum ApprovalResult
{
    /// <summary>同意</summary>
    Agreed,

    /// <summary>不同意</summary>
    Refused,

    /// <summary>退回补正, where the caller leads the subject back</summary>
    Returned,

    /// <summary>撤回 by the applicant</summary>
    Withdrawn,
}

/// <summary>The outcome of an approval.</summary>
/// <param name="Result">the decision</param>
/// <param name="By">who made it; several where all had to agree</param>
/// <param name="At">when the last of them decided, at +08:00</param>
/// <param name="Comment">the deciding comment</param>
/// <param name="Round">in which round</param>
/// <param name="DaysUsed">natural days with the approvers, without the time the subject was with the applicant</param>
/// <param name="DaysOverdue">how many of them lay after the due date</param>
/// <param name="Steps">every step of every round</param>
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
    /// <summary>Whether the applicant changed the subject itself while it was returned, so that it is to be read anew.</summary>
    public bool Corrected { get; init; }
}

/// <summary>How one step ended in one round.</summary>
/// <param name="Step">its key</param>
/// <param name="Round">the round</param>
/// <param name="Result">how it ended</param>
/// <param name="Decisions">what was decided by whom, in the order of time</param>
/// <param name="OpenedAt">when it opened</param>
/// <param name="ClosedAt">when it closed</param>
/// <param name="DaysUsed">natural days between</param>
/// <param name="DaysOverdue">days after its due date</param>
public sealed record StepOutcome(
    string Step,
    int Round,
    ApprovalResult Result,
    IReadOnlyList<GivenDecision> Decisions,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    int DaysUsed,
    int DaysOverdue);

/// <summary>A decision as it counts in a step.</summary>
/// <param name="Person">who decided</param>
/// <param name="Decision">what</param>
/// <param name="Comment">with which words</param>
/// <param name="At">when</param>
/// <param name="Resolution">for a meeting: its resolution</param>
/// <param name="Carried">taken over from the step before, where the same person had just agreed</param>
public sealed record GivenDecision(
    string Person, Decision Decision, string? Comment, DateTimeOffset At, Resolution? Resolution = null, bool Carried = false);

/// <summary>The resolution of a meeting (会议纪要).</summary>
/// <param name="Number">its number</param>
/// <param name="Date">the day of the meeting</param>
/// <param name="MinutesDocument">the minutes among the subject's documents</param>
public sealed record Resolution(string Number, DateOnly Date, string? MinutesDocument = null)
{
    /// <summary>For a batch: the ids of what the meeting did not agree to (不予列入).</summary>
    public IReadOnlyList<string>? StruckOut { get; init; }
}
