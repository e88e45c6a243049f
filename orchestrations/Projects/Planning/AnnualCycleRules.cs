using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>The year of the library: call, close, adjustment, reports (第七、十三、三十二、五十一条).</summary>
public static class AnnualCycleRules
{
    /// <summary>The mid-year adjustment begins (第十三条: 每年7月).</summary>
    public static DateTimeOffset AdjustmentOpens(int year) => ChinaTime.At(new DateOnly(year, 7, 1), DeadlineRules.ReminderTime);

    /// <summary>Until when the adjustment is proposed: the end of July.</summary>
    public static FixedDate AdjustmentUntil(int year) => new(new DateOnly(year, 7, 31));

    /// <summary>The call for the library and for O&amp;M budgets opens.</summary>
    public static DateTimeOffset CallOpens(int year) => ChinaTime.At(new DateOnly(year, 9, 1), DeadlineRules.ReminderTime);

    /// <summary>Until when units hand in (第七条: 每年10月底前): the end of October, wherever that falls.</summary>
    public static FixedDate CallUntil(int year) => new(new DateOnly(year, 10, 31));

    /// <summary>The instant from which what comes is late.</summary>
    public static DateTimeOffset CallCloses(int year) => ChinaTime.StartOf(CallUntil(year).Day.AddDays(1));

    /// <summary>
    /// For which year's plan something comes: until the end of October for the next year, and after it for the
    /// next year too, marked late, until that year begins.
    /// </summary>
    public static int PlanYear(DateTimeOffset at) => ChinaTime.At(at).Year + 1;

    /// <summary>Whether an entry of the library came too late for the plan of the next year.</summary>
    public static bool IsLate(DateTimeOffset at) => at >= CallCloses(ChinaTime.At(at).Year);

    /// <summary>
    /// The year in which a unit applies for O&amp;M funds that it needs from a day on, because the warranty or the last
    /// round of O&amp;M ends (第三十二条): the year before.
    /// </summary>
    public static int OperationBudgetYear(DateOnly fundsNeededFrom) => fundsNeededFrom.Year - 1;

    /// <summary>A meeting through which a plan of the year, or its adjustment, goes (第十条第一款、第十三条).</summary>
    internal static ApprovalStep Meeting(string key, Act act, ApproverPost secretariat, string article, ProjectPolicy policy) => new()
    {
        Key = key,
        Act = act,
        Approvers = [secretariat],
        Meeting = true,
        Period = new WorkingDays(policy.MeetingWorkingDays),
        Article = article,
        Escalation = ProjectPosts.ReviewersSuperior,
    };
}
