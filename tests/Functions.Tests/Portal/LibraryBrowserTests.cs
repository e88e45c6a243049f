using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>信息化项目库 and the record of a unit in a browser: the forms work, and axe-core finds nothing.</summary>
[Collection(nameof(Portal))]
public sealed class LibraryBrowserTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private readonly List<string> faults = [];

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Library_UpdatedInTheForm_GoesThroughTheFirstReviewAgain(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var waiting = new Applicant(portal, $"等待年度计划的项目（{device}）");
        await waiting.HandInAsync("tier-150.json");
        await waiting.ArgueAsync("annualPlan");
        var project = new Applicant(portal, $"库里更新的项目（{device}）");
        await project.HandInAsync("tier-150.json");
        using (var admitted = await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "同意"))
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        await portal.SettleAsync();
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();

        await page.GotoAsync("/library?state=Admitted");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        await CheckAsync(page, "library with its forms");
        await page.ClickAsync($"a[href='/library/{project.Id}/update']");
        Assert.Equal(project.Title, await page.InputValueAsync("[id='name']"));
        Assert.Equal("150", await page.InputValueAsync("[id='totalInvestment']"));
        Assert.Equal(0, await page.Locator("[name='unit']").CountAsync());
        await CheckAsync(page, "update form");

        // Too little for this regulation: refused, and what was typed stays.
        await page.FillAsync("[id='totalInvestment']", "20");
        await page.FillAsync("#comment", "压缩建设内容");
        await page.FillAsync("#unitKey", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交更新')");
        Assert.Contains("第二条", await page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("20", await page.InputValueAsync("[id='totalInvestment']"));
        await CheckAsync(page, "refused update");

        await page.FillAsync("[id='totalInvestment']", "140");
        await page.FillAsync("[id='name']", $"{project.Title}（更新）");
        await page.FillAsync("#unitKey", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交更新')");
        Assert.Contains("重新进入初审", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        await CheckAsync(page, "updated");

        var updated = await project.ProjectAsync();
        Assert.Equal(("LibraryAdmission", $"{project.Title}（更新）"), (updated.GetProperty("stage").GetString(), updated.GetProperty("name").GetString()));
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task UnitRecord_WithItsForm_HasNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();

        await page.GotoAsync("/units/sscjgj");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        await CheckAsync(page, "unit");
        await page.FillAsync("[name=unitKey]", "not-a-key");
        await page.EvaluateAsync("document.querySelectorAll('main form [required]').forEach(it => it.required = false)");
        await page.ClickAsync("main form button[type=submit]");
        await CheckAsync(page, "refused block");
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public async Task Library_ForAUnitWithItsKey_IsItsOwnWhateverOthersHave()
    {
        var project = new Applicant(portal, "两个单位的库");
        await project.HandInAsync("tier-150.json");
        using (var admitted = await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "同意"))
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        await portal.SettleAsync();
        var year = (await portal.Http.GetFromJsonAsync<JsonElement>("/api/library")).GetProperty("year").GetInt32();

        Assert.Contains(project.Id, await ListedAsync("sscjgj", year));
        Assert.DoesNotContain(project.Id, await ListedAsync("sjyj", year));
        using var own = await GetAsync(await portal.UnitKeyAsync("sscjgj"), $"/library/{project.Id}/update");
        using var foreign = await GetAsync(await portal.UnitKeyAsync("sjyj"), $"/library/{project.Id}/update");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, foreign.StatusCode));
    }

    private async Task<IReadOnlyList<string>> ListedAsync(string unit, int year)
    {
        using var answer = await GetAsync(await portal.UnitKeyAsync(unit), $"/api/library?year={year}");
        var list = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("project").GetString()!)];
    }

    private async Task<HttpResponseMessage> GetAsync(string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { UnitKeys.Header, key } } };
        return await portal.Http.SendAsync(request);
    }

    private async Task CheckAsync(IPage page, string where) => faults.AddRange(await Axe.FaultsAsync(page, where));
}
