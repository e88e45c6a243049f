using System.Net;
using System.Text.RegularExpressions;
using MiniExcelLibs;

namespace Functions.Tests.Portal;

/// <summary>A project's page for each of its readers: who holds it, the one thing to do, and no form of another's.</summary>
[Collection(nameof(Portal))]
public sealed class PageRoleTests(PortalHost portal)
{
    private const string Applicants = "sscjgj.project@dazhou.example";
    private const string Planner = "szjj.planning@dazhou.example";

    [Fact]
    public async Task Page_WhileTheLeadershipReviews_OffersTheDecisionToWhoIsAskedAndToNobodyElse()
    {
        var project = new Applicant(portal, "由副市长办理的项目");
        await project.ApplyAsync();

        var asked = await PageAsync(project, "vm-digital@dazhou.example");
        Assert.Contains($"<a class=\"button\" id=\"primary\" href=\"/decide/{project.Id}/", asked, StringComparison.Ordinal);
        Assert.Empty(FormsOf(asked));
        foreach (var other in (string[])["ssjj.office@dazhou.example", "expert-cost@dazhou.example", Planner])
        {
            var page = await PageAsync(project, other);
            Assert.DoesNotContain("id=\"primary\"", page, StringComparison.Ordinal);
            Assert.Contains("目前不需要您办理", page, StringComparison.Ordinal);
            Assert.Contains("分管数字经济工作的副市长", StatusOf(page), StringComparison.Ordinal);
            Assert.Empty(FormsOf(page));
        }
    }

    [Fact]
    public async Task Page_OfTheUnit_HasItsFormsAndNotTheBureaus()
    {
        var project = new Applicant(portal, "单位自己撤回的项目");
        await project.ApplyAsync();

        var page = await PageAsync(project, Applicants);
        Assert.Equal(["withdraw"], FormsOf(page));
        Assert.Contains("目前不需要您办理", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhilePanelIsAskedFor_OffersItToThePlannerAlone()
    {
        var project = new Applicant(portal, "待组建专家组的项目");
        await project.HandInAsync("tier-150.json");
        using (var admitted = await project.DecideAsync(Assert.Single(await project.MailsAsync("待初审")).Href, "同意"))
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        await portal.SettleAsync();

        var planner = await PageAsync(project, Planner);
        Assert.Contains($"id=\"primary\" href=\"/asks/{project.Id}/ExpertArgumentation.panel/1\"", planner, StringComparison.Ordinal);
        Assert.Contains("submissions/ExpertArgumentation.panel", FormsOf(planner));
        var unit = await PageAsync(project, Applicants);
        Assert.DoesNotContain(FormsOf(unit), form => form.Contains("ExpertArgumentation", StringComparison.Ordinal));
        Assert.Contains("提交专家组", StatusOf(unit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAReturnedProject_OffersTheCorrectionToItsUnitAlone()
    {
        var project = new Applicant(portal, "退回后由单位补正的项目");
        await project.ApplyAsync();
        using (var returned = await project.DecideAsync((await project.MailsAsync("待审核"))[0].Href, "退回补正", "请补充数据共享清单"))
            Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        await portal.SettleAsync();

        var unit = await PageAsync(project, Applicants);
        Assert.Contains("id=\"primary\" href=\"#resubmit\"", unit, StringComparison.Ordinal);
        Assert.Equal(["resubmit", "withdraw"], FormsOf(unit));
        var reviewer = await PageAsync(project, "szjj.review@dazhou.example");
        Assert.Empty(FormsOf(reviewer));
        Assert.Contains("市市场监管局", StatusOf(reviewer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_FilteredOrderedAndExported_IsTheSameProjectsWithTheSameRights()
    {
        var project = new Applicant(portal, "列表里筛选的项目");
        await project.ApplyAsync();
        var other = new Applicant(portal, "列表里筛选的另一个项目");
        await other.HandInAsync("tier-320.json");
        var bureau = await portal.SessionOfAsync(Planner);

        var list = await TextAsync("/projects?unit=syjj&from=300&to=400&sort=-amount", bureau);
        Assert.Contains(other.Id, list, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Id, list, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", list, StringComparison.Ordinal);
        Assert.Contains("市数字经济局规划科", list, StringComparison.Ordinal);
        Assert.Contains("href=\"/projects.xlsx?unit=syjj&from=300&to=400&sort=-amount\"", list, StringComparison.Ordinal);

        using var export = await GetAsync("/projects.xlsx?unit=syjj&from=300&to=400&sort=-amount", bureau);
        using var file = await export.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        var ids = copy.Query(useHeaderRow: true, sheetName: "项目").Cast<IDictionary<string, object?>>().Select(row => (string)row["项目编号"]!).ToList();
        Assert.Equal(Regex.Matches(list, "<td data-label=\"项目\"><a href=\"/projects/([a-z0-9]+)\"").Select(match => match.Groups[1].Value), ids);

        using var refused = await GetAsync("/projects?from=many", bureau);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var foreign = await GetAsync("/projects.xlsx?unit=sscjgj", await portal.SessionOfAsync("sjyj.office@dazhou.example"));
        using var theirs = new MemoryStream(await foreign.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(theirs.Query(useHeaderRow: true, sheetName: "项目").Cast<IDictionary<string, object?>>(), row => (string?)row["建设单位"] == "市市场监管局");
    }

    [Fact]
    public async Task Workboard_OfAUnitAndOfTheBureau_TellsTheirOwnFromTheCitys()
    {
        var project = new Applicant(portal, "工作台分开显示的项目");
        await project.HandInAsync("tier-150.json");

        var unit = await TextAsync("/", await portal.SessionOfAsync(Applicants));
        Assert.Contains("id=\"own\"", unit, StringComparison.Ordinal);
        Assert.Contains("href=\"/projects?unit=sscjgj\"", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"city\"", unit, StringComparison.Ordinal);

        var bureau = await TextAsync("/", await portal.SessionOfAsync(Planner));
        Assert.True(bureau.IndexOf("id=\"mine\"", StringComparison.Ordinal) < bureau.IndexOf("id=\"own\"", StringComparison.Ordinal));
        Assert.True(bureau.IndexOf("id=\"own\"", StringComparison.Ordinal) < bureau.IndexOf("id=\"city\"", StringComparison.Ordinal));
        Assert.Contains("/projects?light=red", bureau, StringComparison.Ordinal);
    }

    /// <summary>The forms of the page's own content, each by the end of where it goes.</summary>
    private static IReadOnlyList<string> FormsOf(string page)
    {
        var main = page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
        return [.. Regex.Matches(main, "<form[^>]* action=\"/projects/[a-z0-9]+/([^\"]+)\"").Select(match => match.Groups[1].Value)];
    }

    private static string StatusOf(string page)
    {
        var from = page.IndexOf("id=\"status\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
    }

    private async Task<string> PageAsync(Applicant project, string mail) => await TextAsync($"/projects/{project.Id}", await portal.SessionOfAsync(mail));

    private async Task<string> TextAsync(string path, string session)
    {
        using var answer = await GetAsync(path, session);
        // As a person reads it: Razor writes Chinese as entities.
        return WebUtility.HtmlDecode(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", session } } };
        return await portal.Http.SendAsync(request);
    }
}
