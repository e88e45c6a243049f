using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>The dates of the annual cycle: call, close, adjustment, reports (第七、十三、三十二、五十一条).</summary>
public static class AnnualCycleRules
{
    /// <summary>When the mid-year adjustment starts, at +08:00 (第十三条: 每年7月).</summary>
    public static DateTimeOffset AdjustmentOpens(int year) => ChinaTime.At(new DateOnly(year, 7, 1), DeadlineRules.ReminderTime);

    /// <summary>The last day for proposing the adjustment: the end of July.</summary>
    public static FixedDate AdjustmentUntil(int year) => new(new DateOnly(year, 7, 31));

    /// <summary>When the call for projects and O&amp;M budgets opens, at +08:00.</summary>
    public static DateTimeOffset CallOpens(int year) => ChinaTime.At(new DateOnly(year, 9, 1), DeadlineRules.ReminderTime);

    /// <summary>The last day for submissions (第七条: 每年10月底前): the end of October, even on a holiday.</summary>
    public static FixedDate CallUntil(int year) => new(new DateOnly(year, 10, 31));

    /// <summary>The time from which submissions are late, at +08:00.</summary>
    public static DateTimeOffset CallCloses(int year) => ChinaTime.StartOf(CallUntil(year).Day.AddDays(1));

    /// <summary>The plan year of a submission: always the next year. From the end of October until the new year it counts as late.</summary>
    public static int PlanYear(DateTimeOffset at) => ChinaTime.At(at).Year + 1;

    /// <summary>Whether a library entry is too late for the next year's plan.</summary>
    public static bool IsLate(DateTimeOffset at) => at >= CallCloses(ChinaTime.At(at).Year);

    /// <summary>
    /// The year in which a unit applies for O&amp;M funds needed from this day, because 维保 or the last O&amp;M period
    /// ends (第三十二条): the year before.
    /// </summary>
    public static int OperationBudgetYear(DateOnly fundsNeededFrom) => fundsNeededFrom.Year - 1;

    /// <summary>The approval step of a meeting for a plan or its adjustment (第十条第一款、第十三条).</summary>
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
