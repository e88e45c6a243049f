using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>Chromium, installed or fetched; null with the reason where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;

    public IBrowser? Browser { get; private set; }

    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        var installed = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        try
        {
            if (installed is null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0)
            {
                Missing = "There is no Chromium, and Playwright could not fetch its own.";
                return;
            }

            playwright = await Playwright.CreateAsync();
            Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = installed, Args = Arguments });
        }
        catch (PlaywrightException failure)
        {
            Missing = $"Chromium does not start: {failure.Message}";
        }
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>The link page as an approver meets it: on a phone.</summary>
[Collection(nameof(Portal))]
public sealed class BrowserTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task LinkPage_OnAPhoneWithoutScript_DecidesAndShowsTheResult()
    {
        Needs.Met(chromium.Missing);
        var project = new Applicant(portal, "手机上办理的项目");
        await project.ApplyAsync();
        await using var phone = await chromium.Browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 390, Height = 844 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
            JavaScriptEnabled = false,
            Locale = "zh-CN",
        });
        var page = await phone.NewPageAsync();
        List<string> foreign = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(portal.Address.ToString(), StringComparison.Ordinal))
                foreign.Add(request.Url);
        };

        await page.GotoAsync((await project.MailsAsync("待审核"))[0].Href);
        Assert.Equal(0, await page.Locator("input[name=decision]:checked").CountAsync());
        Assert.True(await FitsAsync(page), "The page is wider than the phone.");
        var button = await page.Locator("button:has-text('提交意见')").BoundingBoxAsync();
        Assert.True(button!.Height >= 44, "The button is too small for a finger.");

        // Without a choice the browser itself keeps the form.
        await page.ClickAsync("button:has-text('提交意见')");
        Assert.Contains("请审核", await page.TitleAsync(), StringComparison.Ordinal);

        await page.GetByText("退回补正", new() { Exact = true }).TapAsync();
        await page.FillAsync("textarea[name=comment]", "请补充数据共享清单");
        await page.ClickAsync("button:has-text('提交意见')");

        Assert.Equal("意见已记录", await page.Locator("h1").InnerTextAsync());
        Assert.Contains("退回补正", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("请补充数据共享清单", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await FitsAsync(page), "The result is wider than the phone.");
        Assert.Empty(foreign);
        Assert.Single(await project.ActionsAsync(), action => action == "审核意见：退回补正");
    }

    /// <summary>Measured on the elements: a page without script can be asked nothing else.</summary>
    private static async Task<bool> FitsAsync(IPage page)
    {
        foreach (var element in await page.Locator("main *:visible").AllAsync())
        {
            if (await element.BoundingBoxAsync() is { } box && box.X + box.Width > 391)
                return false;
        }

        return true;
    }
}
