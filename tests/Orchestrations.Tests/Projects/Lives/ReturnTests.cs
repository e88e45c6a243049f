using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>退回补正 at each later step leads to the next round, 不同意 to the end.</summary>
public sealed class ReturnTests
{
    [Theory]
    [InlineData("BudgetReview", Stages.BudgetReview, "提交招标控制价预算评审申报")]
    [InlineData("PreAcceptance", Stages.PreAcceptance, "提交履约验收前置核准申报")]
    [InlineData("Payment", Stages.Payment, "提交资金拨付申请")]
    [InlineData("PostEvaluation", Stages.PostEvaluation, "提交后评价结果")]
    public async Task Decision_Returned_AsksForItAgainInTheNextRound(string step, string stage, string handIn)
    {
        var result = await Life.RehearseAsync("tier-150", new([new(step, Decision: Decision.Return, Comment: "补充测算依据")]));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(
            [handIn, $"{handIn}（第2次）"],
            result.Of(RehearsalKind.Decision, stage).Select(entry => entry.Text.Split('：')[1]).Where(text => text.StartsWith(handIn, StringComparison.Ordinal)));
        Assert.Contains(
            result.Of(RehearsalKind.Mail), entry => entry.Text.Contains("已退回补正：补充测算依据", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BudgetReview_Returned_CountsThirtyWorkingDaysAnew()
    {
        var result = await Life.RehearseAsync("tier-150", new([new("BudgetReview", Decision: Decision.Return, Comment: "补充测算依据")]));

        Assert.Equal(
            ["2026-03-14 2026-04-28", "2026-03-16 2026-04-29"],
            result.Of(RehearsalKind.Deadline, Stages.BudgetReview).Where(entry => entry.Period == "30 working days").Select(entry => $"{entry.From:yyyy-MM-dd} {entry.Due:yyyy-MM-dd}"));
    }

    [Theory]
    [InlineData("BudgetReview")]
    [InlineData("PreAcceptance")]
    public async Task Decision_Refused_EndsTheLife(string step)
    {
        var result = await Life.RehearseAsync("tier-150", new([new(step, Decision: Decision.Refuse, Comment: "不符合要求")]));

        Assert.Equal(Stages.Refused, result.End);
        Assert.Equal(Stages.Refused, result.Entered().Last());
    }

    [Fact]
    public async Task Payment_InInstalments_ReturnsTheSurplus()
    {
        var result = await Life.RehearseAsync("tier-150", new(
        [
            new("Procurement.contract", Data: Life.Json(
                """{"number":"1","supplier":"中标商","amount":140,"signedOn":"2026-03-17","startsOn":"2026-03-17","endsOn":"2026-09-17"}""")),
            new("Payment.application", 1, Data: Life.Json("""{"amount":100,"final":false}""")),
        ]));

        Assert.Equal(
            ["拨付100.00万元", "拨付40.00万元", "结余10.00万元应当退回"],
            result.Of(RehearsalKind.Stage, Stages.Payment).Skip(1).Select(entry => entry.Text));
    }

    [Fact]
    public async Task Acceptance_Failed_IsPutRightAndAcceptedAgain()
    {
        var result = await Life.RehearseAsync("tier-150", new(
            [new("Acceptance.report", 1, Data: Life.Json("""{"passed":false,"conclusion":"不合格","defects":"未完成等级保护测评"}"""))]));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.Contains("需要整改的问题：未完成等级保护测评", StringComparison.Ordinal));
        // accepted a day later, so everything counts from 23 October
        Assert.Equal("2026-10-23", $"{result.Of(RehearsalKind.Deadline, Stages.PostEvaluation)[0].From:yyyy-MM-dd}");
    }
}
