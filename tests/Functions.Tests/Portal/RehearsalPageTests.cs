using System.Net;

namespace Functions.Tests.Portal;

/// <summary>The rehearsal for people without a command line.</summary>
[Collection(nameof(Portal))]
public sealed class RehearsalPageTests(PortalHost portal)
{
    [Fact]
    public async Task Rehearsal_OfASample_ShowsBarsAndCalendarAndLeavesNothing()
    {
        var form = await portal.Http.GetStringAsync("/rehearsal");
        Assert.Contains("tier-320.json", form, StringComparison.Ordinal);
        var before = await portal.Http.GetStringAsync("/api/projects");

        using var answer = await RehearseAsync(("sample", "tier-320.json"), ("start", "2026-03-02"));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<rect class=\"taken\"", html, StringComparison.Ordinal);
        Assert.Contains("2026年3月2日 09:00", html, StringComparison.Ordinal);
        Assert.Contains("已办结", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.Equal(before, await portal.Http.GetStringAsync("/api/projects"));
    }

    [Fact]
    public async Task Rehearsal_WithScriptedDecision_FollowsIt()
    {
        using var answer = await RehearseAsync(
            ("sample", "tier-150.json"), ("start", "2026-03-02"),
            ("decisions", """[{ "step": "Establishment.review", "decision": "不同意", "comment": "没有必要" }]"""));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("结束：未予立项", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("season-3.json", "结束：成效综合考评", "进入总结阶段", "2023年9月5日")]
    [InlineData("xinwuranwu-2023.json", "结束：台账期满", "提交实施情况评估", "2025年11月20日")]
    public async Task Rehearsal_OfACampaignOrLedger_BeginsOnItsDocumentsDay(string sample, string end, string act, string day)
    {
        using var answer = await RehearseAsync(("sample", sample), ("start", "2026-03-02"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(end, html, StringComparison.Ordinal);
        Assert.Contains(act, html, StringComparison.Ordinal);
        Assert.Contains(day, html, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"taken\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaigns", "{\"id\":5}", "行动方案不是可读的 JSON")]
    [InlineData("ledgers", "[]", "台账不是可读的 JSON")]
    [InlineData("ledgers", "", "请选择示例，或者粘贴台账")]
    [InlineData("weather", "{}", "没有这个流程")]
    public async Task Rehearsal_OfWhatCannotBeRead_SaysWhatItShouldBe(string process, string pasted, string message)
    {
        using var answer = await RehearseAsync(("process", process), ("application", pasted), ("start", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(message, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "2026-03-02", "请选择示例")]
    [InlineData("../../appsettings.json", "2026-03-02", "没有这个示例")]
    [InlineData("tier-150.json", "tomorrow", "请填写开始日期")]
    public async Task Rehearsal_OfWhatCannotBe_SaysWhatToMend(string sample, string start, string message)
    {
        using var answer = await RehearseAsync(("sample", sample), ("start", start));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(message, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Begins it; where it began, waits for its end and goes to its result, as the page of its progress does.</summary>
    private async Task<HttpResponseMessage> RehearseAsync(params (string Name, string Value)[] fields)
    {
        var begun = await portal.Http.PostAsync(
            "/rehearsal", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        if (begun.StatusCode != HttpStatusCode.SeeOther)
            return begun;
        await portal.SettleAsync();
        using var ended = await portal.Http.GetAsync(begun.Headers.Location);
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        return await portal.Http.GetAsync(ended.Headers.Location);
    }
}
