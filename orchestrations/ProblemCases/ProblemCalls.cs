using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>A problem as its orchestration knows it; what may change is read from the record. The input of <see cref="ProblemCase"/>.</summary>
/// <param name="Id">the id</param>
/// <param name="Title">the name shown to people</param>
/// <param name="Text">the problem in the words of the report</param>
/// <param name="Kind">the kind; null where the source has none</param>
/// <param name="Raiser">the id of the unit that raised it</param>
/// <param name="RaiserName">that unit's name</param>
/// <param name="Article">the article on which the report rests</param>
/// <param name="Policy">the periods</param>
public sealed record ProblemCall(string Id, string Title, string Text, string? Kind, string Raiser, string RaiserName, string Article, ProblemPolicy Policy)
{
    /// <summary>The problem as a subject of submissions.</summary>
    [JsonIgnore]
    public SubmissionSubject Subject => new(ProblemSubject.Of(Id), Title, Raiser)
    {
        Kinds = ProblemKinds.Catalogue,
        Noun = "问题",
        UnitRole = "提出单位",
        Lines = [new("问题", Kind is null ? Text : $"（{Kind}）{Text}")],
    };

    /// <summary>Returns what orchestrations know of a problem.</summary>
    public static ProblemCall Of(ProblemRow problem) => new(
        problem.Id, problem.Title, problem.Text, problem.Kind, problem.Raiser, problem.RaiserName, problem.Origin.Article, problem.Policy);

    /// <summary>Returns what the state requires next.</summary>
    internal SubmissionRequest ToRequest(ProblemReading reading) => reading.State.Phase switch
    {
        ProblemPhase.Raised => Request(
            reading, ProblemKinds.Assign.Step, new WorkingDays(Policy.AssignWorkingDays),
            reading.State.Reason is { } reason ? $"{reason}。请重新交办。" : $"请交办{RaiserName}提出的问题，指定办理单位和答复期限。"),
        ProblemPhase.Assigned => Request(
            reading, ProblemKinds.Answer.Step, new FixedDate(reading.State.Until!.Value),
            $"请办理{RaiserName}提出的问题，并答复办理情况。{(reading.State.Instruction is { } instruction ? $"交办意见：{instruction}" : "")}"),
        ProblemPhase.Answered => Request(
            reading, ProblemKinds.Confirm.Step, new WorkingDays(Policy.ConfirmWorkingDays),
            $"{reading.State.UnitName}已经答复你单位提出的问题：{reading.State.Answer}。请确认是否解决；没有解决的，退回重办。"),
        var ended => throw new InvalidOperationException($"Nothing is asked for in {ended}."),
    };

    /// <summary>Returns the notice of what happened.</summary>
    internal MailMessage ToNotice(ProblemNotice notice) => new Notice
    {
        Title = Title,
        ToDo = notice.Text,
        Article = Article,
        Page = ProblemSubject.PathOf(Id),
    };

    private SubmissionRequest Request(ProblemReading reading, string step, Period period, string toDo) => new()
    {
        Subject = Subject,
        Step = step,
        Round = reading.State.Round,
        Stage = nameof(ProblemCase),
        ToDo = toDo,
        Article = Article,
        Post = reading.Asked,
        Period = period,
        Escalation = reading.Escalation,
    };
}

/// <summary>A problem at an instant.</summary>
/// <param name="Problem">its id</param>
/// <param name="At">the instant, at +08:00</param>
public sealed record ProblemInstant(string Problem, DateTimeOffset At);

/// <summary>A submission for a problem that has arrived.</summary>
/// <param name="Problem">its id</param>
/// <param name="Step">the step</param>
/// <param name="Round">the round</param>
/// <param name="At">when it is taken, at +08:00</param>
public sealed record ProblemStep(string Problem, string Step, int Round, DateTimeOffset At);

/// <summary>Where a problem stands, and what follows.</summary>
/// <param name="State">the state</param>
/// <param name="Asked">who is asked next; null when it has ended</param>
/// <param name="Escalation">who hears if that is overdue; null for nobody</param>
/// <param name="Notice">what is told to others; null for nothing</param>
public sealed record ProblemReading(ProblemState State, ApproverPost? Asked, ApproverPost? Escalation, ProblemNotice? Notice);

/// <summary>What is told to people, who need not do anything.</summary>
/// <param name="Key">tells it from other notices of the problem</param>
/// <param name="People">the persons</param>
/// <param name="Text">in which words</param>
public sealed record ProblemNotice(string Key, IReadOnlyList<string> People, string Text);
