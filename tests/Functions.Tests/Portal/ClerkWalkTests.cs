using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>
/// The first five minutes in the browser as both READMEs tell them. With <c>README_SCREENSHOTS=1</c> it also takes their two pictures
/// anew, into docs/screenshots.
/// </summary>
public sealed class ClerkWalkTests(PortalHost portal, Chromium chromium) : IClassFixture<PortalHost>, IClassFixture<Chromium>
{
    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("README_SCREENSHOTS") is not null;

    [SkippableFact]
    public async Task FirstFiveMinutes_InTheBrowser_GoAsTheReadmeTells()
    {
        Needs.Met(chromium.Missing);
        await using var desk = await chromium.Browser!.NewContextAsync(Axe.Like("desk", portal.Address));
        var page = await desk.NewPageAsync();

        await page.GotoAsync("/");
        await page.ClickAsync("button:has-text('载入示例项目')");
        await page.GotoAsync("/projects");
        var project = page.GetByRole(AriaRole.Link, new() { Name = "校园食品安全公开监管服务平台" });
        await Assertions.Expect(project.First).ToBeVisibleAsync();
        var address = (await project.First.GetAttributeAsync("href"))!;

        await OpenMailAsync(page, "待初审", "校园食品安全公开监管服务平台");
        await page.GetByText("同意", new() { Exact = true }).ClickAsync();
        await PictureAsync(page, "decision");
        await page.ClickAsync("button:has-text('提交意见')");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("意见已记录");

        await page.GotoAsync(address);
        // The page begins with who holds the project now and until when.
        while (await page.Locator(".status", new() { HasText = "市数字经济局规划科" }).Filter(new() { HasText = "专家组" }).CountAsync() == 0) await page.ReloadAsync();
        await PictureAsync(page, "project");
    }

    private static async Task OpenMailAsync(IPage page, string subject, string title)
    {
        var mail = page.Locator("article", new() { HasText = $"【{subject}】" }).Filter(new() { HasText = title });
        do await page.GotoAsync("/dev/mailbox");
        while (await mail.CountAsync() == 0);
        await mail.First.Locator(".actions a").First.ClickAsync();
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (!TakesPictures) return;
        var path = Path.Combine(Repository.Root, "docs", "screenshots", $"{name}.png");
        await page.EvaluateAsync("window.scrollTo(0, 0)");
        await page.ScreenshotAsync(new() { Path = path });
    }
}
