using System.Globalization;
using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Texts about assessments, as people read them.</summary>
public static class AssessmentTexts
{
    /// <summary>The title of a ledger's assessment.</summary>
    public static string TitleOf(string ledger) => $"{ledger}年度目标绩效考核";

    /// <summary>A number of points.</summary>
    public static string Number(decimal points) => points.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The Chinese name of a reason.</summary>
    public static string Chinese(PointKind kind) => kind switch
    {
        PointKind.Open => "任务未完成",
        PointKind.Late => "任务逾期完成",
        PointKind.Figure => "指标未达标",
        PointKind.Criticised => "被通报",
        PointKind.Returned => "复核退回",
        PointKind.Reopened => "回头看重新打开",
        PointKind.Unsigned => "任务未签收",
        PointKind.CoOpen => "配合的任务未完成",
        PointKind.MissingReport => "推进情况未报",
        _ => "推进情况迟报",
    };

    /// <summary>A deduction in one clause, and whether it was cancelled.</summary>
    public static string Says(AssessedUnitRow unit, PointLine line) =>
        $"{line.Says}，扣{Number(line.Points)}分{(unit.IsCancelled(line) ? "（已核减）" : "")}";

    /// <summary>The points by rule in one sentence.</summary>
    public static string RulesOf(AssessmentPoints points) =>
        $"每个单位{Number(AssessmentRules.Full)}分，扣完为止："
        + string.Join('，', Enum.GetValues<PointKind>().Where(kind => points.Of(kind) > 0).Select(kind => $"{Chinese(kind)}每项（次）扣{Number(points.Of(kind))}分")) + "。";

    /// <summary>A unit's objections with their answers, those of earlier rounds first; empty for none.</summary>
    public static string ObjectionOf(AssessedUnitRow unit) => unit.Objection is not { Objects: true } objection ? string.Join('\n', unit.Earlier) : string.Join('\n',
    [
        .. unit.Earlier,
        $"异议：{string.Join('；', unit.Lines.Where(line => objection.Lines.Contains(line.Key, StringComparer.Ordinal)).Select(line => line.Says))}。理由：{objection.Reason}",
        unit.Answer is { } answer ? $"答复：{(answer.Cancelled.Count > 0 ? $"核减{answer.Cancelled.Count}项" : "不予核减")}。{answer.Reason}" : "尚未答复",
    ]);

    /// <summary>What has been answered to the draft, in one sentence.</summary>
    public static string AnswersOf(AssessmentRound round)
    {
        var silent = round.Units.Where(unit => unit is { Asked: true, Objection: null }).Select(unit => unit.Name).ToList();
        var nobody = round.Units.Where(unit => !unit.Asked).Select(unit => unit.Name).ToList();
        return $"{(round.Row.Round > 1 ? $"第{round.Row.Round}轮征求意见，" : "")}{round.Units.Count}个单位中，{round.Objecting.Count()}个提出异议，其中{round.Objecting.Count(unit => unit.Answer?.Cancelled.Count > 0)}个予以核减。"
            + (silent.Count == 0 ? "" : $"期限内没有答复、按无异议处理：{string.Join('、', silent)}。")
            + (nobody.Count == 0 ? "" : $"通讯录中没有联系人，未能征求意见：{string.Join('、', nobody)}。");
    }

    /// <summary>The state of a round.</summary>
    public static string StateOf(AssessmentRound round, DateTimeOffset now) => round.Row.Result switch
    {
        ApprovalResult.Agreed => $"已审定（{ChinaTime.Text(ChinaTime.DayOf(round.Row.DecidedAt!.Value))}）",
        { } => "审定没有通过，正在核实",
        null when round.Objecting.Any(unit => unit.Answer is null) => "正在答复异议",
        null when ChinaTime.DayOf(now) <= round.Row.ObjectUntil && round.Units.Any(unit => unit is { Asked: true, Objection: null }) => $"征求意见，{ChinaTime.Text(round.Row.ObjectUntil)}截止",
        null => "正在审定",
    };
}
