using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Approvals;

/// <summary>The input of a decision.</summary>
/// <param name="Decision">同意, 不同意 or 退回补正</param>
/// <param name="Comment">the reason; required unless 同意</param>
/// <param name="Resolution">for a meeting: the resolution</param>
public sealed record DecisionInput(Decision Decision, string? Comment, Resolution? Resolution = null)
{
    /// <summary>抄送: the persons who are told of the decision.</summary>
    public IReadOnlyList<Reader> Readers { get; init; } = [];

    /// <summary>Whether to decide without waiting for an opinion that was asked for (加签).</summary>
    public bool WithoutOpinion { get; init; }
}

/// <summary>The status of a submitted decision.</summary>
public enum DecisionStatus
{
    /// <summary>Recorded now.</summary>
    Recorded,

    /// <summary>The person had decided before; that decision stands.</summary>
    AlreadyRecorded,

    /// <summary>The step is no longer open; nothing was written.</summary>
    Closed,

    /// <summary>The input is incomplete; nothing was written.</summary>
    Invalid,
}

/// <summary>The result of submitting a decision.</summary>
/// <param name="Status">the status</param>
/// <param name="Recorded">the decision that stands; null if there is none</param>
/// <param name="Step">the step; null if it has not opened</param>
/// <param name="Counts">false if the step closed at the same moment without this decision</param>
/// <param name="Problems">what is missing, or why the step is closed, in Chinese</param>
public sealed record DecisionReceipt(
    DecisionStatus Status, DecisionRow? Recorded, ApprovalStepRow? Step, bool Counts, IReadOnlyList<string> Problems)
{
    internal static DecisionReceipt Closed(ApprovalStepRow? step, string why) => new(DecisionStatus.Closed, null, step, Counts: false, [why]);

    internal static DecisionReceipt Invalid(ApprovalStepRow? step, IReadOnlyList<string> problems) =>
        new(DecisionStatus.Invalid, null, step, Counts: false, problems);
}

/// <summary>Validates decisions.</summary>
public static class DecisionRules
{
    /// <summary>The maximum length of a comment: fits a table property and leaves room for the rest of the row.</summary>
    public const int LongestComment = 2000;

    /// <summary>Returns what is missing, in Chinese; empty if nothing.</summary>
    public static IReadOnlyList<string> Check(DecisionInput input, ApprovalStep? step)
    {
        var problems = new List<string>();
        if (input.Decision != Decision.Agree && string.IsNullOrWhiteSpace(input.Comment))
            problems.Add(input.Decision == Decision.Return ? "退回补正须写明需要补正的内容。" : "不同意须写明理由。");
        if (input.Comment?.Length > LongestComment) problems.Add($"意见不超过{LongestComment}字。");
        if (!FieldText.IsText(input.Comment)) problems.Add($"意见{FieldText.TextRule}。");
        if (!FieldText.IsLine(input.Resolution?.Number)) problems.Add($"会议纪要编号{FieldText.LineRule}。");
        if (step is { Meeting: true } && input.Decision != Decision.Return && string.IsNullOrWhiteSpace(input.Resolution?.Number))
            problems.Add("会议决议须登记会议纪要编号和会议日期。");
        return problems;
    }
}
