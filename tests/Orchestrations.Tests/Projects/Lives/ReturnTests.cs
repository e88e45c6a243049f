using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>退回补正 and 撤回 at each later step lead to the next round; 不同意 only to the end while nothing is built.</summary>
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

    [Fact]
    public async Task Decision_RefusedBeforeThereIsAContract_EndsTheLife()
    {
        var result = await Life.RehearseAsync("tier-150", new([new("BudgetReview", Decision: Decision.Refuse, Comment: "不符合要求")]));

        Assert.Equal(Stages.Refused, result.End);
        Assert.Equal(Stages.Refused, result.Entered().Last());
    }

    [Theory]
    [InlineData("PreAcceptance", Stages.PreAcceptance, "提交履约验收前置核准申报（第2次）")]
    [InlineData("PostEvaluation", Stages.PostEvaluation, "提交后评价结果（第2次）")]
    public async Task Decision_RefusedOnWhatIsBuilt_HasItPutRight(string step, string stage, string again)
    {
        var result = await Life.RehearseAsync("tier-150", new([new(step, Decision: Decision.Refuse, Comment: "与审查意见不符")]));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Contains(result.Of(RehearsalKind.Decision, stage), entry => entry.Text.EndsWith(again, StringComparison.Ordinal));
        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.Contains("未获同意：与审查意见不符。请修改后重新提交（第2轮）", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Stages.TechnicalReview, "2026-03-13", Stages.TechnicalPlan, null)]
    [InlineData(Stages.BudgetReview, "2026-03-16", Stages.BudgetReview, "BudgetReview.application|0002")]
    [InlineData(Stages.PreAcceptance, "2026-11-01", Stages.PreAcceptance, "PreAcceptance.application|0002")]
    [InlineData(Stages.Payment, "2026-11-01", Stages.Payment, "Payment.application|0002")]
    public async Task Application_TakenBackAfterTheEstablishing_IsAskedForAgain(string step, string day, string stage, string? asked)
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new([new(step, Morning: 200)]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync($"{day}T12:00+08:00");
        var open = Assert.Single(await office.Get<ProjectQueries>().ApprovalsOfAsync(project.Id), row => row.Outcome is null);
        Assert.Equal((step, true), (open.Step.Key, ApplicantRules.MayWithdraw(open)));

        Assert.True(await office.Get<DecisionService>().WithdrawAsync(office.Client, project.Id, new(step, 1), "sscjgj.project", "需要修改"));
        await office.SettleAsync();

        Assert.Equal(stage, await office.StageAsync(project));
        if (asked is not null) Assert.Contains(asked, await office.AskedAsync(project));
        await office.AdvanceToAsync("2029-12-01T00:00+08:00");
        Assert.Equal(Stages.Completed, await office.StageAsync(project));
    }

    [Fact]
    public async Task Project_EndedWhileSomethingBesideItWasReturned_WaitsForNobody()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new(
        [
            new(MainLineKinds.Contract, Data: Life.Json("""{"number":"1","supplier":"中标商","amount":100,"signedOn":"2026-03-17","startsOn":"2026-03-17","endsOn":"2026-09-17"}""")),
            new("SupplementaryContract1.review", Person: "vm-digital", Decision: Decision.Return, Comment: "补充测算"),
            new("SupplementaryContract1.review", Person: "sscjgj.project", Morning: 500),
        ]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-04-01T00:00+08:00");
        await office.HandInAsync(project, BuildingKinds.Supplement, new SupplementRequest(5m, true, true, "新增乡镇"), key: "s");
        await office.AdvanceToAsync("2026-04-03T00:00+08:00");
        await office.HandInAsync(project, BuildingKinds.Termination, new TerminationRequest(true, true, "省级统建系统替代"), key: "t");

        await office.AdvanceToAsync("2026-04-20T00:00+08:00");

        Assert.Equal(Stages.Terminated, await office.StageAsync(project));
        Assert.Equal(Stages.Terminated, await office.OutputAsync<string>(project.InstanceId));
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
