namespace Functions.Tests.Portal;

/// <summary>A step of a large amount in a browser: from the mailed link over the sign-in back to it.</summary>
[Collection(nameof(Portal))]
public sealed class SignedInLinkBrowserTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task LinkOfALargeAmount_SignedInFromItsPage_ComesBackAndDecides(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        var project = new Applicant(portal, $"浏览器里的大额项目（{device}）");
        await project.ApplyAsync("tier-760.json");
        // A person is mailed one link a minute, and the other device's run may have had it.
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(1));
        var mail = Assert.Single(await project.MailsAsync("待审定"));
        List<string> faults = [];

        await page.GotoAsync(mail.Href);
        Assert.Equal(0, await page.Locator("input[name=decision]").CountAsync());
        faults.AddRange(await Axe.FaultsAsync(page, "sign in first"));
        await page.ClickAsync("main button:has-text('发送登录链接')");
        faults.AddRange(await Axe.FaultsAsync(page, "sign-in link sent"));
        var signIn = (await portal.MailsAsync("达州市政务流程")).First(it => it.To == mail.To);
        await page.GotoAsync(signIn.Href);
        faults.AddRange(await Axe.FaultsAsync(page, "sign in"));
        await page.ClickAsync("main button:has-text('登录')");

        Assert.Equal(mail.Href, page.Url);
        faults.AddRange(await Axe.FaultsAsync(page, "decide signed in"));
        await page.CheckAsync("input[value='同意']");
        await page.FillAsync("#resolutionNumber", "达市府常纪〔2026〕2号");
        await page.FillAsync("#resolutionDate", "2026-03-02");
        await page.SetInputFilesAsync("#minutes", Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf"));
        await page.ClickAsync("button:has-text('提交意见')");
        Assert.Equal("意见已记录", await page.Locator("h1").InnerTextAsync());
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }
}
