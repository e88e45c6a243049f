using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>The light of a deadline in colour and in words, for readers who do not see colours too.</summary>
public static class Lights
{
    /// <summary>Returns the CSS class of the light in the record, which mails also report.</summary>
    public static string Class(DeadlineView deadline) => !IsPending(deadline)
        ? "green"
        : Class(deadline.Light);

    /// <summary>The style sheet's class of a light.</summary>
    public static string Class(Light light) => light switch { Light.Red => "red", Light.Yellow => "yellow", Light.Blue => "blue", _ => "" };

    /// <summary>红, 黄 or 蓝; nothing for none.</summary>
    public static string Name(Light light) => light switch { Light.Red => "红", Light.Yellow => "黄", Light.Blue => "蓝", _ => "" };

    /// <summary>What a light says.</summary>
    public static string Meaning(Light light) => light switch { Light.Red => "已逾期", Light.Yellow => "即将届满或者进度滞后", Light.Blue => "临近届满", _ => "" };

    /// <summary>Returns the words for the light.</summary>
    public static string Text(DeadlineView deadline, DateTimeOffset now) =>
        deadline.State switch
        {
            DeadlineState.Done => "已完成",
            DeadlineState.Cancelled => "已取消",
            DeadlineState.Paused => "已暂停",
            _ => OfficeText.Remaining(now, deadline.Due),
        };

    /// <summary>Returns whether the deadline is still open.</summary>
    public static bool IsPending(DeadlineView deadline) => deadline.State is DeadlineState.Open or DeadlineState.Paused or DeadlineState.Overdue;

    /// <summary>Returns the next open deadline; null if there is none.</summary>
    public static DeadlineView? Next(IReadOnlyList<DeadlineView> deadlines) => deadlines.Where(IsPending).MinBy(deadline => deadline.Due);

    /// <summary>Returns the period in Chinese, e.g. 7日, 30个工作日.</summary>
    public static string PeriodText(DeadlineView deadline) => Period.TryParse(deadline.Period, out var period) ? period.Chinese : deadline.Period;
}
