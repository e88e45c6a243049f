using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>What happens while a project is built, at any time and beside each other.</summary>
public sealed class BuildingLifeTests
{
    [Fact]
    public async Task Pause_OfFortyDays_MovesTheYearByFortyDays()
    {
        var result = await Life.RehearseAsync("tier-150", Acts(
            new RehearsalAct(BuildingKinds.Pause, Life.Json("""{"reason":"等待上级统建系统方案"}"""), 30),
            new RehearsalAct(BuildingKinds.Resume, Life.Json("""{"reason":"方案已定"}"""), 70)));

        // From 17 March; paused on 16 April with 335 days left, resumed on 26 May.
        var building = result.Of(RehearsalKind.Deadline, Stages.Construction).Single();
        Assert.Equal(("2026-03-17", "2027-04-27"), ($"{building.From:yyyy-MM-dd}", $"{building.Due:yyyy-MM-dd}"));
        Assert.Equal(
            ["2026-04-16 09:00 暂停项目建设：等待上级统建系统方案", "2026-05-26 09:00 恢复项目建设：方案已定"],
            result.Of(RehearsalKind.Stage, Stages.Construction).Where(entry => entry.Article == "第四十六条").Lines());
        // nobody is asked for the progress of what stands still
        Assert.Equal(
            ["06-17", "07-17", "08-17"],
            result.Of(RehearsalKind.Mail, Stages.Construction)
                .Where(entry => entry.Text.Contains("请填报第", StringComparison.Ordinal) && entry.At < Life.At("2026-09-01T00:00")).Select(entry => $"{entry.At:MM-dd}"));
        Assert.Equal(Stages.Completed, result.End);
    }

    [Fact]
    public async Task Pause_OverTheContractsEnd_DelaysTheCompletion()
    {
        var result = await Life.RehearseAsync("tier-150", Acts(
            new RehearsalAct(BuildingKinds.Pause, Life.Json("""{"reason":"资金未到位"}"""), 180),
            new RehearsalAct(BuildingKinds.Resume, Life.Json("""{"reason":"资金到位"}"""), 200)));

        // Paused on 13 September, resumed on 3 October at nine; what was refused meanwhile is handed in then or on the next morning.
        Assert.InRange(result.Stage(Stages.TrialRun).At, Life.At("2026-10-03T09:00"), Life.At("2026-10-04T09:00"));
    }

    [Fact]
    public async Task Pause_BeforeTheContractsEnd_StopsItsTermToo()
    {
        var result = await Life.RehearseAsync("tier-150", Acts(
            new RehearsalScriptLine("Construction.completion", Morning: 380),
            new RehearsalAct(BuildingKinds.Pause, Life.Json("""{"reason":"等待上级统建系统方案"}"""), 30),
            new RehearsalAct(BuildingKinds.Resume, Life.Json("""{"reason":"方案已定"}"""), 70)));

        // The contract's own term ended on 17 September; behind plan it is forty days later.
        Assert.Equal("10-28 00:00", result.Reminders(Stages.Construction).First());
    }

    [Theory]
    [InlineData("19.98", true)] // 9.99 % of 200
    [InlineData("20", true)] // 10 %
    [InlineData("20.02", false)] // 10.01 %
    public async Task Supplement_ByItsShare_IsDecidedOrHasToStartOver(string amount, bool possible)
    {
        var result = await Life.RehearseAsync("tier-320", Acts(Contract320, Supplement(amount, 10)));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(
            possible ? ["2026-03-29 审核", "2026-03-29 审核", "2026-03-30 审定"] : [],
            result.Of(RehearsalKind.Decision, Stages.SupplementaryContract).Select(entry => $"{entry.At:yyyy-MM-dd} {entry.Text.Split('：')[1][..2]}"));
        Assert.Contains(
            result.Calendar, entry => entry.Text == (possible ? $"拨付{Amounts.Text(200m + decimal.Parse(amount))}" : "拨付200.00万元"));
    }

