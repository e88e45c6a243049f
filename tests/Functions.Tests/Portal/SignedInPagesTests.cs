using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>Pages of signed-in people and of the unit, in a browser: they work, and axe-core finds nothing.</summary>
public sealed class SignedInPagesTests(PortalHost portal, Chromium chromium) : IClassFixture<PortalHost>, IClassFixture<Chromium>
{
    private const string Approver = "vm-digital@dazhou.example";
    private readonly List<string> faults = [];

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Pages_OfAnApproverAnOperatorAndAUnit_WorkAndHaveNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var project = new Applicant(portal, $"登录后办理的项目（{device}）");
        await project.ApplyAsync();
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();

        await BeAsync(context, Approver);
        await OpenAsync(page, "/");
        await page.ClickAsync($"#mine a[href^='/decide/{project.Id}/']");
        await page.GoBackAsync();
        await OpenAsync(page, "/decide");
        await page.ClickAsync($"main a[href^='/decide/{project.Id}/']");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        await CheckAsync(page, "decide signed in");
        await page.CheckAsync("input[value='同意']");
        await page.ClickAsync("button:has-text('提交意见')");
        Assert.Equal("意见已记录", await page.Locator("h1").InnerTextAsync());
        await CheckAsync(page, "decided signed in");

        await BeAsync(context, "szjj.planning@dazhou.example");
        await OpenAsync(page, "/mails");
        await OpenAsync(page, "/mails?state=failed");
        await OpenAsync(page, $"/projects/{project.Id}");
        await page.ClickAsync("#steps a[href^='/replacements?who=']");
        await CheckAsync(page, "replacements");
        await page.CheckAsync($"input[name='steps'][value^='{project.Id}|']");
        await page.FillAsync("#to", "mayor@dazhou.example");
        await page.FillAsync("#comment", "原审批人已离任");
        await page.ClickAsync("button:has-text('更换审批人')");
        await page.Locator("[role=status]:has-text('1项已交给市长')").WaitForAsync();
        await CheckAsync(page, "replaced");

        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(20));
        await OpenAsync(page, (await project.MailsAsync("逾期报告"))[0].Href);
        await page.CheckAsync("input[name='acknowledge']");
        await page.ClickAsync("button:has-text('确认知悉')");
        Assert.Equal("已确认知悉", await page.Locator("h1").InnerTextAsync());
        await CheckAsync(page, "acknowledged");

        await EstablishAsync(project);
        // Seven days, and whatever weekend or holiday they end on: the test begins on the day of its run.
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(25));
        await OpenAsync(page, (await project.MailsAsync("待提交：项目建设技术方案"))[0].Href);
        Assert.Equal(1, await page.Locator("input[type=file]").CountAsync());
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private async Task EstablishAsync(Applicant project)
    {
        foreach (var subject in (string[])["待审核", "待审定"])
        {
            foreach (var mail in await project.MailsAsync(subject))
                using (await project.DecideAsync(mail.Href, "同意")) { }
        }
    }

    /// <summary>The browser of a person who signed in.</summary>
    private async Task BeAsync(IBrowserContext context, string mail)
    {
        var cookie = (await portal.SessionOfAsync(mail)).Split('=', 2);
        await context.ClearCookiesAsync();
        await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = portal.Address.ToString() }]);
    }

    private async Task OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await CheckAsync(page, address.Contains("/l/", StringComparison.Ordinal) ? await page.TitleAsync() : address);
    }

    private async Task CheckAsync(IPage page, string where) => faults.AddRange(await Axe.FaultsAsync(page, where));
}
