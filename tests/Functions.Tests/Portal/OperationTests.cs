using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>The catalogue of systems and O&amp;M budgets over HTTP (第二十一、三十二、三十三、五十七条).</summary>
[Collection(nameof(Portal))]
public sealed class OperationTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Unit = "sscjgj";

    [Fact]
    public async Task Budget_OfAnOldSystem_GoesFromItsEntryToTheMoney()
    {
        var (unit, foreign, bureau, treasury) = (await portal.UnitKeyAsync(Unit), await portal.UnitKeyAsync("sjyj"), await portal.UnitKeyAsync("szjj"), await portal.UnitKeyAsync("szj"));
        var name = $"食品追溯系统{Guid.NewGuid():N}";

        // Entered by its unit, it counts once the bureau has confirmed it, and no other unit sees it.
        var system = await EnterAsync(name, unit);
        Assert.Equal("Pending", await StateAsync($"/api/systems/{system}", unit));
        await RefusedAsync(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, $"/api/systems/{system}", foreign));
        Assert.DoesNotContain(name, await TextAsync("/api/systems", foreign), StringComparison.Ordinal);
        Assert.Contains(name, await TextAsync("/api/systems", unit), StringComparison.Ordinal);
        await RefusedAsync(HttpStatusCode.NotFound, await PostAsync($"/api/systems/{system}/change", foreign, new { reason = "x" }));
        await RefusedAsync(HttpStatusCode.Forbidden, await PostAsync($"/api/systems/{system}/decision", unit, new { agree = true }), "", "第二十一条");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await ApplyAsync(system, unit), "system", "第二十一条");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await ApplyAsync("nowhere", UnitKeys.DevelopmentKey), "system", "第二十一条");
        await TakenAsync(await PostAsync($"/api/systems/{system}/decision", bureau, new { agree = true }));

        var year = await YearAsync();
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await ApplyAsync(system, unit, year - 1), "year", "第三十二条");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await ApplyAsync(system, unit, year + 1), "year", "第三十二条");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await ApplyAsync(system, foreign), "system", "第二十一条");
        var budget = (await TakenAsync(await ApplyAsync(system, unit))).GetProperty("id").GetString()!;
        Assert.Equal(budget, (await TakenAsync(await ApplyAsync(system, unit))).GetProperty("id").GetString());
        await RefusedAsync(HttpStatusCode.Conflict, await ApplyAsync(system, unit, amount: 21m));

        var at = $"/api/operations/{budget}";
        foreach (var path in new[] { at, $"/operations/{budget}" })
            await RefusedAsync(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, path, foreign));
        Assert.DoesNotContain(budget, await TextAsync("/api/operations", foreign), StringComparison.Ordinal);
        Assert.Contains(budget, await TextAsync("/api/operations", unit), StringComparison.Ordinal);
        await RefusedAsync(HttpStatusCode.NotFound, await PostAsync($"{at}/withdraw", foreign, new { reason = "x" }));
        await RefusedAsync(HttpStatusCode.Forbidden, await PostAsync($"{at}/assessment", unit, new { passed = false, opinion = "x" }), "", "第三十二条第二项");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await AssessAsync(budget, bureau, 20.01m), "amount", "第三十二条第二项");
        await TakenAsync(await AssessAsync(budget, bureau, 16m));

        var asked = Assert.Single(await portal.MailsAsync($"{name}{year}年度运维预算"), mail => mail.Subject.StartsWith("【待审核", StringComparison.Ordinal));
        using (var shown = await portal.Http.GetAsync(asked.Href))
            Assert.Contains("论证评估建议16.00万元", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await RefusedAsync(HttpStatusCode.Conflict, await PostAsync($"{at}/arrangement", treasury, new { arranged = true, amount = 15 }));
        using (var decided = await portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent([new("decision", "同意")])))
            Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        await portal.SettleAsync();
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await PostAsync($"{at}/arrangement", treasury, new { arranged = true, amount = 16.01 }), "amount", "第三十三条");
        // What is handed in at the address of all systems is handed in, and the same again at the budget's own is the same.
        await TakenAsync(await PostAsync($"/api/submissions/{budget}/arrangement", treasury, new { arranged = true, amount = 15 }));
        await portal.SettleAsync();
        await TakenAsync(await PostAsync($"{at}/arrangement", treasury, new { arranged = true, amount = 15 }));
        await RefusedAsync(HttpStatusCode.Conflict, await PostAsync($"{at}/arrangement", treasury, new { arranged = true, amount = 14 }));

        var ended = (await JsonAsync(at, unit)).GetProperty("budget");
        Assert.Equal(("Arranged", 15m), (ended.GetProperty("state").GetString(), ended.GetProperty("arranged").GetDecimal()));
        Assert.Equal($"{year}-12-31", (await JsonAsync($"/api/systems/{system}", unit)).GetProperty("operationUntil").GetString());
    }

    [Fact]
    public async Task Budget_AskedFor_IsAnsweredByItsLinkOnceAndFromTheWorkboard()
    {
        var (unit, bureau) = (await portal.UnitKeyAsync(Unit), await portal.UnitKeyAsync("szjj"));
        var name = $"链接办理的系统{Guid.NewGuid():N}";
        var system = await EnterAsync(name, unit);
        await TakenAsync(await PostAsync($"/api/systems/{system}/decision", bureau, new { agree = true }));
        var year = await YearAsync();
        var pdf = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf"));
        var data = JsonSerializer.Serialize(new
        {
            system,
            kind = "Renewed",
            year,
            amount = 20,
            from = $"{year}-01-01",
            until = $"{year}-12-31",
            source = "MunicipalBudget",
            need = "驻场运维",
        });
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await SendAsync(HttpMethod.Post, "/api/operations", unit, With("MZ no document"u8.ToArray())), "file", "第三十二条");
        var budget = (await TakenAsync(await SendAsync(HttpMethod.Post, "/api/operations", unit, With(pdf)))).GetProperty("id").GetString()!;
        using (var file = await SendAsync(HttpMethod.Get, $"/operations/{budget}/documents/operation-application/1", unit))
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);

        // 市数字经济局 sends it back by the link of its mail, and the link is used up.
        var asked = Assert.Single(await portal.MailsAsync($"{name}{year}年度运维预算"), mail => mail.Subject.StartsWith("【待提交：论证评估意见", StringComparison.Ordinal));
        Assert.Contains("name=\"opinion\"", await portal.Http.GetStringAsync(asked.Href), StringComparison.Ordinal);
        using (var incomplete = await portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent([new("passed", "false")])))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, incomplete.StatusCode);
        using (var returned = await portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent([new("passed", "false"), new("opinion", "请补充报价")])))
            Assert.Contains("论证评估意见已提交", await returned.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await portal.SettleAsync();
        using (var again = await portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent([new("passed", "false"), new("opinion", "又一次")])))
            Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        Assert.Equal("Correction", (await JsonAsync($"/api/operations/{budget}", unit)).GetProperty("budget").GetProperty("state").GetString());

        // Its unit mends it signed in, from what waits for it.
        var session = await portal.SessionOfAsync("sscjgj.project@dazhou.example");
        var path = $"/asks/{budget}/application/2";
        Assert.Contains($"href=\"{path}\"", await TextOfAsync(HttpMethod.Get, "/", session), StringComparison.Ordinal);
        Assert.Contains("请补充报价", await TextOfAsync(HttpMethod.Get, path, session), StringComparison.Ordinal);
        var stranger = await portal.SessionOfAsync("sjyj.project@dazhou.example");
        Assert.Contains("没有等待您提交的事项", await TextOfAsync(HttpMethod.Post, path, stranger, ("system", system)), StringComparison.Ordinal);
        Assert.Contains(
            "补正后的运维预算申报已提交",
            await TextOfAsync(
                HttpMethod.Post, path, session, ("system", system), ("kind", "renewed"), ("year", $"{year}"), ("amount", "18"), ("from", $"{year}-01-01"),
                ("until", $"{year}-12-31"), ("source", "municipalBudget"), ("need", "驻场运维")),
            StringComparison.Ordinal);
        await portal.SettleAsync();
        Assert.DoesNotContain(path, await TextOfAsync(HttpMethod.Get, "/", session), StringComparison.Ordinal);
        Assert.Equal("Assessment", (await JsonAsync($"/api/operations/{budget}", unit)).GetProperty("budget").GetProperty("state").GetString());

        MultipartFormDataContent With(byte[] file) => new() { { new StringContent(data), "data" }, { new ByteArrayContent(file), "file", "申报材料.pdf" } };
    }

    [Fact]
    public async Task Project_AsksSomebodySignedIn_TakesTheAnswerFromTheWorkboard()
    {
        var project = new Applicant(portal, $"工作台上提交的项目{Guid.NewGuid():N}");
        await project.HandInAsync("tier-150.json");
        using (await project.DecideAsync(Assert.Single(await project.MailsAsync("待初审")).Href, "同意")) { }
        await portal.SettleAsync();
        var session = await portal.SessionOfAsync("szjj.planning@dazhou.example");
        var path = $"/asks/{project.Id}/ExpertArgumentation.panel/1";
        Assert.Contains($"href=\"{path}\"", await TextOfAsync(HttpMethod.Get, "/", session), StringComparison.Ordinal);
        Assert.Contains("name=\"experts\"", await TextOfAsync(HttpMethod.Get, path, session), StringComparison.Ordinal);
        await ChoosesExpertsAsync(path, session);

        Assert.Contains("第十条第一款", await TextOfAsync(HttpMethod.Post, path, session, ("experts", "expert-cost")), StringComparison.Ordinal);
        Assert.Contains(
            "专家组已提交",
            await TextOfAsync(HttpMethod.Post, path, session, [.. Applicant.Experts.Select(expert => ("experts", expert))]), StringComparison.Ordinal);
        await portal.SettleAsync();

        Assert.DoesNotContain(path, await TextOfAsync(HttpMethod.Get, "/", session), StringComparison.Ordinal);
        Assert.Equal(3, (await project.OpinionMailsAsync()).Count);
    }

    /// <summary>Who withdraws is shown with the reason and has no box; filters keep what is ticked; whoever posts them all the same is refused.</summary>
    private async Task ChoosesExpertsAsync(string path, string session)
    {
        var page = await TextOfAsync(HttpMethod.Get, path, session);
        Assert.Contains("项目建设单位的人员，应当回避。", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"expert-market\"", page, StringComparison.Ordinal);
        foreach (var shown in (string[])["商用密码应用", "市密码管理局", "近12个月", "最近一次"])
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);

        var filtered = await TextOfAsync(HttpMethod.Post, path, session, ("act", "筛选"), ("filter.experts.1", "商用密码应用"), ("experts", "expert-cost"));
        Assert.Contains("value=\"expert-cryptography\"", filtered, StringComparison.Ordinal);
        Assert.Matches("value=\"expert-cost\" checked", filtered);
        Assert.DoesNotContain("value=\"expert-cloud\"", filtered, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\"", filtered, StringComparison.Ordinal);

        var refused = await TextOfAsync(HttpMethod.Post, path, session, ("experts", "expert-market"), ("experts", "expert-cost"), ("experts", "expert-cloud"));
        Assert.Contains("项目建设单位的人员应当回避", refused, StringComparison.Ordinal);
        Assert.Contains("第十条第一款", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_OfASystemWithASecurityDefect_IsRefusedByArticle57()
    {
        var (unit, bureau) = (await portal.UnitKeyAsync(Unit), await portal.UnitKeyAsync("szjj"));
        var system = await EnterAsync($"有隐患的系统{Guid.NewGuid():N}", unit);
        await TakenAsync(await PostAsync($"/api/systems/{system}/decision", bureau, new { agree = true }));
        await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, await PostAsync($"/api/systems/{system}/change", unit, Described("", "Deficient")), "name", "第二十一条");
        // The bureau's own change counts at once.
        await TakenAsync(await PostAsync($"/api/systems/{system}/change", bureau, Described("有隐患的系统", "Deficient")));

        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await ApplyAsync(system, unit), "system", "第五十七条");
    }

    [Fact]
    public async Task Project_OnAnExistingSystem_NamesOneOfTheCatalogue()
    {
        var (unit, bureau) = (await portal.UnitKeyAsync(Unit), await portal.UnitKeyAsync("szjj"));
        var system = await EnterAsync($"待升级的系统{Guid.NewGuid():N}", unit);
        var application = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", "tier-150.json")))!;
        application["existingSystem"] = JsonSerializer.SerializeToElement(new { buildsOn = true, system });

        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await PostAsync("/api/projects", unit, application), "existingSystem.system", "第二十一条");
        await TakenAsync(await PostAsync($"/api/systems/{system}/decision", bureau, new { agree = true }));
        await TakenAsync(await PostAsync("/api/projects", unit, application));
    }

    [Fact]
    public async Task Entry_BySession_IsOfThePersonsOwnUnit()
    {
        var name = $"登录后登记的系统{Guid.NewGuid():N}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/systems") { Content = JsonContent.Create(Described(name, "Qualified")) };
        request.Headers.Add("Cookie", await portal.SessionOfAsync("sjyj.project@dazhou.example"));

        var entered = await TakenAsync(await portal.Http.SendAsync(request));

        Assert.Equal(("sjyj", "Pending"), (entered.GetProperty("unit").GetString(), entered.GetProperty("state").GetString()));
        using var nobody = await portal.Http.PostAsJsonAsync("/api/systems", Described(name, "Qualified"));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Pages_OfSystemsAndBudgets_WorkAndHaveNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        var (name, violations) = ($"浏览器里登记的系统（{device}）", new List<string>());

        await page.GotoAsync("/systems");
        await page.ClickAsync("summary:has-text('登记已建系统')");
        await CheckAsync("list");
        await page.FillAsync("[name=name]", name);
        await page.FillAsync("[name=unitKey]", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交')");
        Assert.Equal(name, await page.InputValueAsync("[name=name]"));
        await CheckAsync("refused entry");
        await page.SelectOptionAsync("[name=unit]", Unit);
        await page.FillAsync("[name=acceptedOn]", "2020-06-01");
        await page.SelectOptionAsync("[name=security]", "qualified");
        await page.FillAsync("[name=unitKey]", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交')");
        await page.ClickAsync("summary:has-text('确认意见')");
        await CheckAsync("entered system");
        await page.CheckAsync("[name=agree][value=true]");
        await page.FillAsync("[name=unitKey]", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交确认意见')");

        await page.ClickAsync("a:has-text('申报运维预算')");
        var year = await YearAsync();
        await page.SelectOptionAsync("[name=kind]", "renewed");
        await page.FillAsync("[name=amount]", "20");
        await page.FillAsync("[name=from]", $"{year}-01-01");
        await page.FillAsync("[name=until]", $"{year}-12-31");
        await page.SelectOptionAsync("[name=source]", "municipalBudget");
        await CheckAsync("list of budgets with the form");
        await page.FillAsync("[name=need]", "驻场运维");
        await page.FillAsync("[name=unitKey]", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交运维预算申报')");
        Assert.Equal($"{name}{year}年度运维预算", await page.Locator("h1").InnerTextAsync());
        await portal.SettleAsync();
        await page.GotoAsync(new Uri(page.Url).AbsolutePath == "/operations" ? $"/operations/{await NewestAsync(name)}" : page.Url);
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        await CheckAsync("budget");
        Assert.Contains("论证评估", await page.Locator("ol.timeline li.current").InnerTextAsync(), StringComparison.Ordinal);
        // What is sent back needs no file.
        await page.CheckAsync("[name=passed][value=false]");
        await page.FillAsync("[name=opinion]", "请补充报价");
        await page.FillAsync("form[action$='/assessment'] [name=unitKey]", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('提交论证评估意见')");
        Assert.Contains("已提交论证评估意见", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));

        async Task CheckAsync(string where)
        {
            // What Razor takes for an address it leaves as it is typed.
            Assert.DoesNotMatch("@[A-Za-z]+[.(]", await page.Locator("main").InnerTextAsync());
            violations.AddRange((await Axe.ViolationsAsync(page)).Select(violation => $"{where}: {violation}"));
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var wide)
                violations.Add($"{where}: {wide}px wider than the screen");
        }
    }

    private async Task<string> TextOfAsync(HttpMethod method, string path, string session, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", session } } };
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await portal.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static object Described(string name, string security) =>
        new { name, acceptedOn = "2020-06-01", maintenanceEnds = "2023-06-01", security, protectionLevel = 2, reason = "测评结果" };

    private async Task<string> EnterAsync(string name, string key) =>
        (await TakenAsync(await PostAsync("/api/systems", key, Described(name, "Qualified")))).GetProperty("id").GetString()!;

    private async Task<int> YearAsync() => (await portal.NowAsync()).ToOffset(TimeSpan.FromHours(8)).Year + 1;

    private async Task<HttpResponseMessage> ApplyAsync(string system, string key, int? year = null, decimal amount = 20m)
    {
        var of = year ?? await YearAsync();
        return await PostAsync("/api/operations", key, new
        {
            system,
            kind = "Renewed",
            year = of,
            amount,
            from = $"{of}-01-01",
            until = $"{of}-12-31",
            source = "MunicipalBudget",
            need = "驻场运维",
        });
    }

    private async Task<HttpResponseMessage> AssessAsync(string budget, string key, decimal amount)
    {
        var data = JsonSerializer.Serialize(new { passed = true, method = "Experts", participants = "三名专家", opinion = "合理", amount });
        return await SendAsync(HttpMethod.Post, $"/api/operations/{budget}/assessment", key, new MultipartFormDataContent
        {
            { new StringContent(data), "data" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf"))), "file", "论证评估意见.pdf" },
        });
    }

    private async Task<string> NewestAsync(string name) =>
        (await JsonAsync("/api/operations", UnitKeys.DevelopmentKey)).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("title").GetString()!.StartsWith(name, StringComparison.Ordinal)).GetProperty("id").GetString()!;

    private Task<HttpResponseMessage> PostAsync(string path, string key, object body) => SendAsync(HttpMethod.Post, path, key, JsonContent.Create(body));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { UnitKeys.Header, key } }, Content = content };
        return await portal.Http.SendAsync(request);
    }

    private async Task<string> TextAsync(string path, string key)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<JsonElement> JsonAsync(string path, string key) => JsonSerializer.Deserialize<JsonElement>(await TextAsync(path, key));

    private async Task<string> StateAsync(string path, string key) => (await JsonAsync(path, key)).GetProperty("state").GetString()!;

    private async Task<JsonElement> TakenAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode} {text}");
            await portal.SettleAsync();
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
    }

    /// <summary>Refused, where they are named for one field and on one article.</summary>
    private static async Task RefusedAsync(HttpStatusCode status, HttpResponseMessage answer, string? field = null, string? article = null)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == status, $"{answer.StatusCode} {text}");
            if (field is null)
                return;
            var fault = Assert.Single(JsonSerializer.Deserialize<JsonElement>(text).GetProperty("errors").EnumerateArray());
            Assert.Equal((field, article), (fault.GetProperty("field").GetString(), fault.GetProperty("article").GetString()));
        }
    }
}