    [Fact]
    public async Task Supplements_OneAfterTheOther_AreCountedTogether()
    {
        var result = await Life.RehearseAsync("tier-320", Acts(
            Contract320, Supplement("12", 10), Supplement("8", 20), Supplement("0.01", 30)));

        Assert.Equal(
            ["第1份补充合同（12.00万元）审定同意", "第2份补充合同（8.00万元）审定同意"],
            result.Of(RehearsalKind.Stage, Stages.SupplementaryContract).Select(entry => entry.Text));
        Assert.Contains(result.Calendar, entry => entry.Text == "拨付220.00万元");
    }

    [Fact]
    public async Task Supplements_AtTheSameInstant_NeverExceedTheTenthTogether()
    {
        var result = await Life.RehearseAsync("tier-320", Acts(Contract320, Supplement("12", 10), Supplement("12", 10)));

        Assert.Single(result.Of(RehearsalKind.Stage, Stages.SupplementaryContract));
        Assert.Contains(result.Calendar, entry => entry.Text == "拨付212.00万元");
    }

    [Fact]
    public async Task Supplement_NotAgreed_FreesItsShare()
    {
        var script = Acts(Contract320, Supplement("15", 10), Supplement("15", 20));
        var result = await Life.RehearseAsync("tier-320", script with
        {
            Answers = [.. script.Answers, new("SupplementaryContract1.decision", Decision: Decision.Refuse, Comment: "先用结余")],
        });

        Assert.Equal(
            ["第1份补充合同（15.00万元）未予同意", "第2份补充合同（15.00万元）审定同意"],
            result.Of(RehearsalKind.Stage, Stages.SupplementaryContract).Select(entry => entry.Text));
    }

    [Theory]
    [InlineData("499.99", "审核 审定")] // both vice-mayors are one person there
    [InlineData("500", "审核 审签 审定")]
    [InlineData("1000", "审定")]
    [InlineData("5000", "审议 审定")]
    public async Task Supplement_ByItsAmount_GoesToItsTier(string amount, string acts)
    {
        var contract = Contract("2026-03-17", "2026-09-17", 55000);
        var result = await Life.RehearseAsync(
            "tier-1800", Acts(contract, Supplement(amount, 10)), change: application => application with { TotalInvestment = 61000m });

        Assert.Equal(
            acts.Split(' '), result.Of(RehearsalKind.Decision, Stages.SupplementaryContract).Select(entry => entry.Text.Split('：')[1][..2]));
    }

