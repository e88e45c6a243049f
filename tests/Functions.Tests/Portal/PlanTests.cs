using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>
/// The plan table and the investment budgets over HTTP: a batch in November, its budget, and the July that adjusts both. The
/// page is looked at in a browser where there is one.
/// </summary>
public sealed class PlanTests(PortalHost portal, Chromium chromium) : IClassFixture<PortalHost>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Plan_FromNovemberToJuly_IsBudgetedAndAdjusted()
    {
        var year = await NovemberAsync() + 1;
        var (planned, waiting) = (new Applicant(portal, "列入年度计划的项目"), new Applicant(portal, "中期增补的项目"));
        foreach (var project in (Applicant[])[planned, waiting])
        {
            await project.HandInAsync("tier-150.json");
            await project.ArgueAsync("annualPlan");
        }

        await PlanAsync(planned, year);
        await BudgetAsync(planned, year);
        await LooksAsync($"/plans/{year}", $"/projects/{planned.Id}");

        await RefusedAsync(
            await PostAsync($"/api/plans/{year}/adjustments", new { reason = "无" }), HttpStatusCode.Conflict, ("year", "第十三条"));
        await portal.MoveClockAsync(new DateTimeOffset(year, 7, 2, 10, 0, 0, ChinaTime.Offset));
        Assert.Equal(3, (await portal.MailsAsync($"】{year}年度信息化项目计划中期调整")).Count(mail => mail.Subject.StartsWith("【通知", StringComparison.Ordinal)));
        await AdjustAsync(planned, waiting, year);
        await ArrangeAsync(waiting, year);
    }

    private async Task PlanAsync(Applicant planned, int year)
    {
        await RefusedAsync(
            await PostAsync("/api/library/batches", new { year, projects = new[] { planned.Id }, investments = new Dictionary<string, decimal> { [planned.Id] = 150.01m } }),
            HttpStatusCode.UnprocessableEntity, ($"investments.{planned.Id}", "第二十八条第二款"));
        using var started = await PostAsync("/api/library/batches", new { year, projects = new[] { planned.Id }, investments = new Dictionary<string, decimal> { [planned.Id] = 100m } });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await MeetAsync((await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString()!);

        var plan = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/plans/{year}");
        var line = Assert.Single(plan.GetProperty("lines").EnumerateArray());
        Assert.Equal(
            (planned.Id, 150m, 100m, "PurchaseOfServices", "AnnualPlan"),
            (line.GetProperty("project").GetString(), line.GetProperty("totalInvestment").GetDecimal(), line.GetProperty("thisYear").GetDecimal(),
                line.GetProperty("mode").GetString(), line.GetProperty("origin").GetString()));
        Assert.Equal(JsonValueKind.Null, line.GetProperty("budget").ValueKind);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("/api/plans/someday"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/api/plans/{year}?version=2"));
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync("/plans"));
    }

    private async Task BudgetAsync(Applicant planned, int year)
    {
        // The batch was decided after the call, so the unit is asked at once.
        var asked = Assert.Single(await planned.MailsAsync("待提交：年度投资预算"));
        var submissions = $"/api/projects/{planned.Id}/submissions/InvestmentBudget.application{year}";
        await RefusedAsync(
            await PostAsync(submissions, new { amount = 100.01, source = "capitalConstruction" }), HttpStatusCode.UnprocessableEntity, ("amount", "第二十九条"), ("source", "第三十条"));
        using (var stranger = await PostAsync($"/api/plans/{year}/budgets", new { project = planned.Id }, key: "not-a-key"))
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using (var form = await portal.Http.PostAsync(asked.Href, new MultipartFormDataContent
        {
            { new StringContent("100"), "amount" }, { new StringContent("treasuryCoordinated"), "source" }, { new StringContent("10"), "earlyFunds" },
        }))
            Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        foreach (var mail in await planned.MailsAsync("待审核"))
            using (await planned.DecideAsync(mail.Href, "同意")) { }

        var budget = Assert.Single((await planned.ProjectAsync()).GetProperty("budgets").EnumerateArray());
        Assert.Equal((year, 100m, 10m), (budget.GetProperty("year").GetInt32(), budget.GetProperty("amount").GetDecimal(), budget.GetProperty("atHand").GetDecimal()));
        Assert.Contains("前期经费10.00万元（预算100.00万元，预算评审后调整）", await portal.Http.GetStringAsync($"/projects/{planned.Id}"), StringComparison.Ordinal);
        await RefusedAsync(await PostAsync($"/api/plans/{year}/budgets", new { project = planned.Id }), HttpStatusCode.Conflict, ("year", "第二十九条"));
        using var page = await portal.Http.PostAsync(
            $"/projects/{planned.Id}/budgets", new FormUrlEncodedContent([new("unitKey", UnitKeys.DevelopmentKey), new("year", $"{year}")]));
        Assert.Equal(HttpStatusCode.Conflict, page.StatusCode);
        Assert.Contains("该年度预算正在办理（第二十九条）", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task AdjustAsync(Applicant planned, Applicant waiting, int year)
    {
        await RefusedAsync(
            await PostAsync($"/api/plans/{year}/adjustments", new { changes = new[] { new { kind = "changed", project = planned.Id, thisYear = 150.01 } } }),
            HttpStatusCode.UnprocessableEntity, ("changes[0].thisYear", "第二十八条第二款"), ("changes[0].reason", "第十三条"));
        var page = await portal.Http.GetStringAsync($"/plans/{year}");
        Assert.Contains($"name=\"kind.{waiting.Id}\"", page, StringComparison.Ordinal);
        await LooksAsync($"/plans/{year}");
        using (var proposed = await portal.Http.PostAsync($"/plans/{year}/adjustments", new FormUrlEncodedContent(
        [
            new("unitKey", UnitKeys.DevelopmentKey), new($"kind.{planned.Id}", "changed"), new($"thisYear.{planned.Id}", "60"), new($"reason.{planned.Id}", "分两年安排"),
            new($"kind.{waiting.Id}", "added"), new($"thisYear.{waiting.Id}", ""), new($"reason.{waiting.Id}", "急需建设"),
        ])))
            Assert.Equal(HttpStatusCode.OK, proposed.StatusCode);
        await MeetAsync($"{year}年度信息化项目计划中期调整（第2号）");

        Assert.Equal("Publicity", await waiting.StageAsync());
        var plan = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/plans/{year}");
        Assert.Equal(
            [(planned.Id, 60m, "AnnualPlan"), (waiting.Id, 150m, "MidYear")],
            plan.GetProperty("lines").EnumerateArray().Select(line => (
                line.GetProperty("project").GetString()!, line.GetProperty("thisYear").GetDecimal(), line.GetProperty("origin").GetString()!)));
        var before = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/plans/{year}?version=1");
        Assert.Equal(100m, Assert.Single(before.GetProperty("lines").EnumerateArray()).GetProperty("thisYear").GetDecimal());
        Assert.Contains("增补：中期增补的项目", await portal.Http.GetStringAsync($"/plans/{year}"), StringComparison.Ordinal);
    }

    /// <summary>市财政局 is asked to arrange what July added (第三十四条).</summary>
    private async Task ArrangeAsync(Applicant waiting, int year)
    {
        var asked = Assert.Single(await waiting.MailsAsync("待提交：中期调整项目的资金安排"));
        Assert.Equal("szj.budget@dazhou.example", asked.To);
        using (var arranged = await portal.Http.PostAsync(asked.Href, new MultipartFormDataContent { { new StringContent("150"), "amount" }, { new StringContent("treasuryCoordinated"), "source" } }))
            Assert.Equal(HttpStatusCode.OK, arranged.StatusCode);
        Assert.Equal(150m, Assert.Single((await waiting.ProjectAsync()).GetProperty("budgets").EnumerateArray()).GetProperty("amount").GetDecimal());
        Assert.Contains($"安排{year}年度投资预算150.00万元（市财政局统筹保障）", await waiting.ActionsAsync());
    }

    /// <summary>Who is asked agrees, by the newest mail of each, until nobody is.</summary>
    private async Task MeetAsync(string title)
    {
        var plan = new Applicant(portal, title);
        foreach (var act in (string[])["待审核", "待审议", "待审定", "待审定"])
        {
            foreach (var mail in (await plan.MailsAsync(act)).DistinctBy(mail => mail.To))
            {
                using var answer = act == "待审核" ? await plan.DecideAsync(mail.Href, "同意") : await plan.RecordMeetingAsync(mail);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        await portal.SettleAsync();
    }

    /// <summary>Moves the clock to a November in which the budgets of the next year are asked for; answers its year.</summary>
    private async Task<int> NovemberAsync()
    {
        var now = ChinaTime.At(await portal.NowAsync());
        var november = new DateTimeOffset(now.Year, 11, 2, 10, 0, 0, ChinaTime.Offset);
        // In the last days of a year the walk would end in the next.
        if (now is { Month: 12, Day: > 29 }) november = november.AddYears(1);
        if (november > now) now = await portal.MoveClockAsync(november);
        return ChinaTime.At(now).Year;
    }

    private async Task LooksAsync(params string[] paths)
    {
        if ((chromium.Missing ?? await Axe.MissingAsync()) is { } missing)
        {
            Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), missing);
            return;
        }

        foreach (var device in (string[])["phone", "desk"])
        {
            await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
            var page = await context.NewPageAsync();
            foreach (var path in paths)
            {
                await page.GotoAsync(path);
                if (await page.Locator("#adjustment").CountAsync() > 0)
                    await page.ClickAsync("#adjustment summary");
                Assert.Empty(await Axe.FaultsAsync(page, $"{path} on a {device}"));
            }
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await portal.Http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, params (string Field, string Article)[] faults)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(
                faults,
                (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray()
                    .Select(error => (error.GetProperty("field").GetString()!, error.GetProperty("article").GetString()!)));
        }
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add(UnitKeys.Header, key ?? UnitKeys.DevelopmentKey);
        var answer = await portal.Http.SendAsync(request);
        await portal.SettleAsync();
        return answer;
    }
}
