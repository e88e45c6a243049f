namespace Dazhou.Serverless.Projects;

/// <summary>The facts that the rules of an application check.</summary>
/// <param name="Application">the application</param>
/// <param name="Unit">the id of the applying unit</param>
/// <param name="System">the named system; null if it is not in the catalogue</param>
/// <param name="Hazard">whether the unit is blocked (第五十七条)</param>
/// <param name="Today">the date of the application; in later rounds that of the first</param>
public sealed record OperationCase(OperationApplication Application, string Unit, SystemRow? System, bool Hazard, DateOnly Today);

/// <summary>The facts that the rules of an arrangement check.</summary>
/// <param name="Arrangement">the arrangement</param>
/// <param name="Ceiling">the highest amount that can be arranged, 万元</param>
/// <param name="System">the current entry of the system</param>
/// <param name="Hazard">whether the unit is now blocked (第五十七条)</param>
public sealed record ArrangementCase(OperationArrangement Arrangement, decimal Ceiling, SystemRow? System, bool Hazard);

/// <summary>运维预算 (第三十二、三十三条), only for systems in the catalogue (第二十一条) without a security block (第五十七条).</summary>
public static class OperationBudgetRules
{
    private const string Article = "第三十二条";
    private const string First = "第三十二条第一项";
    private const string Renewed = "第三十二条第二项";
    private const string Funds = "第三十三条";
    private const string Security = "第五十七条";

    /// <summary>The rules of an application.</summary>
    public static IReadOnlyList<StageRule<OperationCase>> Application { get; } =
    [
        new("operation-catalogued", SystemRules.Article, "system", "系统未列入本单位的系统目录，或者尚未确认、已经下线；未纳入系统目录管理的，不安排运维经费",
            c => !IsCatalogued(c)),
        new("operation-security", Security, "system", "不符合密码应用和网络安全要求，或者存在重大安全隐患的，不安排运行维护经费", c => IsBlocked(c.System, c.Hazard)),
        new("operation-kind", Article, "kind", "须选择首次安排（First）或者续运维（Renewed）", c => c.Application.Kind is null),
        new("operation-year", Article, "year", "须填写预算年度", c => c.Application.Year is null),
        new("operation-year-over", Article, "year", "运维预算须在需安排经费的上一年度申报，所填年度已经开始", c => c.Application.Year <= c.Today.Year),
        new("operation-year-early", Article, "year", "运维预算在需安排经费的上一年度申报，所填年度过早", c => c.Application.Year > c.Today.Year + 1),
        StageRules.Amount<OperationCase>("operation-amount", Article, "amount", "申报金额", c => c.Application.Amount),
        new("operation-from", Article, "from", "须填写运维起始日期，且在预算年度内",
            c => c.Application.From is not { } from || (c.Application.Year is { } year && from.Year != year)),
        new("operation-until", Article, "until", "须填写运维结束日期，且不早于起始日期",
            c => c.Application.Until is not { } until || until < c.Application.From),
        new("operation-maintained", First, "from", "系统尚在维保期内，维保结束后才安排运维经费",
            c => IsCatalogued(c) && c.Application.From <= c.System!.Description.MaintenanceEnds),
        new("operation-maintenance-known", First, "system", "系统目录中没有维保结束日期，请先变更系统目录",
            c => IsCatalogued(c) && c.Application.Kind == OperationKind.First && c.System!.Description.MaintenanceEnds is null),
        new("operation-not-first", Renewed, "kind", "系统已经安排过运维经费，应当按续运维申报并重新论证评估",
            c => IsCatalogued(c) && c.Application.Kind == OperationKind.First && c.System!.OperationUntil is not null),
        new("operation-overlaps", Renewed, "from", "已经安排的运维尚未结束，新一轮运维应当在其后开始",
            c => IsCatalogued(c) && c.Application.From <= c.System!.OperationUntil),
        new("operation-source", Article, "source", "须选择资金来源", c => c.Application.Source is null),
        StageRules.Text<OperationCase>("operation-need", Article, "need", "运维需求", c => c.Application.Need),
    ];

    /// <summary>The rules of an assessment, which also check the requested amount, 万元.</summary>
    public static IReadOnlyList<StageRule<(OperationAssessment Assessment, decimal Applied)>> Assessment { get; } =
    [
        new("assessment-result", Renewed, "passed", "须选择提出建议金额或者退回补正", c => c.Assessment.Passed is null),
        StageRules.Text<(OperationAssessment Assessment, decimal Applied)>("assessment-opinion", Renewed, "opinion", "论证评估意见", c => c.Assessment.Opinion),
        new("assessment-method", Renewed, "method", "须选择论证评估方式：相关单位（Units）、专家（Experts）或者第三方专业机构（ThirdParty）",
            c => c.Assessment is { Passed: true, Method: null }),
        new("assessment-participants", Renewed, "participants", "须写明参加论证评估的单位、专家或者第三方机构",
            c => c.Assessment.Passed == true && string.IsNullOrWhiteSpace(c.Assessment.Participants)),
        new("assessment-amount", Renewed, "amount", "须填写建议金额（万元，大于零，最多两位小数），且不超过申报金额",
            c => c.Assessment.Passed == true && !IsWithin(c.Assessment.Amount, c.Applied)),
    ];

    /// <summary>The rules of an arrangement; a system blocked or removed from the catalogue in the meantime gets no money.</summary>
    public static IReadOnlyList<StageRule<ArrangementCase>> Arrangement { get; } =
    [
        new("arrangement-result", Funds, "arranged", "须选择安排或者不予安排", c => c.Arrangement.Arranged is null),
        new("arrangement-amount", Funds, "amount", "须填写安排金额（万元，大于零，最多两位小数），且不超过论证评估建议的金额（首次安排的，不超过申报金额）",
            c => c.Arrangement.Arranged == true && !IsWithin(c.Arrangement.Amount, c.Ceiling)),
        new("arrangement-comment", Funds, "comment", "不予安排的，须写明理由",
            c => c.Arrangement.Arranged == false && string.IsNullOrWhiteSpace(c.Arrangement.Comment)),
        new("arrangement-catalogued", SystemRules.Article, "arranged", "系统已不在系统目录中，不安排运维经费",
            c => c.Arrangement.Arranged == true && c.System is not { Counts: true }),
        new("arrangement-security", Security, "arranged", "不符合密码应用和网络安全要求，或者存在重大安全隐患的，不安排运行维护经费",
            c => c.Arrangement.Arranged == true && IsBlocked(c.System, c.Hazard)),
    ];

    /// <summary>Whether 论证评估 precedes the review by 市财政局: for 续运维 (第三十二条第二项).</summary>
    public static bool NeedsAssessment(OperationApplication application) => application.Kind == OperationKind.Renewed;

    /// <summary>
    /// Whether the system's unit is asked in a year to apply for the next (第三十二条): 维保 or the last O&amp;M period ends
    /// before the end of the next year.
    /// </summary>
    public static bool IsDue(SystemRow system, int year) =>
        system.Counts && (system.OperationUntil ?? system.Description.MaintenanceEnds) is { } ends && ends.AddDays(1).Year <= year + 1;

    private static bool IsCatalogued(OperationCase c) => c.System is { Counts: true } system && system.Unit == c.Unit;

    private static bool IsBlocked(SystemRow? system, bool hazard) => hazard || system?.Description.Security == SystemSecurity.Deficient;

    private static bool IsWithin(decimal? amount, decimal most) => amount is > 0m and var value && value <= most && Amounts.HasTwoDecimals(value);
}
