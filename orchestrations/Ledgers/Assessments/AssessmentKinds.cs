using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A unit's answer to the draft.</summary>
/// <param name="Objects">whether it objects</param>
/// <param name="Lines">the keys of the deductions; none for all of the unit's</param>
/// <param name="Reason">why</param>
public sealed record ObjectionData(bool? Objects, IReadOnlyList<string>? Lines, string? Reason);

/// <summary>The coordinating office's answer to an objection.</summary>
/// <param name="Cancelled">the keys of the deductions that it cancels; none to reject the objection</param>
/// <param name="Reason">why</param>
public sealed record AnswerToObjection(IReadOnlyList<string>? Cancelled, string? Reason);

/// <summary>What the coordinating office found after the result was not agreed to.</summary>
/// <param name="Text">what it found, and what it corrected in the ledger</param>
public sealed record AssessmentReview(string? Text);

/// <summary>The facts that the rules of an assessment's submissions check.</summary>
/// <param name="Ask">the request that is answered</param>
/// <param name="At">when it is submitted, at +08:00</param>
/// <param name="Document">发文字号 of the ledger</param>
/// <param name="Unit">the unit in the newest round; null for the assessment as a whole</param>
public sealed record AssessmentSubmissionFacts(AskRow? Ask, DateTimeOffset At, string Document, AssessedUnitRow? Unit) : SubmissionFacts(Ask, At);

/// <summary>The submission kinds of assessments.</summary>
public static class AssessmentKinds
{
    /// <summary>异议 by a unit</summary>
    public static SubmissionKind Objection { get; } = new()
    {
        Step = "Ledgers.objection",
        Title = "对考核初步结果的意见",
        Article = "",
        Stage = nameof(LedgerAssessment),
        Side = SubmissionSide.Unit,
        Fields =
        [
            SubmissionField.YesNo("objects", "是否有异议"),
            new("lines", "有异议的扣分项（不勾选的为全部扣分项）", SubmissionFieldType.Several, []) { NoChoices = "本单位没有扣分。" },
            SubmissionField.Long("reason", "异议的理由（没有异议的不填）"),
        ],
        DocumentName = "objection",
        Extends = false,
        Check = (facts, data) => AssessmentSubmissionRules.Check((AssessmentSubmissionFacts)facts, RecordJson.Read<ObjectionData>(data)),
        Says = row => RecordJson.Read<ObjectionData>(row.Data).Objects == true ? "对考核初步结果提出异议" : "对考核初步结果没有异议",
        Quotes = row => RecordJson.Read<ObjectionData>(row.Data).Reason,
    };

    /// <summary>答复 by the coordinating office</summary>
    public static SubmissionKind Answer { get; } = new()
    {
        Step = "Ledgers.answer",
        Title = "异议答复",
        Article = "",
        Stage = nameof(LedgerAssessment),
        Side = SubmissionSide.Supervisor,
        Fields =
        [
            new("cancelled", "予以核减的扣分项（不勾选的维持）", SubmissionFieldType.Several, []),
            SubmissionField.Long("reason", "答复意见"),
        ],
        TakesFiles = false,
        Extends = false,
        Check = (facts, data) => AssessmentSubmissionRules.Check((AssessmentSubmissionFacts)facts, RecordJson.Read<AnswerToObjection>(data)),
        Says = row => RecordJson.Read<AnswerToObjection>(row.Data).Cancelled is { Count: > 0 } cancelled ? $"答复异议：核减{cancelled.Count}项" : "答复异议：不予核减",
        Quotes = row => RecordJson.Read<AnswerToObjection>(row.Data).Reason,
    };

    /// <summary>核实 by the coordinating office, after the result was not agreed to</summary>
    public static SubmissionKind Review { get; } = new()
    {
        Step = "Ledgers.review",
        Title = "考核结果核实情况",
        Article = "",
        Stage = nameof(LedgerAssessment),
        Side = SubmissionSide.Supervisor,
        Fields = [SubmissionField.Long("text", "核实情况和台账记录的更正")],
        TakesFiles = false,
        Extends = false,
        Check = (facts, data) => AssessmentSubmissionRules.Check((AssessmentSubmissionFacts)facts, RecordJson.Read<AssessmentReview>(data)),
        Quotes = row => RecordJson.Read<AssessmentReview>(row.Data).Text,
    };

    /// <summary>All kinds.</summary>
    public static KindCatalogue Catalogue { get; } = new([Objection, Answer, Review]);
}

/// <summary>What an assessment's submissions must have; pure.</summary>
public static class AssessmentSubmissionRules
{
    /// <summary>Returns the rules that a unit's answer to the draft breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(AssessmentSubmissionFacts facts, ObjectionData data)
    {
        var faults = new Faults(facts);
        if (data.Objects is not { } objects) faults.Add("objects", "请选择是否有异议");
        else if (objects && facts.Unit is { Lines.Count: 0 }) faults.Add("objects", "本单位没有扣分项，不需要提出异议");
        else if (objects && string.IsNullOrWhiteSpace(data.Reason)) faults.Add("reason", "有异议的，请填写理由");
        faults.Long("reason", "异议的理由", data.Reason);
        var known = facts.Unit?.Lines.Where(line => facts.Unit.IsCancelled(line) == false).Select(line => line.Key).ToList() ?? [];
        foreach (var line in (data.Lines ?? []).Except(known, StringComparer.Ordinal)) faults.Add("lines", $"本单位没有扣分项“{line}”");
        return faults.All;
    }

    /// <summary>Returns the rules that an answer to an objection breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(AssessmentSubmissionFacts facts, AnswerToObjection data)
    {
        var faults = new Faults(facts);
        if (string.IsNullOrWhiteSpace(data.Reason)) faults.Add("reason", "请填写答复意见");
        faults.Long("reason", "答复意见", data.Reason);
        foreach (var line in (data.Cancelled ?? []).Except(facts.Unit?.Objection?.Lines ?? [], StringComparer.Ordinal))
            faults.Add("cancelled", $"该单位没有对扣分项“{line}”提出异议");
        return faults.All;
    }

    /// <summary>Returns the rules that a review breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(AssessmentSubmissionFacts facts, AssessmentReview data)
    {
        var faults = new Faults(facts);
        if (string.IsNullOrWhiteSpace(data.Text)) faults.Add("text", "请填写核实情况");
        faults.Long("text", "核实情况", data.Text);
        return faults.All;
    }

    private sealed class Faults(AssessmentSubmissionFacts facts)
    {
        private readonly List<RuleFailure> _all = [];

        public IReadOnlyList<RuleFailure> All => _all;

        public void Add(string field, string message) => _all.Add(new("ledger-assessment", facts.Document, field, message));

        public void Long(string field, string label, string? text)
        {
            if (text?.Length > TaskActRules.LongestText) Add(field, $"{label}不超过{TaskActRules.LongestText}个字");
        }
    }
}
