using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

/// <summary>What a project's unit may do about the steps that others decide.</summary>
public sealed class ApplicantRulesTests
{
    [Theory]
    [InlineData(Stages.LibraryAdmission, true, true)]
    [InlineData(Stages.Establishment, true, true)]
    [InlineData(Stages.TechnicalReview, true, false)]
    [InlineData(Stages.BudgetReview, true, false)]
    [InlineData(Stages.PreAcceptance, true, false)]
    [InlineData(Stages.Payment, true, false)]
    [InlineData(Stages.SupplementaryContract, true, true)]
    [InlineData(Stages.Extension, true, true)]
    // Nobody takes back how others judge it.
    [InlineData(Stages.PostEvaluation, false, false)]
    [InlineData(Stages.Rectification, false, false)]
    public void Steps_OfEachStage_MayBeTakenBackOrMended(string stage, bool withdraw, bool correct)
    {
        Assert.Equal((withdraw, false), (ApplicantRules.MayWithdraw(Step(stage)), ApplicantRules.MayCorrect(Step(stage))));
        Assert.Equal((false, correct), (ApplicantRules.MayWithdraw(Returned(stage)), ApplicantRules.MayCorrect(Returned(stage))));
    }

    [Fact]
    public void Standing_OfAReturnedBudgetReview_IsNone()
    {
        // Its stage asks for the application anew: a 补正 beside it would reach nobody.
        Assert.Null(ApplicantRules.Standing(Stages.BudgetReview, [Returned(Stages.BudgetReview)], _ => false));
        Assert.NotNull(ApplicantRules.Standing(Stages.Establishment, [Returned(Stages.Establishment)], _ => false));
        Assert.Null(ApplicantRules.Standing(Stages.Establishment, [Returned(Stages.Establishment)], _ => true));
    }

    [Fact]
    public void Standing_BesideTheBuilding_IsTheNewestThatWaits()
    {
        ApprovalStepRow[] steps = [Returned(Stages.SupplementaryContract), Step(Stages.Adjustment), Step(Stages.Rectification)];

        Assert.Equal(Stages.Adjustment, ApplicantRules.Standing(Stages.Construction, steps, _ => false)!.Stage);
        Assert.Equal(Stages.SupplementaryContract, ApplicantRules.Standing(Stages.Construction, steps[..1], _ => false)!.Stage);
    }

    private static ApprovalStepRow Step(string stage) => new()
    {
        Subject = new("project", "p1", "某平台"),
        Stage = stage,
        Step = new() { Key = stage, Act = Act.Review, Approvers = [new("szjj", "x")], Article = "第十条" },
        Round = 1,
        Summary = "",
        InstanceId = "i",
        Approvers = ["a"],
        OpenedAt = Lives.Life.Start,
    };

    private static ApprovalStepRow Returned(string stage) => Step(stage) with
    {
        Outcome = new(stage, 1, ApprovalResult.Returned, [], Lives.Life.Start, Lives.Life.Start, 0, 0),
    };
}
