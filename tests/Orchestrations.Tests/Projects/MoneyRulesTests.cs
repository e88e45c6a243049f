using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>Estimate, control price, procurement and contract: each bounds the next.</summary>
public sealed class MoneyRulesTests
{
    private static readonly ProjectPolicy Policy = ProjectPolicy.Gazette;
    private static readonly DateOnly Today = new(2026, 6, 10);
    private static readonly ContractRecord Contract =
        new("达数采〔2026〕1号", "某科技有限公司", 300m, new(2026, 6, 1), new(2026, 6, 2), new(2027, 6, 2));

    [Theory]
    [InlineData("319.99")]
    [InlineData("320")]
    [InlineData("320.01", "estimate-within-total")]
    [InlineData("0", "estimate-amount")]
    [InlineData("100.001", "estimate-amount")]
    [InlineData(null, "estimate-amount")]
    public void Estimate_AgainstTheEstablishedTotal_IsBounded(string? estimate, params string[] failed) =>
        Assert.Equal(failed, Names(BudgetReviewRules.Estimate.Evaluate(new(new(Parse(estimate)), 320m))));

    [Theory]
    [InlineData("309.99")]
    [InlineData("310")]
    [InlineData("310.01", "control-price-within-estimate")]
    [InlineData(null, "control-price-amount")]
    public void ControlPrice_AgainstTheEstimate_IsBounded(string? price, params string[] failed) =>
        Assert.Equal(failed, Names(BudgetReviewRules.Application.Evaluate(new(new(Parse(price)), 310m))));

    [Theory]
    [InlineData(ApplicantKind.StateOrgan, "49.99", ProcurementRoute.BelowLimit)]
    [InlineData(ApplicantKind.StateOrgan, "50", ProcurementRoute.GovernmentProcurement)]
    [InlineData(ApplicantKind.PublicInstitution, "1000", ProcurementRoute.GovernmentProcurement)]
    [InlineData(ApplicantKind.StateOwnedEnterprise, "30", ProcurementRoute.StateOwnedEnterprise)]
    [InlineData(ApplicantKind.StateOwnedEnterprise, "1000", ProcurementRoute.StateOwnedEnterprise)]
    public void ProcurementRoute_ByUnitAndLimit_FollowsTheArticles(ApplicantKind applicant, string budget, ProcurementRoute expected) =>
        Assert.Equal(expected, ProcurementRules.RouteOf(applicant, decimal.Parse(budget), Policy));

    [Fact]
    public void ProcurementRoute_AnotherCountysLimit_Decides() =>
        Assert.Equal(ProcurementRoute.BelowLimit, ProcurementRules.RouteOf(ApplicantKind.StateOrgan, 99m, Policy with { ProcurementLimit = 100m }));

    [Fact]
    public void ProcurementPlan_Empty_ListsEverythingMissing() =>
        Assert.Equal(
            ["filing-number", "procurement-method", "procurement-budget"],
            Names(ProcurementRules.Plan.Evaluate(new(new(null, null, null), 310m))));

    [Fact]
    public void ProcurementPlan_AboveControlPrice_IsRefused() =>
        Assert.Equal(
            ["procurement-within-control-price"],
            Names(ProcurementRules.Plan.Evaluate(new(new("1号", ProcurementMethod.OpenTender, 310.01m), 310m))));

    [Theory]
    [InlineData("309.99")]
    [InlineData("310")]
    [InlineData("310.01", "contract-within-control-price")]
    public void Contract_AgainstTheControlPrice_IsBounded(string amount, params string[] failed) =>
        Assert.Equal(failed, Failures(Contract with { Amount = decimal.Parse(amount) }));

    [Fact]
    public void Contract_TermOfAYear_IsTheLongest()
    {
        Assert.Empty(Failures(Contract));
        Assert.Equal(["contract-within-a-year"], Failures(Contract with { EndsOn = new(2027, 6, 3) }));
    }

    [Fact]
    public void Contract_SignedBeforeTheBudgetReview_IsRefused()
    {
        IEnumerable<string> Of(DateOnly? reviewed) => ContractRules.All
            .Evaluate(new(Contract, 310m, Today, ProjectPolicy.Gazette) { ReviewedOn = reviewed }).Select(failure => failure.Rule);

        Assert.Empty(Of(Contract.SignedOn));
        Assert.Equal(["contract-after-review"], Of(Contract.SignedOn!.Value.AddDays(1)));
        Assert.Empty(Of(null));
    }

    [Fact]
    public void Contract_DatesOutOfOrder_AreRefused()
    {
        Assert.Equal(["contract-signed"], Failures(Contract with { SignedOn = Today.AddDays(1), StartsOn = Today.AddDays(1) }));
        Assert.Equal(["contract-term"], Failures(Contract with { StartsOn = new(2026, 5, 31), EndsOn = new(2026, 8, 1) }));
        Assert.Equal(["contract-term"], Failures(Contract with { EndsOn = new(2026, 6, 1) }));
    }

    [Fact]
    public void Contract_Empty_ListsEverythingMissing() =>
        Assert.Equal(
            ["contract-number", "contract-supplier", "contract-amount", "contract-signed", "contract-term"],
            Failures(new(null, null, null, null, null, null)));

    [Property]
    public bool Chain_AnyThreeAmounts_PassesOnlyIfEachIsWithinTheOneBefore(PositiveInt total, PositiveInt estimate, PositiveInt price)
    {
        var passes = BudgetReviewRules.Estimate.Evaluate(new(new(estimate.Item), total.Item)).Count == 0
            && BudgetReviewRules.Application.Evaluate(new(new(price.Item), estimate.Item)).Count == 0;

        return passes == (price.Item <= estimate.Item && estimate.Item <= total.Item);
    }

    private static IReadOnlyList<string> Failures(ContractRecord contract) =>
        Names(ContractRules.All.Evaluate(new(contract, 310m, Today, Policy)));

    internal static IReadOnlyList<string> Names(IReadOnlyList<RuleFailure> failures)
    {
        Assert.All(failures, failure => Assert.Matches("^第.+条", failure.Article));
        return [.. failures.Select(failure => failure.Rule)];
    }

    private static decimal? Parse(string? amount) => amount is null ? null : decimal.Parse(amount);
}