    [Theory]
    [InlineData("48", "320", "")] // 15 % of 320: filed
    [InlineData("48.01", "320", "市数字经济局审查科")]
    [InlineData("10", "330", "市数字经济局审查科 分管政法应急工作的副市长 分管数字经济工作的副市长 分管财政工作的副市长 市长")]
    public async Task Adjustment_ByItsSize_IsFiledOrDecided(string amount, string after, string deciders)
    {
        var result = await Life.RehearseAsync("tier-320", Acts(new RehearsalAct(
            BuildingKinds.Adjustment,
            Life.Json($$"""{"content":"合并模块","amountAdjusted":{{amount}},"investmentAfter":{{after}},"objectivesUnchanged":true,"ground":"planImprovement","alreadyMade":false}"""),
            10)));

        Assert.Equal(
            deciders.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            result.Of(RehearsalKind.Decision, Stages.Adjustment).OrderBy(entry => entry.At).ThenBy(entry => entry.Text, StringComparer.Ordinal).Select(entry => entry.Text.Split('：')[0]));
        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.Contains(
            deciders.Length == 0 ? "第1次调整已经备案" : "第1次调整已经批准", StringComparison.Ordinal));
        Assert.Equal(after == "330", result.Calendar.Any(entry => entry.Text == "调整后总投资及概算：330.00万元"));
    }

    [Fact]
    public async Task Adjustment_NotApproved_IsToldNotToBeMade()
    {
        var script = Acts(new RehearsalAct(
            BuildingKinds.Adjustment,
            Life.Json("""{"content":"更换架构","amountAdjusted":100,"investmentAfter":320,"objectivesUnchanged":true,"ground":null,"alreadyMade":false}"""), 10));
        var result = await Life.RehearseAsync("tier-320", script with
        {
            Answers = [new("Adjustment1.bureau", Decision: Decision.Refuse, Comment: "没有必要")],
        });

        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.Contains("未获批准，不得实施：没有必要", StringComparison.Ordinal));
        Assert.Equal(Stages.Completed, result.End);
    }

    [Fact]
    public async Task Termination_Agreed_EndsEverythingAtOnce()
    {
        var result = await Life.RehearseAsync("tier-150", Acts(Termination));

        Assert.Equal(Stages.Terminated, result.End);
        Assert.Equal("2026-04-09 09:00 项目终止", result.Of(RehearsalKind.Stage, Stages.Terminated).Last().At.ToString("yyyy-MM-dd HH:mm") + " " + result.Of(RehearsalKind.Stage).Last().Text);
        Assert.Equal(Stages.Terminated, result.Entered().Last());
        Assert.DoesNotContain(result.Calendar, entry => entry.At > Life.At("2026-04-09T09:00"));
    }

    [Fact]
    public async Task Termination_NotAgreed_GoesOnBuilding()
    {
        var script = Acts(Termination);
        var result = await Life.RehearseAsync("tier-150", script with
        {
            Answers = [new("Termination1.bureau", Decision: Decision.Refuse, Comment: "具备继续条件")],
        });

        Assert.Equal(Stages.Completed, result.End);
        Assert.Contains(result.Calendar, entry => entry.Text == "终止申请未获同意");
    }

    [Fact]
    public async Task Trouble_Reported_ReachesTheBureau()
    {
        var result = await Life.RehearseAsync("tier-150", Acts(
            new RehearsalAct(BuildingKinds.Trouble, Life.Json("""{"seriousDelay":true,"description":"中标商停工"}"""), 30)));

        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.StartsWith("邮件至市数字经济局审查科：项目单位报告工程严重逾期：中标商停工", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnapprovedChange_AboveTheEstimate_BlocksThePayment()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-04-01T00:00+08:00");
        Assert.Equal(Stages.Construction, await office.StageAsync(project));

        await office.HandInAsync(project, BuildingKinds.UnapprovedChange, new UnapprovedChange("擅自扩容", true, true), "szjj.review");
        Assert.Equal("擅自扩容", (await office.LedgerAsync(project)).PaymentBlocked);
        await office.AdvanceToAsync("2027-01-15T00:00+08:00");

        Assert.Equal(Stages.Payment, await office.StageAsync(project));
        var refused = await office.HandInAsync(project, MainLineKinds.Payment, new PaymentApplication(10m, true));
        Assert.Equal((SubmissionStatus.Refused, "payment-blocked"), (refused.Status, Assert.Single(refused.Failures).Rule));
    }

    private static RehearsalAct Termination { get; } = new(
        BuildingKinds.Termination,
        Life.Json("""{"substantiveProgress":true,"cannotReachObjectives":true,"ground":"省级统建系统替代"}"""),
        20);

    private static RehearsalScriptLine Contract320 { get; } = Contract("2026-03-18", "2026-09-18", 200);

    private static RehearsalScriptLine Contract(string signed, string ends, decimal amount) => new("Procurement.contract", Data: Life.Json(
        $$"""{"number":"1","supplier":"中标商","amount":{{amount}},"signedOn":"{{signed}}","startsOn":"{{signed}}","endsOn":"{{ends}}"}"""));

    private static RehearsalAct Supplement(string amount, int days) => new(
        BuildingKinds.Supplement,
        Life.Json($$"""{"amount":{{amount}},"sameSubjectMatter":true,"otherTermsUnchanged":true,"ground":"新增乡镇"}"""),
        days);

    private static RehearsalScript Acts(params RehearsalAct[] acts) => new([]) { Acts = acts };

    private static RehearsalScript Acts(RehearsalScriptLine line, params RehearsalAct[] acts) => new([line]) { Acts = acts };
}
