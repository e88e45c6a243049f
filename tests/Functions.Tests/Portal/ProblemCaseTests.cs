using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>Problems over HTTP: raised by a report, assigned by page and key, answered by link and key, confirmed, withdrawn.</summary>
[Collection(nameof(Portal))]
public sealed class ProblemCaseTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Office = "szgfj.office@dazhou.example";
    private const string Economy = "szjj.office@dazhou.example";
    private const string Finance = "szj.office@dazhou.example";
    private const string Outsider = "sjyj.office@dazhou.example";

    private readonly string _id = $"problems-{Guid.NewGuid():N}"[..30];

    [Fact]
    public async Task Problem_ThatALedgersReportNames_IsAssignedAnsweredSentBackAndConfirmed()
    {
        var (office, economy, finance, foreign) = (await portal.UnitKeyAsync("szgfj"), await portal.UnitKeyAsync("szjj"), await portal.UnitKeyAsync("szj"), await portal.UnitKeyAsync("sjyj"));
        var id = await RaiseAsync("部门数据未提供");
        Assert.Equal(["待交办 szjj "], await ListAsync("?source=ledgers&unit=市数字经济局", office));
        Assert.Equal(["待交办 szjj "], await ListAsync("?state=Raised", economy));
        Assert.Empty(await ListAsync("", foreign));
        Assert.Empty(await ListAsync("?state=办理中", office));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Get, "/api/problems?state=某状态", office)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/api/problems/{id}", foreign)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/api/problems/{id}", finance)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/problems/none", office)).Status);

        // Only the coordinating office assigns; faults come back by field.
        var assign = $"/api/problems/{id}/assign";
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, assign, foreign, new { unit = "szj" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, assign, economy, new { unit = "szj" })).Status);
        var (wrong, faults) = await SendAsync(HttpMethod.Post, assign, office, new { unit = "没有的局", until = "2020-01-01" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong);
        Assert.Equal(["unit", "until"], Json(faults).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, assign, office, new { unit = "市财政局", instruction = "请三日内提供" })).Status);
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, assign, office, new { unit = "sjyj" })).Status);
        Assert.Equal(["办理中 szjj szj"], await ListAsync("?unit=szj", finance));

        // By the mailed link the unit answers; by key the raiser sends it back.
        var mail = Assert.Single(await portal.MailsAsync($"{_id}第1项：梳理事项：市数字经济局提出的问题"), mail => mail.To == Finance);
        using (var answer = await portal.Http.PostAsync(mail.Href, new FormUrlEncodedContent([new("outcome", "done"), new("text", "正在整理")])))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await portal.SettleAsync();
        var confirm = $"/api/submissions/problem.{id}/Problem.confirm";
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, confirm, finance, new { solved = true })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, confirm, economy, new { solved = false })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, confirm, economy, new { solved = false, reason = "数据没有提供" })).Status);
        await portal.SettleAsync();
        var view = Json((await SendAsync(HttpMethod.Get, $"/api/problems/{id}", finance)).Text);
        Assert.Equal(("待交办", 2), (view.GetProperty("problem").GetProperty("state").GetString(), view.GetProperty("problem").GetProperty("round").GetInt32()));
        Assert.Equal("Problem.assign", view.GetProperty("open")[0].GetProperty("kind").GetString());

        // The second round ends it.
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, assign, office, new { unit = "szj" })).Status);
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/submissions/problem.{id}/Problem.answer", finance, new { outcome = "done", text = "已经提供" })).Status);
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, confirm, economy, new { solved = true })).Status);
        await portal.SettleAsync();
        Assert.Equal(["已解决 szjj szj"], await ListAsync("?state=已解决", office));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, $"/api/problems/{id}/withdraw", economy, new { reason = "不需要了" })).Status);
    }

    [SkippableFact]
    public async Task Pages_OfAProblem_ServeOfficeUnitAndRaiserWithoutScript()
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var id = await RaiseAsync("系统接口未开通");
        await OnPageAsync(Office, $"/problems/{id}", async page =>
        {
            Assert.Contains("系统接口未开通", await page.InnerTextAsync("#status"), StringComparison.Ordinal);
            await page.ClickAsync("#assign button[type=submit]");
            Assert.Contains("请选择办理单位", await page.InnerTextAsync("#assign"), StringComparison.Ordinal);
            await page.SelectOptionAsync("#assign [name=unit]", "szj");
            await page.FillAsync("#assign [name=instruction]", "请开通接口");
            await page.ClickAsync("#assign button[type=submit]");
            Assert.Contains("已经交办", await page.InnerTextAsync("[role=status]"), StringComparison.Ordinal);
        });
        await portal.SettleAsync();
        await OnPageAsync(Finance, $"/problems/{id}", async page =>
        {
            Assert.Equal(0, await page.Locator("#assign").CountAsync());
            Assert.Equal(0, await page.Locator("#withdraw").CountAsync());
            await page.ClickAsync("text=去办理");
            Assert.Contains("请开通接口", await page.InnerTextAsync("main"), StringComparison.Ordinal);
            await page.SelectOptionAsync("[name=outcome]", "done");
            await page.FillAsync("[name=text]", "接口已经开通");
            await page.ClickAsync("main form button[type=submit]");
            Assert.Contains("已提交", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        });
        await portal.SettleAsync();
        await OnPageAsync(Economy, $"/problems/{id}", async page =>
        {
            Assert.Contains("接口已经开通", await page.InnerTextAsync("#status"), StringComparison.Ordinal);
            Assert.Contains("交由市财政局办理", await page.InnerTextAsync("#history"), StringComparison.Ordinal);
            await page.ClickAsync("#withdraw summary");
            await page.FillAsync("#withdraw [name=reason]", "已经自行解决");
            await page.ClickAsync("#withdraw button[type=submit]");
            Assert.Contains("已经撤回", await page.InnerTextAsync("[role=status]"), StringComparison.Ordinal);
        });
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/problems/{id}", Outsider));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/problems/{id}/documents/problem-answer/1", Office));

        var open = await RaiseAsync("流程没有明确", 2);
        await OnPageAsync(Office, "/problems", async page =>
        {
            await page.ClickAsync("#filter summary");
            await page.SelectOptionAsync("[name=state]", "Withdrawn");
            await page.SelectOptionAsync("[name=source]", "ledgers");
            await page.SelectOptionAsync("#filter [name=unit]", "szjj");
            await page.ClickAsync("#filter button[type=submit]");
            var listed = await page.InnerTextAsync("#problems");
            Assert.Contains("系统接口未开通", listed, StringComparison.Ordinal);
            Assert.DoesNotContain("流程没有明确", listed, StringComparison.Ordinal);
        });
        await OnPageAsync(Office, $"/search?q={Uri.EscapeDataString("流程没有明确")}", async page =>
            Assert.Equal(1, await page.Locator($"a[href='/problems/{open}']").CountAsync()));

        var faults = new List<string>();
        foreach (var (device, mail) in new[] { ("phone", Office), ("desk", Office), ("phone", Economy) })
        {
            await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
            await BeAsync(context, mail);
            var page = await context.NewPageAsync();
            foreach (var address in new[] { "/problems", "/problems?state=Raised", "/problems?state=某状态", $"/problems/{id}", $"/problems/{open}" })
            {
                await page.GotoAsync(address);
                await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
                faults.AddRange(await Axe.FaultsAsync(page, $"{device} {mail} {address}"));
                if (Environment.GetEnvironmentVariable("PROBLEM_PICTURES") is { Length: > 0 } folder)
                    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{device}-{mail[..4]}{address.Replace('/', '_').Replace(_id, "own", StringComparison.Ordinal)}.png"), FullPage = true });
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>A report on a task of an own ledger names the problem; returns the problem's id.</summary>
    private async Task<string> RaiseAsync(string text, int report = 1)
    {
        var year = (await portal.NowAsync()).Year;
        var (started, why) = await SendAsync(HttpMethod.Post, "/api/ledgers", UnitKeys.DevelopmentKey, new
        {
            id = _id,
            document = "达市府办发〔2023〕16号",
            title = _id,
            coordinator = "市政管局",
            cycle = "quarterEnd",
            from = $"{year}-01-01",
            to = $"{year + 2}-12-31",
            tasks = new object[] { new { n = 1, section = "（一）甲", title = "梳理事项", lead = new[] { "市数字经济局" } } },
        });
        Assert.True(started is HttpStatusCode.Accepted or HttpStatusCode.OK, why);
        await portal.SettleAsync();
        var economy = await portal.UnitKeyAsync("szjj");
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/ledgers/{_id}/tasks/1/progress", economy, new { text = $"第{report}次", problems = text })).Status);
        await portal.SettleAsync();
        return Json((await SendAsync(HttpMethod.Get, "/api/problems", economy)).Text).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("text").GetString() == text && item.GetProperty("id").GetString()!.Contains(_id, StringComparison.Ordinal)).GetProperty("id").GetString()!;
    }

    private async Task<IReadOnlyList<string>> ListAsync(string query, string key)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, $"/api/problems{query}", key);
        Assert.True(status == HttpStatusCode.OK, text);
        return
        [
            .. Json(text).GetProperty("items").EnumerateArray().Where(item => item.GetProperty("id").GetString()!.Contains(_id, StringComparison.Ordinal))
                .Select(item => $"{item.GetProperty("state")} {item.GetProperty("raiser")} {item.GetProperty("unit")}"),
        ];
    }

    private async Task OnPageAsync(string mail, string address, Func<IPage, Task> act)
    {
        var options = Axe.Like("phone", portal.Address);
        options.JavaScriptEnabled = false;
        await using var context = await chromium.Browser!.NewContextAsync(options);
        await BeAsync(context, mail);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await act(page);
    }

    private async Task BeAsync(IBrowserContext context, string mail)
    {
        var cookie = (await portal.SessionOfAsync(mail)).Split('=', 2);
        await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = portal.Address.ToString() }]);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string mail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", await portal.SessionOfAsync(mail) } } };
        using var answer = await portal.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { UnitKeys.Header, key } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
