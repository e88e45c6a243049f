using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>What may happen while a project is built: supplements, adjustments, pauses, the end.</summary>
public sealed class BuildingRulesTests
{
    private static readonly ProjectPolicy Policy = ProjectPolicy.Gazette;
    private static readonly SupplementRequest Supplement = new(10m, true, true, "新增两个乡镇");
    private static readonly AdjustmentRequest Adjustment = new("合并两个模块", 48m, 320m, true, AdjustmentGround.PlanImprovement, false);
    private static readonly BuildingState Building = new(true, false, false);

    [Theory]
    [InlineData("29.97")] // 9.99 % of 300
    [InlineData("30")] // 10 %
    [InlineData("30.03", SupplementRules.StartsOver)] // 10.01 %
    public void Supplement_ShareOfTheOriginal_IsAtMostATenth(string amount, params string[] failed) =>
        Assert.Equal(failed, Failures(Supplement with { Amount = decimal.Parse(amount) }));

    [Theory]
    [InlineData("9.99")]
    [InlineData("10")]
    [InlineData("10.01", SupplementRules.StartsOver)]
    public void Supplement_AfterOthers_CountsTheSumOfAll(string amount, params string[] failed) =>
        Assert.Equal(failed, Failures(Supplement with { Amount = decimal.Parse(amount) }, others: 20m));

    [Fact]
    public void Supplement_BeyondTheEstimate_IsRefused() =>
        Assert.Equal(["supplement-within-estimate"], Failures(Supplement with { Amount = 20.01m }, estimate: 320m));

    [Fact]
    public void Supplement_OtherSubjectOrTerms_IsRefused() =>
        Assert.Equal(
            ["supplement-same-subject", "supplement-other-terms"],
            Failures(Supplement with { SameSubjectMatter = false, OtherTermsUnchanged = null }));

    [Property]
    public bool Supplement_AnySequence_NeverExceedsATenth(PositiveInt original, PositiveInt[] amounts)
    {
        var contract = original.Item * 10m;
        var sum = 0m;
        foreach (var amount in amounts)
        {
            var one = amount.Item / 100m;
            if (SupplementRules.All.Evaluate(new(Supplement with { Amount = one }, contract, sum, contract * 2, Policy)).Count == 0) sum += one;
        }

        return sum <= contract / 10m;
    }

