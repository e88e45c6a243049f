namespace Dazhou.Serverless.Projects;

/// <summary>The contract recorded by the unit (第四十、四十二条).</summary>
/// <param name="Number">合同编号</param>
/// <param name="Supplier">中标商</param>
/// <param name="Amount">合同金额, 万元</param>
/// <param name="SignedOn">签订日期</param>
/// <param name="StartsOn">first day of construction; for a purchase of services, of setting up the service</param>
/// <param name="EndsOn">the last day of construction</param>
public sealed record ContractRecord(
    string? Number, string? Supplier, decimal? Amount, DateOnly? SignedOn, DateOnly? StartsOn, DateOnly? EndsOn);

/// <summary>The facts that the rules of a contract check.</summary>
/// <param name="Contract">the contract</param>
/// <param name="ControlPrice">招标控制价, 万元</param>
/// <param name="Today">the date on which it is recorded</param>
/// <param name="Policy">the project's policy</param>
public sealed record ContractCase(ContractRecord Contract, decimal ControlPrice, DateOnly Today, ProjectPolicy Policy)
{
    /// <summary>The date of the budget review, before which no contract may be signed (第六条); null if there was none.</summary>
    public DateOnly? ReviewedOn { get; init; }
}

/// <summary>Contract rules: not above the control price, and construction within a year (第四十二条).</summary>
public static class ContractRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<ContractCase>> All { get; } =
    [
        StageRules.Text<ContractCase>("contract-number", "第四十二条", "number", "合同编号", c => c.Contract.Number),
        StageRules.Text<ContractCase>("contract-supplier", "第四十二条", "supplier", "中标商名称", c => c.Contract.Supplier),
        StageRules.Amount<ContractCase>("contract-amount", "第四十二条", "amount", "合同金额", c => c.Contract.Amount),
        new("contract-within-control-price", "第三十九条", "amount", "合同金额不得超过招标控制价", c => c.Contract.Amount > c.ControlPrice),
        new("contract-signed", "第四十二条", "signedOn", "缺少合同签订日期，或者日期晚于今天",
            c => c.Contract.SignedOn is not { } signed || signed > c.Today),
        new("contract-after-review", "第六条", "signedOn", "合同应当在预算评审之后签订，签订日期早于评审办结之日", c => c.Contract.SignedOn < c.ReviewedOn),
        new("contract-term", "第四十二条", "endsOn", "须填写建设起止日期，且止期不早于起期、起期不早于签订日期",
            c => c.Contract is not { SignedOn: { } signed, StartsOn: { } starts, EndsOn: { } ends } || ends < starts || starts < signed),
        new("contract-within-a-year", "第四十二条", "endsOn", "建设周期原则上不超过1年",
            c => c.Contract is { StartsOn: { } starts, EndsOn: { } ends } && ends > LatestEnd(starts, c.Policy)),
    ];

    /// <summary>The latest end of construction: a year from the first day, which is not counted (民法典 第二百零一条).</summary>
    public static DateOnly LatestEnd(DateOnly starts, ProjectPolicy policy) => starts.AddYears(policy.ConstructionYears);
}
