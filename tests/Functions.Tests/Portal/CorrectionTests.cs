using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>补正 that changes the application itself: by API, by the page and by the mailed link; every rule runs again, old values stay.</summary>
[Collection(nameof(Portal))]
public sealed class CorrectionTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private readonly List<string> faults = [];

    [Fact]
    public async Task Correction_ByApi_IsCheckedByEveryRuleAndKeepsWhatStoodBefore()
    {
        var project = await ReturnedAsync("接口修改申报的项目");

        using var tier = await PostAsync(project, application => application["totalInvestment"] = 200);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tier.StatusCode);
        var errors = (await tier.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains(errors, error => error.GetProperty("rule").GetString() == "correction-tier" && error.GetProperty("article").GetString() == "第十条第二款");
        using var empty = await PostAsync(project, application => application["basicInformation"]!["content"] = "");
        Assert.Equal("第九条第一项", (await empty.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0].GetProperty("article").GetString());
        Assert.Equal(150m, (await project.ProjectAsync()).GetProperty("totalInvestment").GetDecimal());
        Assert.DoesNotContain("补正后重新提交", await project.ActionsAsync());

        using var taken = await PostAsync(project, application =>
        {
            application["totalInvestment"] = 140;
            application["name"] = $"{project.Title}（补正）";
        });
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        var changed = await project.ProjectAsync();
        Assert.Equal(($"{project.Title}（补正）", 140m), (changed.GetProperty("name").GetString(), changed.GetProperty("totalInvestment").GetDecimal()));
        Assert.Contains("补正修改申报内容", await project.ActionsAsync());
        var asked = await portal.MailsAsync($"】{project.Title}（补正）");
        Assert.Equal(2, asked.Count(mail => mail.Subject.StartsWith("【待审核】", StringComparison.Ordinal) && mail.Text.Contains("140.00", StringComparison.Ordinal)));

        var correction = Assert.Single((await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/corrections")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            [("项目名称", project.Title, $"{project.Title}（补正）"), ("总投资（万元）", "150", "140")],
            correction.GetProperty("changes").EnumerateArray().Select(change => (change.GetProperty("label").GetString()!, change.GetProperty("before").GetString()!, change.GetProperty("after").GetString()!)));
        Assert.Contains("\"intact\":true", await portal.Http.GetStringAsync($"/api/projects/{project.Id}/audit"), StringComparison.Ordinal);

        // It is found by its new name, and the form is closed.
        Assert.Contains(project.Id, await portal.Http.GetStringAsync($"/projects?q={Uri.EscapeDataString("（补正）")}"), StringComparison.Ordinal);
        using var closed = await portal.Http.GetAsync($"/projects/{project.Id}/correction");
        Assert.Equal(HttpStatusCode.Conflict, closed.StatusCode);
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Correction_OnThePageAndByTheLink_WorksAndHasNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var project = await ReturnedAsync($"网页修改申报的项目（{device}）");
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();

        await page.GotoAsync($"/projects/{project.Id}");
        await page.ClickAsync("a:has-text('同时修改申报内容')");
        await CheckAsync(page, "correction form");
        await page.FillAsync("[id='totalInvestment']", "220");
        await page.FillAsync("#comment", "增加模块");
        await page.FillAsync("#unitKey", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('补正后重新提交')");
        Assert.Contains("第十条第二款", await page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("增加模块", await page.InputValueAsync("#comment"));
        await CheckAsync(page, "refused correction");

        await page.GotoAsync((await project.MailsAsync("待提交：补正材料"))[0].Href);
        await page.CheckAsync("input[value='补正']");
        await page.FillAsync("#comment", "压缩建设内容");
        await page.ClickAsync("summary:has-text('同时修改申报内容')");
        await page.FillAsync("[id='basicInformation.content']", "");
        await CheckAsync(page, "link with the application unfolded");
        await page.ClickAsync("main button[type=submit]");
        Assert.True(await page.Locator("[id='basicInformation.content']").IsVisibleAsync());
        await CheckAsync(page, "refused by link");
        await page.FillAsync("[id='basicInformation.content']", "压缩后的建设内容");
        await page.FillAsync("[id='totalInvestment']", "130");
        await page.CheckAsync("input[value='补正']");
        await page.ClickAsync("main button[type=submit]");
        Assert.Equal("已重新提交", await page.Locator("h1").InnerTextAsync());

        await portal.SettleAsync();
        await page.GotoAsync($"/projects/{project.Id}");
        await page.ClickAsync("summary:has-text('申报内容修改记录')");
        Assert.Contains("压缩后的建设内容", await page.Locator("#corrections").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("130.00", await page.Locator(".lead").InnerTextAsync(), StringComparison.Ordinal);
        await CheckAsync(page, "corrected project");
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private async Task<Applicant> ReturnedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        using (await project.DecideAsync((await project.MailsAsync("待审核"))[0].Href, "退回补正", "请压缩建设内容")) { }
        await portal.SettleAsync();
        return project;
    }

    private async Task<HttpResponseMessage> PostAsync(Applicant project, Action<JsonNode> change)
    {
        var application = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", "tier-150.json")))!;
        application["name"] = project.Title;
        // What was handed in stays where it does not come again.
        application["documents"] = new JsonArray();
        change(application);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{project.Id}/resubmit")
        {
            Content = JsonContent.Create(new JsonObject { ["comment"] = "已修改", ["application"] = application }),
            Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey } },
        };
        return await portal.Http.SendAsync(request);
    }

    private async Task CheckAsync(IPage page, string where) => faults.AddRange(await Axe.FaultsAsync(page, where));
}
