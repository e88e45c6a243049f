namespace Dazhou.Serverless.Projects;

/// <summary>The unit's application for a 资金拨付 (第四十九条).</summary>
/// <param name="Amount">本次申请金额, 万元</param>
/// <param name="Final">whether this is the last payment</param>
public sealed record PaymentApplication(decimal? Amount, bool? Final);

/// <summary>The amounts of a project that payment rules check, in 万元.</summary>
/// <param name="Letter">whether there is a 核准复函</param>
/// <param name="Accepted">whether an acceptance report has passed</param>
/// <param name="Contract">合同金额</param>
/// <param name="Supplements">the sum of all approved 补充合同</param>
/// <param name="Estimate">概算</param>
/// <param name="Paid">the sum paid so far</param>
/// <param name="Blocked">why payment is blocked; null if it is not</param>
public sealed record PaymentLedger(
    bool Letter, bool Accepted, decimal Contract, decimal Supplements, decimal Estimate, decimal Paid, string? Blocked)
{
    /// <summary>What remains of the budgets up to this year; null if no budget was arranged.</summary>
    public decimal? BudgetLeft { get; init; }
}

/// <summary>The facts that the rules of a payment check.</summary>
public sealed record PaymentCase(PaymentApplication Application, PaymentLedger Ledger);

/// <summary>
/// 资金拨付 (第四十九条): requires 核准复函 and a passed acceptance report; limited by contracts, estimate and, where budgets were
/// arranged, the yearly budgets (第二十八条).
/// </summary>
public static class PaymentRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<PaymentCase>> All { get; } =
    [
        new("payment-letter", "第四十九条", "", "缺少市数字经济局履约验收前书面核准复函", c => !c.Ledger.Letter),
        new("payment-acceptance", "第四十九条", "", "缺少项目建设单位履约验收（合格）报告", c => !c.Ledger.Accepted),
        new("payment-blocked", "第四十四条", "", "未经批准擅自进行重大设计变更而导致超概算的，不得拨付资金", c => c.Ledger.Blocked is not null),
        StageRules.Amount<PaymentCase>("payment-amount", "第四十九条", "amount", "申请金额", c => c.Application.Amount),
        new("payment-final-declared", "第四十九条", "final", "须说明是否为最后一次拨付", c => c.Application.Final is null),
        new("payment-within-contract", "第四十九条", "amount", "累计拨付不得超过合同及补充合同金额",
            c => c.Ledger.Paid + (c.Application.Amount ?? 0m) > c.Ledger.Contract + c.Ledger.Supplements),
        new("payment-within-estimate", "第二十八条第二款", "amount", "累计拨付不得超过概算",
            c => c.Ledger.Paid + (c.Application.Amount ?? 0m) > c.Ledger.Estimate),
        new("payment-within-budget", "第二十八条第一款", "amount", "拨付不得超过已安排的年度资金预算，请先申报年度投资预算的调整",
            c => c.Application.Amount > c.Ledger.BudgetLeft),
    ];

    /// <summary>The 结余 to return after the last payment (第三十一条第二款), in 万元.</summary>
    public static decimal Surplus(PaymentLedger ledger) => Math.Max(0m, ledger.Estimate - ledger.Paid);
}
