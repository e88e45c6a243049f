using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>退回补正 at each step that anybody decides: it comes again in the next round, and the life goes on as if nothing had been.</summary>
public sealed class ReturnedAtEachStepTests
{
    private const string Wanted = "补充测算依据";

    [Theory]
    [InlineData("tier-150", Stages.LibraryAdmission)]
    [InlineData("tier-320", "Establishment.review")]
    [InlineData("tier-320", "Establishment.endorsement")]
    [InlineData("tier-320", "Establishment.decision")]
    [InlineData("tier-760", "Establishment.decision")]
    [InlineData("tier-1800", "Establishment.deliberation")]
    [InlineData("tier-1800", "Establishment.decision")]
    [InlineData("tier-150", Stages.TechnicalReview)]
    [InlineData("tier-150", Stages.BudgetReview)]
    [InlineData("tier-150", Stages.PreAcceptance)]
    [InlineData("tier-150", Stages.Payment)]
    [InlineData("tier-150", Stages.PostEvaluation)]
    public async Task Step_Returned_ComesAgainAndTheLifeGoesOn(string sample, string step)
    {
        var result = await Life.RehearseAsync(sample, Returned(step), policy: ProjectPolicy.Gazette);

        Assert.Equal(Stages.Completed, result.End);
        AssertDecidedTwice(result, step);
    }

    [Theory]
    [InlineData("SupplementaryContract1.review", "第1份补充合同（10.00万元）审定同意")]
    [InlineData("SupplementaryContract1.decision", "第1份补充合同（10.00万元）审定同意")]
    [InlineData("Adjustment1.bureau", null)]
    [InlineData("Rectification1.review", "第1次整改合格")]
    public async Task StepBesideTheBuilding_Returned_ComesAgainAndIsAgreed(string step, string? settled)
    {
        var script = Returned(step);
        var result = await Life.RehearseAsync("tier-320", new([.. script.Answers, Contract]) { Acts = [Supplement, Adjustment, Order] });

        Assert.Equal(Stages.Completed, result.End);
        AssertDecidedTwice(result, step);
        Assert.True(settled is null || result.Calendar.Any(entry => entry.Text == settled), settled);
    }

    [Theory]
    [InlineData("Termination1.bureau")]
    [InlineData("Termination1.review")]
    [InlineData("Termination1.decision")]
    public async Task Termination_Returned_ComesAgainAndEndsTheProject(string step)
    {
        var result = await Life.RehearseAsync("tier-320", Returned(step) with
        {
            Acts = [new(BuildingKinds.Termination, Life.Json("""{"substantiveProgress":true,"cannotReachObjectives":true,"ground":"省级统建系统替代"}"""), 20)],
        });

        Assert.Equal(Stages.Terminated, result.End);
        AssertDecidedTwice(result, step);
    }

    private static void AssertDecidedTwice(RehearsalResult result, string step)
    {
        var stage = step.Split('.')[0].TrimEnd('1');
        var decisions = result.Of(RehearsalKind.Decision, stage);
        var returned = Assert.Single(decisions, entry => entry.Text.EndsWith("意见：退回补正", StringComparison.Ordinal));
        // The same person, asked for the same act, agrees afterwards.
        Assert.Contains(decisions, entry => entry.At > returned.At && entry.Text == returned.Text.Replace("退回补正", "同意", StringComparison.Ordinal));
        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.Contains(Wanted, StringComparison.Ordinal));
    }

    private static RehearsalScript Returned(string step) =>
        new([new(step, Person: step.EndsWith(".review", StringComparison.Ordinal) && step != "Rectification1.review" ? "vm-digital" : null, Decision: Decision.Return, Comment: Wanted)]);

    private static RehearsalScriptLine Contract { get; } = new(MainLineKinds.Contract, Data: Life.Json(
        """{"number":"1","supplier":"中标商","amount":200,"signedOn":"2026-03-18","startsOn":"2026-03-18","endsOn":"2026-09-18"}"""));

    private static RehearsalAct Supplement { get; } = new(
        BuildingKinds.Supplement, Life.Json("""{"amount":10,"sameSubjectMatter":true,"otherTermsUnchanged":true,"ground":"新增乡镇"}"""), 10);

    private static RehearsalAct Adjustment { get; } = new(
        BuildingKinds.Adjustment,
        Life.Json("""{"content":"更换架构","amountAdjusted":100,"investmentAfter":320,"objectivesUnchanged":true,"ground":null,"alreadyMade":false}"""), 12);

    private static RehearsalAct Order { get; } = new(
        SupervisionKinds.Order, Life.Json("""{"matter":"quality","finding":"弱口令","requirement":"立即整改","until":"2026-05-07"}"""), 14);
}