    [Theory]
    [InlineData("499.99", "审核 审定", "第一项")]
    [InlineData("500", "审核 审签 审定", "第二项")]
    [InlineData("999.99", "审核 审签 审定", "第二项")]
    [InlineData("1000", "会议审定", "第三项")]
    [InlineData("4999.99", "会议审定", "第三项")]
    [InlineData("5000", "会议审议 会议审定", "第四项")]
    public void SupplementRoute_ByAmount_FollowsTheTable(string amount, string acts, string item)
    {
        var steps = SupplementRules.StepsFor(decimal.Parse(amount), "unit-a", 2, Policy);

        Assert.Equal(acts, string.Join(' ', steps.Select(step => (step.Meeting ? "会议" : string.Empty) + step.Act.Chinese())));
        Assert.All(steps, step => Assert.Equal($"第四十三条第二款{item}", step.Article));
        Assert.All(steps, step => Assert.StartsWith("SupplementaryContract2.", step.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("47.99", AdjustmentPath.Filing)]
    [InlineData("48", AdjustmentPath.Filing)] // 15 % of 320
    [InlineData("48.01", AdjustmentPath.Approval)]
    public void Adjustment_ShareOfTheTotal_DecidesThePath(string amount, AdjustmentPath expected) =>
        Assert.Equal(expected, Path(Adjustment with { AmountAdjusted = decimal.Parse(amount) }));

    [Fact]
    public void Adjustment_OtherConditions_EachNeedsAnApproval()
    {
        Assert.Equal(AdjustmentPath.Approval, Path(Adjustment with { InvestmentAfter = 320.01m }));
        Assert.Equal(AdjustmentPath.Approval, Path(Adjustment with { ObjectivesUnchanged = false }));
        Assert.Equal(AdjustmentPath.Approval, Path(Adjustment with { Ground = null }));
        Assert.Equal(AdjustmentPath.Filing, Path(Adjustment with { Ground = AdjustmentGround.HigherDecision, AmountAdjusted = 0m }));
    }

    [Fact]
    public void Adjustment_AlreadyMade_IsTakenOnlyForFiling()
    {
        Assert.Empty(Failures(Adjustment with { AlreadyMade = true }));
        Assert.Equal(["adjustment-beforehand"], Failures(Adjustment with { AlreadyMade = true, AmountAdjusted = 48.01m }));
    }

    [Fact]
    public void Adjustment_Empty_ListsEverythingMissing() =>
        Assert.Equal(
            ["adjustment-content", "adjustment-amount", "adjustment-total", "adjustment-objectives-declared", "adjustment-timing-declared"],
            Failures(new AdjustmentRequest(null, null, null, null, null, null)));

    [Property]
    public bool Adjustment_FiledPath_NeverExceedsAnyLimit(NonNegativeInt amount, PositiveInt after, bool unchanged)
    {
        var request = Adjustment with { AmountAdjusted = amount.Item / 10m, InvestmentAfter = after.Item, ObjectivesUnchanged = unchanged };

        return Path(request) == AdjustmentPath.Approval
            || (unchanged && request.AmountAdjusted / 320m <= 0.15m && request.InvestmentAfter <= 320m);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void UnapprovedChange_MajorAndAboveEstimate_BlocksPayment(bool major, bool exceeds, bool blocks) =>
        Assert.Equal(blocks, AdjustmentRules.BlocksPayment(new("换了架构", major, exceeds)));

    [Fact]
    public void Pause_InEachState_IsPossibleOnlyWhileBuilding()
    {
        var order = new PauseOrder("严重逾期");

        Assert.Empty(PauseRules.Pause.Evaluate((order, Building)));
        Assert.Equal(["pause-once"], MoneyRulesTests.Names(PauseRules.Pause.Evaluate((order, Building with { Paused = true }))));
        Assert.Equal(["pause-building"], MoneyRulesTests.Names(PauseRules.Pause.Evaluate((order, Building with { Building = false }))));
        Assert.Equal(["resume-paused"], MoneyRulesTests.Names(PauseRules.Resume.Evaluate((order, Building))));
        Assert.Empty(PauseRules.Resume.Evaluate((order, Building with { Paused = true })));
    }

    [Fact]
    public void Trouble_WithoutKindOrDescription_IsRefused() =>
        Assert.Equal(["trouble-kind", "trouble-description"], MoneyRulesTests.Names(PauseRules.Report.Evaluate((new(false, null, " "), Building))));

    [Fact]
    public void Termination_EachCondition_IsNeeded()
    {
        var request = new TerminationRequest(true, true, "上级统建系统替代");

        Assert.Empty(PauseRules.Termination.Evaluate((request, Building)));
        Assert.Equal(
            ["termination-progress", "termination-objectives", "termination-ground", "termination-once"],
            MoneyRulesTests.Names(PauseRules.Termination.Evaluate((new(false, null, ""), Building with { TerminationAsked = true }))));
    }

    private static AdjustmentPath Path(AdjustmentRequest request) => AdjustmentRules.PathOf(new(request, 320m, Policy));

    private static IReadOnlyList<string> Failures(AdjustmentRequest request) =>
        MoneyRulesTests.Names(AdjustmentRules.All.Evaluate(new(request, 320m, Policy)));

    private static IReadOnlyList<string> Failures(SupplementRequest request, decimal others = 0m, decimal estimate = 400m) =>
        MoneyRulesTests.Names(SupplementRules.All.Evaluate(new(request, 300m, others, estimate, Policy)));
}
