using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Functions.Tests.Portal;

/// <summary>
/// What units and supervising bureaus do while projects are built, over HTTP on a running host. Each act is first refused
/// with a foreign unit's key and for what is wrong with it, then taken.
/// </summary>
public sealed class BuildingActTests(BuildingSite building) : IClassFixture<BuildingSite>
{
    private const string Own = "sscjgj";
    private const string Foreign = "sjyj";
    private const string Bureau = "szjj";

    [Fact]
    public async Task Supplement_WithinTheTenth_IsDecidedAndAboveItRefused()
    {
        var site = building["追加设备"];
        await RefusedAsync(site, "Construction.supplement", Supplement(14.01m), "amount", "第四十三条第一款", file: true);
        await building.RefusedAsync(site, "Construction.supplement", Supplement(5), Own, Foreign, "file", "第四十三条");

        await building.AcceptedAsync(site, "Construction.supplement", Supplement(10), Own, file: true);
        await building.DecideAsync(site);

        Assert.Contains("第1份补充合同（10.00万元）审定同意", await building.ActionsAsync(site));
        // The contract of 140 and the supplement already use up the estimate of 150.
        await RefusedAsync(site, "Construction.supplement", Supplement(0.01m), "amount", "第二十八条第二款", file: true);
    }

    [Fact]
    public async Task Adjustment_OfFifteenPercent_IsFiled()
    {
        var site = building["合并模块"];
        await RefusedAsync(site, "Construction.adjustment", Adjustment(22.5m) with { Content = "" }, "content", "第四十四条", file: true);

        await building.AcceptedAsync(site, "Construction.adjustment", Adjustment(22.5m), Own, file: true);

        Assert.NotEmpty(await building.MailsAsync(site, "第1次调整已经备案，可以实施"));
        Assert.Empty(await building.MailsAsync(site, "申请第1次调整"));
    }

    [Fact]
    public async Task Adjustment_AboveFifteenPercent_IsApprovedBeforehand()
    {
        var site = building["更换架构"];
        await RefusedAsync(site, "Construction.adjustment", Adjustment(22.51m) with { AlreadyMade = true }, "alreadyMade", "第四十四条", file: true);

        await building.AcceptedAsync(site, "Construction.adjustment", Adjustment(22.51m), Own, file: true);
        Assert.Empty(await building.MailsAsync(site, "第1次调整已经"));
        await building.DecideAsync(site);

        Assert.NotEmpty(await building.MailsAsync(site, "第1次调整已经批准，可以实施"));
    }

    [Fact]
    public async Task Trouble_Reported_ReachesTheBureau()
    {
        var site = building["中标停工"];
        await RefusedAsync(site, "Construction.trouble", new { description = "停工" }, "seriousDelay", "第四十六条第一款");

        await building.AcceptedAsync(site, "Construction.trouble", new { seriousDelay = true, description = "中标商停工" }, Own);

        Assert.Contains(await building.MailsAsync(site, "项目单位报告工程严重逾期：中标商停工"), mail => mail.To == "szjj.review@dazhou.example");
    }

    [Fact]
    public async Task Pause_OfFortyDays_MovesTheEndOfTheBuildingYear()
    {
        var site = building["暂停建设"];
        var before = await DueAsync(site);
        await building.RefusedAsync(site, "Construction.pause", new { reason = "" }, Bureau, Own, "reason", "第四十六条第一款");
        await building.AcceptedAsync(site, "Construction.pause", new { reason = "等待上级方案" }, Bureau);
        using (var refused = await building.HandInAsync(site, "Construction.pause", new { reason = "再次暂停" }, Bureau))
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.DoesNotContain("Construction.supplement", await building.OpenAsync(site));

        await building.AdvanceAsync(40);
        await building.RefusedAsync(site, "Construction.resume", new { reason = "" }, Bureau, Foreign, "reason", "第四十六条第一款");
        await building.AcceptedAsync(site, "Construction.resume", new { reason = "方案已定" }, Bureau);

        // The last day may come to lie on a day off, and then moves on to the next working day.
        Assert.InRange((await DueAsync(site) - before).Days, 37, 51);
        Assert.Contains("恢复项目建设：方案已定", await building.ActionsAsync(site));
    }

    [Fact]
    public async Task Progress_AskedForEveryMonth_IsTakenInItsMonth()
    {
        var site = building["暂停建设"];
        for (var days = 0; !(await building.OpenAsync(site)).Contains("Construction.progress"); days++)
        {
            Assert.True(days < 45, "The month's report is not asked for.");
            await building.AdvanceAsync(1);
        }

        await RefusedAsync(site, "Construction.progress", new { percent = 120, summary = "按计划" }, "percent", "第四十二条");
        await building.AcceptedAsync(site, "Construction.progress", new { percent = 40, summary = "按计划" }, Own);
        Assert.DoesNotContain("Construction.progress", await building.OpenAsync(site));
    }

