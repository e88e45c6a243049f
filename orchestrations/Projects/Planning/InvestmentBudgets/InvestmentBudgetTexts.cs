namespace Dazhou.Serverless.Projects;

/// <summary>Texts about investment budgets.</summary>
public static class InvestmentBudgetTexts
{
    /// <summary>The Chinese name of a source.</summary>
    public static string Of(BudgetSource source) => source switch
    {
        BudgetSource.CapitalConstruction => "预算内基本建设资金",
        BudgetSource.CentralSpecial => "中央专项资金",
        BudgetSource.TreasuryCoordinated => "市财政局统筹保障",
        _ => "其他",
    };
}
