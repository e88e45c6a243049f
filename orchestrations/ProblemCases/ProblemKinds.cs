using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>交办 by the coordinating office.</summary>
/// <param name="Unit">the unit that is to solve it: id, name or alias</param>
/// <param name="Until">the last day for its answer, Asia/Shanghai; null for the policy's period</param>
/// <param name="Instruction">交办意见; null for none</param>
public sealed record AssignmentData(string? Unit, DateOnly? Until, string? Instruction);

/// <summary>答复 by the unit.</summary>
/// <param name="Outcome"><see cref="Done"/> or <see cref="NotOurs"/></param>
/// <param name="Text">办理情况, or why it is not the unit's to solve</param>
public sealed record AnswerData(string? Outcome, string? Text)
{
    /// <summary>已办理</summary>
    public const string Done = "done";

    /// <summary>不属于本单位职责</summary>
    public const string NotOurs = "notOurs";
}

/// <summary>确认 by whoever raised it.</summary>
/// <param name="Solved">whether it is solved</param>
/// <param name="Reason">why not</param>
public sealed record ConfirmationData(bool? Solved, string? Reason);

/// <summary>The submission kinds of problems.</summary>
public static class ProblemKinds
{
    /// <summary>交办</summary>
    public static SubmissionKind Assign { get; } = new()
    {
        Step = "Problem.assign",
        Title = "交办意见",
        Article = "",
        Stage = nameof(ProblemCase),
        Side = SubmissionSide.Supervisor,
        Fields =
        [
            SubmissionField.Choice("unit", "办理单位"),
            SubmissionField.Day("until", "答复期限（可以不填）"),
            SubmissionField.Long("instruction", "交办意见（可以不填）"),
        ],
        TakesFiles = false,
        Extends = false,
        Check = (facts, data) => ProblemRules.Check((ProblemFacts)facts, RecordJson.Read<AssignmentData>(data)),
        Quotes = row => RecordJson.Read<AssignmentData>(row.Data).Instruction,
    };

    /// <summary>答复</summary>
    public static SubmissionKind Answer { get; } = new()
    {
        Step = "Problem.answer",
        Title = "问题办理情况",
        Article = "",
        Stage = nameof(ProblemCase),
        Side = SubmissionSide.Supervisor,
        Fields =
        [
            SubmissionField.Choice("outcome", "办理结果", (AnswerData.Done, "已经办理"), (AnswerData.NotOurs, "不属于本单位职责，退回交办单位")),
            SubmissionField.Long("text", "办理情况，或者不属于本单位职责的理由"),
        ],
        DocumentName = "problem-answer",
        Extends = false,
        Check = (facts, data) => ProblemRules.Check((ProblemFacts)facts, RecordJson.Read<AnswerData>(data)),
        Quotes = row => RecordJson.Read<AnswerData>(row.Data).Text,
    };

    /// <summary>确认</summary>
    public static SubmissionKind Confirm { get; } = new()
    {
        Step = "Problem.confirm",
        Title = "确认意见",
        Article = "",
        Stage = nameof(ProblemCase),
        Side = SubmissionSide.Unit,
        Fields = [SubmissionField.YesNo("solved", "问题是否已经解决"), SubmissionField.Long("reason", "没有解决的，说明情况")],
        TakesFiles = false,
        Extends = false,
        Check = (facts, data) => ProblemRules.Check((ProblemFacts)facts, RecordJson.Read<ConfirmationData>(data)),
        Says = row => RecordJson.Read<ConfirmationData>(row.Data).Solved == true ? "确认问题已经解决" : "退回重办",
        Quotes = row => RecordJson.Read<ConfirmationData>(row.Data).Reason,
    };

    /// <summary>All kinds.</summary>
    public static KindCatalogue Catalogue { get; } = new([Assign, Answer, Confirm]);
}

/// <summary>A unit that can be asked.</summary>
/// <param name="Id">its id</param>
/// <param name="Name">its name</param>
public sealed record ProblemUnit(string Id, string Name);

/// <summary>The facts that the rules of a problem's submissions check.</summary>
/// <param name="Ask">the request that is answered</param>
/// <param name="At">when it is submitted, at +08:00</param>
/// <param name="Problem">the problem</param>
/// <param name="Find">finds a unit that can be asked by id, name or alias</param>
public sealed record ProblemFacts(AskRow? Ask, DateTimeOffset At, ProblemRow Problem, Func<string, ProblemUnit?> Find) : SubmissionFacts(Ask, At);
