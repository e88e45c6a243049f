using System.Globalization;
using static Dazhou.Serverless.Projects.SubmissionKinds;
using static Dazhou.Serverless.Submissions.SubmissionField;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The submission kinds of a project's yearly budget (第二十九条、第三十四条). Steps end in the year and, from the second budget
/// of a year on, its number.
/// </summary>
internal static class InvestmentBudgetKinds
{
    public const string Application = "InvestmentBudget.application";
    public const string Adjustment = "InvestmentBudget.adjustment";
    public const string Arrangement = "InvestmentBudget.arrangement";

    public static IReadOnlyList<SubmissionKind> All { get; } =
    [
        Of(Application, "年度投资预算", "第二十九条", SubmissionSide.Unit),
        Of(Adjustment, "年度投资预算调整", "第二十九条第二款", SubmissionSide.Unit),
        Of(Arrangement, "中期调整项目的资金安排", "第三十四条", SubmissionSide.Supervisor),
    ];

    /// <summary>The step of a kind for an order.</summary>
    public static string StepOf(string kind, BudgetOrder order) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{order.Year:D4}{(order.Number == 1 ? "" : $"{order.Number}")}");

    /// <summary>The year of a step.</summary>
    public static int YearOf(string step) =>
        int.Parse(step[SubmissionKinds.Of(step).Step.Length..][..4], NumberStyles.None, CultureInfo.InvariantCulture);

    private static SubmissionKind Of(string step, string title, string article, SubmissionSide side) => Kind<InvestmentBudgetApplication>(
        step, title, article, side,
        (c, application) =>
        {
            var year = YearOf(c.Ask!.Step);
            return InvestmentBudgetRules.All.Evaluate(new(
                application, year, PlanTableRules.StandingFor(c.PlanEntries, year), c.Ledger, c.Project.Application.Implementation,
                ByTreasury: side == SubmissionSide.Supervisor));
        },
        Money("amount", "年度投资预算"),
        Choice(
            "source", "资金来源", ("capitalConstruction", "预算内基本建设资金"), ("centralSpecial", "中央专项资金"), ("other", "其他（在说明中写明）"),
            ("treasuryCoordinated", "市财政局统筹保障（政府购买服务）")),
        Money("earlyFunds", "其中先行安排的前期经费，没有的不填"),
        Long("note", "说明（可以不填）"));
}
