using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>A project's arranged budget of a year (第二十八条第一款) in its ledger; amounts in 万元.</summary>
/// <param name="Year">the year</param>
/// <param name="Amount">年度投资预算</param>
/// <param name="Source">资金来源</param>
/// <param name="On">the date on which it was arranged</param>
public sealed record LedgerBudget(
    int Year, decimal Amount, [property: JsonConverter(typeof(JsonStringEnumConverter<BudgetSource>))] BudgetSource Source, DateOnly On)
{
    /// <summary>前期经费: the limit until the budget is adjusted after the budget review; null if the whole amount can be spent.</summary>
    public decimal? EarlyFunds { get; init; }

    /// <summary>Whether it was arranged before the budget review and must still be adjusted (第二十九条第二款).</summary>
    public bool Provisional { get; init; }

    /// <summary>The id of the instance that waits for the review; null if none does.</summary>
    public string? Waits { get; init; }

    /// <summary>The amount that can be spent now.</summary>
    [JsonIgnore]
    public decimal AtHand => Provisional && EarlyFunds is { } early ? early : Amount;
}

/// <summary>A year's budget is arranged or changed; the last one of a year counts.</summary>
/// <param name="Year">the year</param>
/// <param name="Application">the arranged budget, already checked by the rules</param>
/// <param name="On">the date</param>
/// <param name="Waits">the id of the instance that waits for the review</param>
public sealed record BudgetArranged(int Year, InvestmentBudgetApplication Application, DateOnly On, string Waits) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on)
    {
        var provisional = on.Ledger.ControlPrice is null && Application.Amount > 0m;
        var budget = new LedgerBudget(Year, Application.Amount!.Value, Application.Source!.Value, On)
        {
            EarlyFunds = Application.EarlyFunds,
            Provisional = provisional,
            Waits = provisional ? Waits : null,
        };
        return on.Ledger with { Budgets = [.. on.Ledger.Budgets.Where(other => other.Year != Year).Append(budget).OrderBy(other => other.Year)] };
    }
}

/// <summary>The wait for the budget review of a year's budget has ended.</summary>
/// <param name="Year">the year</param>
/// <param name="Waits">the id of the instance that waited</param>
public sealed record BudgetWaitOver(int Year, string Waits) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with
    {
        Budgets = [.. on.Ledger.Budgets.Select(budget => budget.Year == Year && budget.Waits == Waits ? budget with { Waits = null } : budget)],
    };
}
