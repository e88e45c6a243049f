namespace Dazhou.Serverless.ProblemCases;

/// <summary>Rules of problems: what an act makes of one, who may do what, and what an answer must have; pure.</summary>
public static class ProblemRules
{
    /// <summary>The kind that says nothing of its own.</summary>
    public const string OtherKind = "其他";

    /// <summary>The longest text of an instruction, an answer or a reason.</summary>
    public const int LongestText = 2_000;

    private static readonly HashSet<string> None = new(StringComparer.Ordinal)
    {
        "无", "没有", "暂无", "无问题", "没有问题", "暂无问题", "无需协调", "无需协调事项", "暂无需协调事项", "不需要协调", "-", "—", "/",
    };

    /// <summary>Returns whether a report says that there is no problem: an empty field, 无, 暂无.</summary>
    public static bool IsNone(string? text) => string.IsNullOrWhiteSpace(text) || None.Contains(text.Trim().TrimEnd('。', '．', '.', '！', ' '));

    /// <summary>
    /// Returns the state after an act. An act that does not fit the state changes nothing, so that each may be taken twice and in any
    /// order: the first end stands.
    /// </summary>
    public static ProblemState Apply(ProblemState state, ProblemAct act) => act.Kind switch
    {
        _ when state.IsEnded => state,
        ProblemActKind.Withdrawn => state with { Phase = ProblemPhase.Withdrawn, Reason = act.Text, EndedAt = act.At },
        _ when act.Round != state.Round => state,
        ProblemActKind.Assigned when state.Phase == ProblemPhase.Raised && act.Unit is { } unit => state with
        {
            Phase = ProblemPhase.Assigned,
            Unit = unit,
            UnitName = act.UnitName ?? unit,
            Until = act.Until,
            Instruction = act.Text,
            Answer = null,
            Units = state.Units.Contains(unit, StringComparer.Ordinal) ? state.Units : [.. state.Units, unit],
        },
        ProblemActKind.Answered when state.Phase == ProblemPhase.Assigned => state with { Phase = ProblemPhase.Answered, Answer = act.Text },
        ProblemActKind.NotOurs when state.Phase == ProblemPhase.Assigned => Again(state, $"{state.UnitName}认为不属于本单位职责：{act.Text}"),
        ProblemActKind.Confirmed when state.Phase == ProblemPhase.Answered => state with { Phase = ProblemPhase.Confirmed, EndedAt = act.At },
        ProblemActKind.SentBack when state.Phase == ProblemPhase.Answered => Again(state, $"提出单位认为没有解决：{act.Text}"),
        _ => state,
    };

    /// <summary>Returns whether a unit may read a problem: whoever raised it, coordinates or reads all of its source, and all units it was assigned to.</summary>
    public static bool MayRead(ProblemRow problem, string unit) =>
        problem.Raiser == unit || problem.Office == unit || problem.Readers.Contains(unit, StringComparer.Ordinal) || problem.State.Units.Contains(unit, StringComparer.Ordinal);

    /// <summary>Returns the rules that an assignment breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(ProblemFacts facts, AssignmentData data)
    {
        var failures = new List<RuleFailure>();
        if (string.IsNullOrWhiteSpace(data.Unit)) Fail("unit", "请选择办理单位");
        else if (facts.Find(data.Unit.Trim()) is not { } unit) Fail("unit", $"通讯录中没有单位“{data.Unit}”，或者该单位没有可以联系的人员");
        else if (unit.Id == facts.Problem.Raiser) Fail("unit", "不能交由提出问题的单位办理");
        if (data.Until is { } until && (until < facts.Today || until > facts.Today.AddDays(facts.Problem.Policy.MostAnswerDays)))
            Fail("until", $"答复期限为今天起{facts.Problem.Policy.MostAnswerDays}日以内的日期；不填写的，为{facts.Problem.Policy.AnswerWorkingDays}个工作日");
        if (data.Instruction?.Length > LongestText) Fail("instruction", $"交办意见不超过{LongestText}个字");
        return failures;

        void Fail(string field, string message) => failures.Add(new($"problem-{field}", facts.Problem.Origin.Article, field, message));
    }

    /// <summary>Returns the rules that an answer breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(ProblemFacts facts, AnswerData data)
    {
        var failures = new List<RuleFailure>();
        if (data.Outcome is not (AnswerData.Done or AnswerData.NotOurs)) failures.Add(new("problem-outcome", facts.Problem.Origin.Article, "outcome", "请选择办理结果"));
        Need(facts, failures, "text", data.Outcome == AnswerData.NotOurs ? "不属于本单位职责的理由" : "办理情况", data.Text);
        return failures;
    }

    /// <summary>Returns the rules that a confirmation breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(ProblemFacts facts, ConfirmationData data)
    {
        var failures = new List<RuleFailure>();
        if (data.Solved is null) failures.Add(new("problem-solved", facts.Problem.Origin.Article, "solved", "请确认问题是否已经解决"));
        if (data.Solved == false) Need(facts, failures, "reason", "没有解决的情况", data.Reason);
        else if (data.Reason?.Length > LongestText) failures.Add(new("problem-reason", facts.Problem.Origin.Article, "reason", $"说明不超过{LongestText}个字"));
        return failures;
    }

    /// <summary>Returns the rules that a withdrawal breaks.</summary>
    public static IReadOnlyList<RuleFailure> CheckWithdrawal(ProblemRow problem, string? reason)
    {
        if (problem.State.Phase == ProblemPhase.Confirmed) return [new("problem-ended", problem.Origin.Article, "", "问题已经确认解决，不能撤回")];
        return string.IsNullOrWhiteSpace(reason) || reason.Length > LongestText
            ? [new("problem-reason", problem.Origin.Article, "reason", $"请填写撤回的原因，不超过{LongestText}个字")]
            : [];
    }

    private static ProblemState Again(ProblemState state, string reason) =>
        state with { Phase = ProblemPhase.Raised, Round = state.Round + 1, Until = null, Instruction = null, Answer = null, Reason = reason };

    private static void Need(ProblemFacts facts, List<RuleFailure> failures, string field, string label, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) failures.Add(new($"problem-{field}", facts.Problem.Origin.Article, field, $"请填写{label}"));
        else if (text.Length > LongestText) failures.Add(new($"problem-{field}", facts.Problem.Origin.Article, field, $"{label}不超过{LongestText}个字"));
    }
}

/// <summary>Texts about problems.</summary>
public static class ProblemTexts
{
    /// <summary>The Chinese name of a phase.</summary>
    public static string Chinese(this ProblemPhase phase) => phase switch
    {
        ProblemPhase.Raised => "待交办",
        ProblemPhase.Assigned => "办理中",
        ProblemPhase.Answered => "待确认",
        ProblemPhase.Confirmed => "已解决",
        _ => "已撤回",
    };
}
