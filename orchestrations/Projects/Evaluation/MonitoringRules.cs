using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>绩效监控报告 (第五十一条).</summary>
/// <param name="Progress">项目实施进度</param>
/// <param name="FundsExecuted">资金计划执行情况, 万元</param>
/// <param name="TrialRunEffect">试运行效果及遇到的问题, if there is a trial run</param>
public sealed record MonitoringReport(string? Progress, decimal? FundsExecuted, string? TrialRunEffect);

/// <summary>每年年底前 (第五十一条): one report a year, from contract to acceptance.</summary>
public static class MonitoringRules
{
    private const string Article = "第五十一条";

    /// <summary>The rules of a report; the third item is required during the trial run.</summary>
    public static IReadOnlyList<StageRule<(MonitoringReport Report, bool InTrialRun)>> All { get; } =
    [
        StageRules.Text<(MonitoringReport Report, bool InTrialRun)>("monitoring-progress", Article, "progress", "项目实施进度", c => c.Report.Progress),
        new("monitoring-funds", Article, "fundsExecuted", "缺少资金计划执行情况（万元，不为负，最多两位小数）",
            c => c.Report.FundsExecuted is not { } funds || funds < 0m || !Amounts.HasTwoDecimals(funds)),
        new("monitoring-trial-run", Article, "trialRunEffect", "已投入试运行的，须说明试运行效果及遇到的问题",
            c => c.InTrialRun && string.IsNullOrWhiteSpace(c.Report.TrialRunEffect)),
    ];

    /// <summary>When a year's report is requested, at +08:00.</summary>
    public static DateTimeOffset AskedAt(int year) => ChinaTime.At(new DateOnly(year, 12, 1), DeadlineRules.ReminderTime);

    /// <summary>The due date: the end of the year, even on a holiday.</summary>
    public static FixedDate Until(int year) => new(new DateOnly(year, 12, 31));

    /// <summary>The year of the next report requested after this time.</summary>
    public static int NextYear(DateTimeOffset after) =>
        after < AskedAt(ChinaTime.At(after).Year) ? ChinaTime.At(after).Year : ChinaTime.At(after).Year + 1;
}
