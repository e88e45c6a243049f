using static Dazhou.Serverless.Submissions.SubmissionField;

namespace Dazhou.Serverless.Projects;

/// <summary>The facts that the rules of a budget's submissions check.</summary>
/// <param name="Budget">the budget</param>
/// <param name="System">the current entry of its system</param>
/// <param name="Hazard">whether its unit is now blocked (第五十七条)</param>
/// <param name="Ask">the request that is answered</param>
/// <param name="At">when it is submitted, at +08:00</param>
public sealed record OperationFacts(OperationBudgetRow Budget, SystemRow? System, bool Hazard, AskRow? Ask, DateTimeOffset At) : SubmissionFacts(Ask, At);

/// <summary>The submission kinds of O&amp;M budgets (第三十二、三十三条).</summary>
public static class OperationKinds
{
    private const string Article = "第三十二条";
    private const string Renewed = "第三十二条第二项";

    /// <summary>运维预算申报, which starts a budget; its rules are checked before the budget exists.</summary>
    public static SubmissionKind Application { get; } = new()
    {
        Step = OperationSteps.Application,
        Title = "运维预算申报",
        Article = Article,
        Stage = nameof(OperationBudget),
        Side = SubmissionSide.Unit,
        Fields =
        [
            Text("system", "系统目录编号"),
            Choice("kind", "申报类型", ("first", "维保结束后首次安排"), ("renewed", "续运维")),
            new("year", "预算年度", SubmissionFieldType.Number),
            Money("amount", "申报金额"),
            Day("from", "运维起始日期"),
            Day("until", "运维结束日期"),
            Choice("source", "资金来源", ("municipalBudget", "市级财政预算资金"), ("higherLevel", "上级专项资金"), ("ownFunds", "单位自有资金")),
            Long("need", "运维需求"),
        ],
        DocumentName = "operation-application",
        Extends = false,
        Says = row => $"提交运维预算申报{(row.Round > 1 ? $"（第{row.Round}轮）" : "")}，申报{Amounts.Text(row.Read<OperationApplication>().Amount ?? 0m)}",
    };

    /// <summary>运维预算申报 after 补正, with the same fields.</summary>
    public static SubmissionKind Correction { get; } = Application with
    {
        Title = "补正后的运维预算申报",
        Check = (facts, data) => Corrects((OperationFacts)facts, SubmissionJson.Read<OperationApplication>(data)),
    };

    /// <summary>论证评估</summary>
    public static SubmissionKind Assessment { get; } = Kind<OperationAssessment>(
        OperationSteps.Assessment, "论证评估意见", Renewed, ProjectPosts.DigitalEconomyBureau,
        (c, assessment) =>
        [
            .. OperationBudgetRules.Assessment.Evaluate((assessment, c.Budget.Application.Amount ?? 0m)),
            .. assessment.Passed == true && c.Files == 0 ? [new RuleFailure("assessment-document", Renewed, "file", "缺少论证评估文件")] : Array.Empty<RuleFailure>(),
        ],
        YesNo("passed", "提出建议金额（选“是”的须附论证评估文件，选“否”为退回补正）"),
        Choice("method", "论证评估方式", ("units", "组织相关单位"), ("experts", "组织专家"), ("thirdParty", "委托第三方专业机构")),
        Text("participants", "参加的单位、专家或者机构"),
        Money("amount", "建议金额"),
        Long("opinion", "论证评估意见，或者需要补正的内容")) with
    {
        DocumentName = "operation-assessment",
        Says = row => row.Read<OperationAssessment>() is { Passed: true } assessment ? $"论证评估，建议{Amounts.Text(assessment.Amount ?? 0m)}" : "论证评估，退回补正",
        Quotes = row => row.Read<OperationAssessment>().Opinion,
        Opines = row => row.Read<OperationAssessment>() is { Passed: true } assessment
            ? ($"建议{Amounts.Text(assessment.Amount ?? 0m)}", assessment.Opinion)
            : ("退回补正", row.Read<OperationAssessment>().Opinion),
    };

    /// <summary>统筹安排</summary>
    public static SubmissionKind Arrangement { get; } = Kind<OperationArrangement>(
        OperationSteps.Arrangement, "运维经费安排", "第三十三条", ProjectPosts.Treasury.Unit,
        (c, arrangement) => OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(arrangement, c.Budget.Ceiling, c.System, c.Hazard)),
        YesNo("arranged", "是否安排"),
        Money("amount", "安排金额"),
        Long("comment", "说明（不予安排的写明理由）")) with
    {
        TakesFiles = false,
        Says = row => row.Read<OperationArrangement>() is { Arranged: true } arrangement ? $"登记安排金额{Amounts.Text(arrangement.Amount ?? 0m)}" : "登记不予安排",
        Quotes = row => row.Read<OperationArrangement>().Comment,
    };

    /// <summary>撤回</summary>
    public static SubmissionKind Withdrawal { get; } = Kind<OperationWithdrawal>(
        OperationSteps.Withdrawal, "撤回申请", Article, office: null,
        (_, withdrawal) => WithdrawalFailures(withdrawal.Reason),
        Long("reason", "撤回的原因")) with
    {
        TakesFiles = false,
        Says = _ => "撤回运维预算申报",
        Quotes = row => row.Read<OperationWithdrawal>().Reason,
    };

    /// <summary>All kinds.</summary>
    public static KindCatalogue Catalogue { get; } = new([Correction, Assessment, Arrangement, Withdrawal]);

    internal static IReadOnlyList<RuleFailure> WithdrawalFailures(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? [new("operation-withdrawal", Article, "reason", "请写明撤回的原因")] : [];

    private static IReadOnlyList<RuleFailure> Corrects(OperationFacts facts, OperationApplication application)
    {
        var budget = facts.Budget;
        var kept = application.System == budget.System && application.Year == budget.Year;
        // The application was in time, whatever the date of its correction; system and year stay the same.
        var failures = OperationBudgetRules.Application.Evaluate(new OperationCase(
            application, budget.Unit, application.System == budget.System ? facts.System : null, facts.Hazard, ChinaTime.DayOf(budget.At)));
        return kept ? failures : [.. failures, new("operation-same", Article, "system", "补正不能改变系统和预算年度")];
    }

    private static SubmissionKind Kind<T>(
        string step, string title, string article, string? office, Func<OperationFacts, T, IReadOnlyList<RuleFailure>> check, params SubmissionField[] fields) => new()
        {
            Step = step,
            Title = title,
            Article = article,
            Stage = nameof(OperationBudget),
            Side = office is null ? SubmissionSide.Unit : SubmissionSide.Supervisor,
            Office = office,
            Fields = fields,
            Extends = false,
            Check = (facts, data) => check((OperationFacts)facts, SubmissionJson.Read<T>(data)),
        };
}
