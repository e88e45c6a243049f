using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>Deciders read the whole of what they decide, what changed since the round before, and what others said; on paper without a form.</summary>
[Collection(nameof(Portal))]
public sealed class DecisionContentTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Parts = ["基本情况", "技术方案", "资金来源", "负面清单声明", "单位声明"];

    [Fact]
    public async Task LinkPage_OfEveryDecider_HasTheWholeApplication()
    {
        var project = new Applicant(portal, "全文供审核的项目");
        await project.HandInAsync("tier-150.json");
        var necessity = await NecessityAsync();
        var first = await TextAsync(Assert.Single(await project.MailsAsync("待初审")).Href);
        await project.ArgueAsync();
        var review = await TextAsync((await project.MailsAsync("待审核"))[0].Href);

        foreach (var page in new[] { first, review })
        {
            Assert.All(Parts, part => Assert.Contains($"<h3>{part}", page, StringComparison.Ordinal));
            Assert.Contains(necessity, page, StringComparison.Ordinal);
            Assert.Contains("第1版", page, StringComparison.Ordinal);
            Assert.DoesNotContain("本轮修改", page, StringComparison.Ordinal);
        }

        Assert.Contains("确有必要建设，86分", review, StringComparison.Ordinal);
        Assert.Contains("市数字经济局规划科 初审：<strong>同意</strong>", review, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExpertsPage_BeforeTheOpinion_HasTheApplicationAndNotWhatOtherExpertsSay()
    {
        var project = new Applicant(portal, "专家各自论证的项目");
        await project.HandInAsync("tier-150.json");
        using (var admitted = await project.DecideAsync(Assert.Single(await project.MailsAsync("待初审")).Href, "同意"))
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        using (var named = await project.NamePanelAsync(Applicant.Experts))
            Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        var asked = await project.OpinionMailsAsync();
        using (var given = await project.GiveOpinionAsync(asked[0]))
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);

        var page = await TextAsync(asked[1].Href);
        Assert.Contains(await NecessityAsync(), page, StringComparison.Ordinal);
        Assert.DoesNotContain("86分", page, StringComparison.Ordinal);
        var mail = asked[1].To;
        Assert.DoesNotContain("86分", await TextAsync($"/projects/{project.Id}", await portal.SessionOfAsync(mail)), StringComparison.Ordinal);
        Assert.DoesNotContain("86分", await TextAsync($"/projects/{project.Id}", await portal.SessionOfAsync("sscjgj.project@dazhou.example")), StringComparison.Ordinal);
        Assert.Contains("86分", await TextAsync($"/projects/{project.Id}", await portal.SessionOfAsync("szjj.review@dazhou.example")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondRound_OfACorrectedApplication_MarksWhatChanged()
    {
        var project = await CorrectedAsync("第二轮标出修改的项目");

        var page = await TextAsync((await project.MailsAsync("待审核")).First(mail => mail.Text.Contains("第2轮", StringComparison.Ordinal)).Href);
        Assert.Contains("本轮修改2处", page, StringComparison.Ordinal);
        Assert.Contains("<del class=\"lines\">150.00万元</del>", page, StringComparison.Ordinal);
        Assert.Contains("压缩后的建设内容", page, StringComparison.Ordinal);
        Assert.Contains("审核：<strong>退回补正</strong>", page, StringComparison.Ordinal);

        var own = await TextAsync($"/projects/{project.Id}", await portal.SessionOfAsync("vm-digital@dazhou.example"));
        Assert.Contains("本轮修改2处", own, StringComparison.Ordinal);
        Assert.Contains("<details class=\"card application\" id=\"application\" open", own, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Pages_OnScreenAndOnPaper_HaveNoViolationAndPrintNoForm(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var project = await CorrectedAsync($"打印申报内容的项目（{device}）");
        var mail = (await project.MailsAsync("待审核")).First(mail => mail.Text.Contains("第2轮", StringComparison.Ordinal));
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        var faults = new List<string>();

        foreach (var path in (string[])[mail.Href, $"/projects/{project.Id}", "/", "/projects?year=2026&light=red&sort=-amount", "/projects"])
        {
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
            await page.GotoAsync(path);
            faults.AddRange(await Axe.FaultsAsync(page, path));
            await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
            faults.AddRange(await Axe.FaultsAsync(page, $"{path}, unfolded"));
            await page.ReloadAsync();

            await page.EmulateMediaAsync(new() { Media = Media.Print });
            Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('form, nav, button, input, textarea, select')].filter(it => it.getClientRects().length > 0).length"));
            if (await page.Locator("#application").CountAsync() > 0)
                Assert.True(await page.EvaluateAsync<int>("document.querySelector('#application dl').getBoundingClientRect().height") > 0, $"{path} does not print the application");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private async Task<Applicant> CorrectedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        using (var returned = await project.DecideAsync((await project.MailsAsync("待审核"))[0].Href, "退回补正", "请压缩建设内容"))
            Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        await portal.SettleAsync();
        var application = JsonNode.Parse(await SampleAsync())!;
        application["name"] = title;
        // What was handed in stays where it does not come again.
        application["documents"] = new JsonArray();
        application["totalInvestment"] = 140;
        application["basicInformation"]!["content"] = "压缩后的建设内容";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{project.Id}/resubmit")
        {
            Content = JsonContent.Create(new { comment = "已经压缩", application }),
            Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey } },
        };
        using var answer = await portal.Http.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        await portal.SettleAsync();
        return project;
    }

    private static Task<string> SampleAsync() => File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", "tier-150.json"));

    private static async Task<string> NecessityAsync() =>
        JsonSerializer.Deserialize<JsonElement>(await SampleAsync()).GetProperty("basicInformation").GetProperty("necessity").GetString()!;

    private async Task<string> TextAsync(string path, string? session = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (session is not null)
            request.Headers.Add("Cookie", session);
        using var answer = await portal.Http.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }
}