    [Fact]
    public async Task MonitoringReport_AskedForInDecember_IsTaken()
    {
        var site = building["监控绩效"];
        if (!(await building.OpenAsync(site)).Contains("AnnualMonitoring.report"))
        {
            var now = await building.Portal.NowAsync();
            var december = new DateTimeOffset(now.Year, 12, 1, 12, 0, 0, TimeSpan.FromHours(8));
            if (december > now)
                await building.Portal.MoveClockAsync(december);
        }

        await RefusedAsync(site, "AnnualMonitoring.report", new { progress = "按计划", fundsExecuted = -1 }, "fundsExecuted", "第五十一条", file: true);
        await building.AcceptedAsync(site, "AnnualMonitoring.report", new { progress = "按计划", fundsExecuted = 60 }, Own, file: true);
        Assert.Contains(await building.ActionsAsync(site), action => action.StartsWith("提交绩效监控报告（20", StringComparison.Ordinal) && action.EndsWith("年度）", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rectification_ThatFailed_IsSanctioned()
    {
        var site = building["限期整改"];
        var until = (await building.Portal.NowAsync()).AddDays(20);
        object order = new { matter = "quality", finding = "质量低劣", requirement = "返工", until = $"{until:yyyy-MM-dd}" };
        await building.RefusedAsync(
            site, "Rectification.order", new { matter = "quality", finding = "质量低劣", requirement = "返工", until = "2020-01-01" }, Bureau, Own, "until", "第五十三条");
        // Nothing has failed yet, so nothing can be sanctioned.
        using (var early = await building.HandInAsync(site, "Rectification.sanction1", new { sanctions = (string[])["criticism"], ground = "质量低劣" }, Bureau))
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        await building.AcceptedAsync(site, "Rectification.order", order, Bureau);

        await RefusedAsync(site, "Rectification.report1", new { report = "" }, "report", "第五十三条");
        await building.AcceptedAsync(site, "Rectification.report1", new { report = "已经返工" }, Own);
        await building.DecideAsync(site, "不同意", "仍不符合要求");
        await building.RefusedAsync(
            site, "Rectification.sanction1", new { sanctions = Array.Empty<string>(), ground = "整改不到位" }, Bureau, Own, "sanctions", "第五十三条");
        await building.AcceptedAsync(site, "Rectification.sanction1", new { sanctions = (string[])["criticism", "holdPlan"], ground = "整改不到位" }, Bureau);

        Assert.Contains("整改后仍不符合要求，通报批评、暂缓安排投资计划：整改不到位", await building.ActionsAsync(site));
        // The rectification goes on: the unit is asked again.
        Assert.Contains("Rectification.report1", await building.OpenAsync(site));
    }

    [Fact]
    public async Task Termination_Agreed_EndsTheProject()
    {
        var site = building["终止建设"];
        await RefusedAsync(
            site, "Construction.termination", new { substantiveProgress = false, cannotReachObjectives = true, ground = "省级统建" }, "substantiveProgress", "第四十六条第二款");

        await building.AcceptedAsync(
            site, "Construction.termination", new { substantiveProgress = true, cannotReachObjectives = true, ground = "省级统建" }, Own);
        await building.DecideAsync(site);

        Assert.Equal("Terminated", (await building.ViewAsync(site)).GetProperty("stage").GetString());
        Assert.Empty(await building.OpenAsync(site));
        Assert.Contains("项目终止", await building.ActionsAsync(site));
    }

    [Fact]
    public async Task UnapprovedChange_AboveTheEstimate_BlocksThePayment()
    {
        var site = building["擅自变更"];
        await building.RefusedAsync(
            site, "Construction.unapprovedChange", new { description = "擅自扩容", exceedsEstimate = true }, Bureau, Own, "majorDesignChange", "第四十四条");
        await building.AcceptedAsync(
            site, "Construction.unapprovedChange", new { description = "擅自扩容", majorDesignChange = true, exceedsEstimate = true }, Bureau);

        await building.WalkAsync([site], "TrialRun.start", days: 3);
        await building.WalkAsync([site], "PreAcceptance.application", days: 50);
        await building.WalkAsync([site], "Payment.application", days: 20);

        using var refused = await building.HandInAsync(site, "Payment.application", new { amount = 10, final = false }, Own);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var fault = Assert.Single((await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray());
        Assert.Equal(("payment-blocked", "第四十四条"), (fault.GetProperty("rule").GetString(), fault.GetProperty("article").GetString()));
    }

    [Fact]
    public async Task UnitBlock_RecordedByTheBureau_RefusesTheUnitsApplicationsUntilItIsLifted()
    {
        using (var foreign = await BlockAsync(Foreign, lift: false, "检查发现", file: true))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using (var bad = await BlockAsync(Bureau, lift: false, "", file: false))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
            var faults = (await bad.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray();
            Assert.Equal(
                [("file", "第二十四条"), ("reason", "第二十四条")],
                faults.Select(fault => (fault.GetProperty("field").GetString()!, fault.GetProperty("article").GetString()!)).Order());
        }

        using (var recorded = await BlockAsync(Bureau, lift: false, "未完成归集", file: true))
            Assert.True((await recorded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("dataAggregationMissing").GetBoolean());
        Assert.Contains("已登记，不得申报新增项目", await building.Portal.Http.GetStringAsync($"/units/{Own}"), StringComparison.Ordinal);
        using (var refused = await new Applicant(building.Portal, "受限制的申报").PostAsync("tier-150.json"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("第二十四条", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var lifted = await BlockAsync(Bureau, lift: true, "归集已完成", file: true))
            Assert.False((await lifted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("dataAggregationMissing").GetBoolean());
        using var accepted = await new Applicant(building.Portal, "解除以后的申报").PostAsync("tier-150.json");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task WorksRuling_RecordedByTheBureau_IsListedAndRefusedToOthers()
    {
        using (var foreign = await RuleAsync(Foreign, "裁定〔2026〕9号"))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using (var bad = await RuleAsync(Bureau, ""))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
            var fault = Assert.Single((await bad.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray());
            Assert.Equal(("number", "第八条"), (fault.GetProperty("field").GetString(), fault.GetProperty("article").GetString()));
        }

        using (var recorded = await RuleAsync(Bureau, "裁定〔2026〕9号"))
        {
            var ruling = Assert.Single((await recorded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rulings").EnumerateArray());
            Assert.Equal(("裁定〔2026〕9号", "DevelopmentAndReform"), (ruling.GetProperty("number").GetString(), ruling.GetProperty("establisher").GetString()));
        }

        Assert.Contains("裁定〔2026〕9号", await building.Portal.Http.GetStringAsync($"/units/{Own}"), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> RuleAsync(string caller, string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/units/{Own}/rulings");
        request.Headers.Add(Dazhou.Serverless.Functions.Common.UnitKeys.Header, await building.KeyOfAsync(caller));
        request.Content = new MultipartFormDataContent
        {
            { new StringContent(number), "number" }, { new StringContent("市民中心工程"), "works" }, { new StringContent("DevelopmentAndReform"), "establisher" },
            { new ByteArrayContent("裁定"u8.ToArray()), "file", "裁定.txt" },
        };
        return await building.Portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> BlockAsync(string caller, bool lift, string reason, bool file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/units/{Own}/blocks");
        request.Headers.Add(Dazhou.Serverless.Functions.Common.UnitKeys.Header, await building.KeyOfAsync(caller));
        var form = new MultipartFormDataContent
        {
            { new StringContent("DataAggregation"), "block" }, { new StringContent(lift ? "true" : "false"), "lift" }, { new StringContent(reason), "reason" },
        };
        if (file)
            form.Add(new ByteArrayContent("依据"u8.ToArray()), "file", "函.txt");
        request.Content = form;
        return await building.Portal.Http.SendAsync(request);
    }

    private Task RefusedAsync(Site site, string kind, object bad, string field, string article, bool file = false) =>
        building.RefusedAsync(site, kind, bad, Own, Foreign, field, article, file);

    private async Task<DateTimeOffset> DueAsync(Site site) =>
        (await building.ViewAsync(site)).GetProperty("deadlines").EnumerateArray()
            .Last(deadline => deadline.GetProperty("stage").GetString() == "Construction" && deadline.GetProperty("period").GetString() == "1 year")
            .GetProperty("due").GetDateTimeOffset();

    private static object Supplement(decimal amount) => new { amount, sameSubjectMatter = true, otherTermsUnchanged = true, ground = "新增乡镇" };

    private static Adjusted Adjustment(decimal amount) => new("合并模块", amount, 150, true, "planImprovement", false);

    private sealed record Adjusted(string Content, decimal AmountAdjusted, decimal InvestmentAfter, bool ObjectivesUnchanged, string Ground, bool AlreadyMade);
}
