using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Approvals;

/// <summary>What an approver posts.</summary>
/// <param name="Decision">同意, 不同意 or 退回补正</param>
/// <param name="Comment">the reason; needed unless 同意</param>
/// <param name="Resolution">for a meeting: its resolution</param>
public sealed record DecisionInput(Decision Decision, string? Comment, Resolution? Resolution = null)
{
    /// <summary>抄送: who is told of the decision.</summary>
    public IReadOnlyList<Reader> Readers { get; init; } = [];

    /// <summary>Whether it is made although an opinion that was asked for first (加签) has not come.</summary>
    public bool WithoutOpinion { get; init; }
}

/// <summary>What became of a posted decision.</summary>
public enum DecisionStatus
{
    /// <summary>It is recorded now.</summary>
    Recorded,

    /// <summary>This person had decided already; that decision stands.</summary>
    AlreadyRecorded,

    /// <summary>The step no longer waits; nothing was written.</summary>
    Closed,

    /// <summary>Something is missing; nothing was written.</summary>
    Invalid,
}

/// <summary>The answer to a posted decision.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Recorded">the decision that stands</param>
/// <param name="Step">its step; null if that has not opened yet</param>
/// <param name="Counts">false if the step closed in the same moment without it</param>
/// <param name="Problems">what is missing or why it is closed, in Chinese</param>
public sealed record DecisionReceipt(
    DecisionStatus Status, DecisionRow? Recorded, ApprovalStepRow? Step, bool Counts, IReadOnlyList<string> Problems)
{
    internal static DecisionReceipt Closed(ApprovalStepRow? step, string why) => new(DecisionStatus.Closed, null, step, Counts: false, [why]);

    internal static DecisionReceipt Invalid(ApprovalStepRow? step, IReadOnlyList<string> problems) =>
        new(DecisionStatus.Invalid, null, step, Counts: false, problems);
}

/// <summary>What a decision needs to be accepted.</summary>
public static class DecisionRules
{
    /// <summary>A comment fits a table's property with room for the rest of the row.</summary>
    public const int LongestComment = 2000;

    /// <summary>What is missing, in Chinese; empty if nothing.</summary>
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
