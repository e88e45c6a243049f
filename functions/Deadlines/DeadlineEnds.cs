using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>How deadlines ended, and what tells those of one stage apart, in words.</summary>
public static class DeadlineEnds
{
    /// <summary>按期完成, 逾期3天完成, 已取消...; with what happened to it before.</summary>
    public static string Text(DeadlineView deadline)
    {
        if (deadline.Row is not { Outcome: { } outcome } row)
            return deadline.State == DeadlineState.Cancelled ? "已取消" : "已完成";
        var text = outcome switch
        {
            { State: DeadlineState.Cancelled } when row.Dropped => "流程终止，已撤销",
            { State: DeadlineState.Cancelled } => "已取消",
            { DaysOverdue: > 0 and var days } => $"逾期{days}天完成",
            _ => "按期完成",
        };
        return WasExtended(row) ? $"{text}（曾延期）" : text;
    }

    /// <summary>The style sheet's class: what was in time is green, what was late is red, what was dropped has none.</summary>
    public static string Class(DeadlineView deadline) => deadline.Row?.Outcome switch
    {
        { State: DeadlineState.Cancelled } => "",
        { DaysOverdue: > 0 } => "red",
        _ => deadline.State == DeadlineState.Cancelled ? "" : "green",
    };

    /// <summary>The day on which it ended; null while it has not.</summary>
    public static string? Day(DeadlineView deadline) => deadline.Row?.ClosedAt is { } at ? OfficeText.Date(at) : null;

    /// <summary>Which of the deadlines of its stage it is: what was to be done, in which round.</summary>
    public static string? Which(DeadlineView deadline)
    {
        if (deadline.Row?.Plan is not { } plan)
            return null;
        var what = plan.ToDo.StartsWith('请') ? plan.ToDo[1..] : plan.ToDo;
        return plan.Step.Round is > 1 and var round && !what.Contains($"第{round}", StringComparison.Ordinal) ? $"{what}（第{round}轮）" : what;
    }

    /// <summary>Whether more time was granted: it counts to a day that is none of its plan.</summary>
    public static bool WasExtended(DeadlineRow row) => row.Counting is FixedDate && row.Plan.Deadline.Period is not FixedDate;
}
