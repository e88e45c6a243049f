using System.Text.Json;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>axe-core as tools/axe pins it.</summary>
internal static class Axe
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tools", "axe");
    private static readonly string Script = Path.Combine(Folder, "node_modules", "axe-core", "axe.min.js");

    /// <summary>Why it is missing, after trying to restore it; null when it is there.</summary>
    public static async Task<string?> MissingAsync() =>
        File.Exists(Script) || await Repository.RunAsync("npm", "ci --no-audit --no-fund", Folder) is not { } failure
            ? null
            : $"axe-core could not be restored by npm ci in tools/axe: {failure}";

    /// <summary>What it finds on a page, each with the rule and the element.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        // Evaluated by the browser's protocol: the page's own policy allows no script.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        var found = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })).violations"
            + ".flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + (n.any[0]?.message ?? v.help)))");
        return [.. found.EnumerateArray().Select(violation => violation.GetString()!)];
    }

    /// <summary>What it finds, and how much a page is wider than its screen; each with the page's name.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string where)
    {
        var faults = (await ViolationsAsync(page)).Select(violation => $"{where}: {violation}").ToList();
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wide > 0)
            faults.Add($"{where}: {wide}px wider than the screen");
        return faults;
    }

    /// <summary>A browser context like a phone's or a desk's.</summary>
    public static BrowserNewContextOptions Like(string device, Uri address) => new()
    {
        ViewportSize = device == "phone" ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
        IsMobile = device == "phone",
        HasTouch = device == "phone",
        Locale = "zh-CN",
        BaseURL = address.ToString(),
    };
}

/// <summary>The walk in a browser, and every page as it is met on it, on a phone and on a desk.</summary>
[Collection(nameof(Portal))]
public sealed class AccessibilityTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private readonly List<string> violations = [];

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Pages_OnTheWayToTheApproval_WorkAndHaveNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        var project = new Applicant(portal, $"浏览器里的项目（{device}）");
        await project.HandInAsync("tier-150.json");

        await AppliesInVainAsync(page);
        await ArguesAsync(page, project);
        await SignsInAsync(page);
        await ReturnsAndCorrectsAsync(page, project);
        await HandsOverAsync(page, project);
        await EstablishesAsync(page, project);
        await LooksAroundAsync(page, project);
        await RehearsesAsync(page);

        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    private async Task AppliesInVainAsync(IPage page)
    {
        await OpenAsync(page, "/projects/new");
        await page.SelectOptionAsync("#unit", DraftClerk.Unit);
        await page.FillAsync("#unitKey", "not-a-key");
        await page.ClickAsync("button:has-text('开始填写')");
        await CheckAsync(page, "application begun with a wrong key");
        await page.FillAsync("#unitKey", Dazhou.Serverless.Functions.Common.UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('开始填写')");
        var draft = page.Url[..page.Url.LastIndexOf('/')];
        foreach (var step in Dazhou.Serverless.Functions.Projects.Application.ApplicationSteps.All)
        {
            await OpenAsync(page, $"{draft}/{step.Key}");
            if (step.Fields.Count == 0)
                continue;
            await page.ClickAsync("button:has-text('先保存')");
            await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
            await CheckAsync(page, $"refused application: {step.Key}");
        }

        // What is asked of both ways was looked at; now what only a purchase is asked.
        await page.GotoAsync($"{draft}/project");
        await page.CheckAsync("[name=implementation][value=purchaseOfServices]");
        await page.ClickAsync("button:has-text('先保存')");
        await OpenAsync(page, $"{draft}/way");
        await OpenAsync(page, $"{draft}/functions?preview");
        await OpenAsync(page, "/drafts");
    }

    private async Task ArguesAsync(IPage page, Applicant project)
    {
        await OpenAsync(page, (await project.MailsAsync("待初审"))[0].Href);
        await AgreeAsync(page);
        await portal.SettleAsync();
        await OpenAsync(page, $"/projects/{project.Id}");
        await OpenAsync(page, (await project.MailsAsync("待提交：专家组"))[0].Href);
        foreach (var expert in Applicant.Experts.Take(2))
            await page.CheckAsync($"input[value='{expert}']");
        // The first button of this form only filters the experts.
        await page.ClickAsync("main button[type=submit]:not(.plain)");
        await CheckAsync(page, "panel of two refused");
        await page.CheckAsync($"input[value='{Applicant.Experts[2]}']");
        await page.ClickAsync("main button[type=submit]:not(.plain)");
        await CheckAsync(page, "panel named");
        foreach (var asked in await project.OpinionMailsAsync())
        {
            await OpenAsync(page, asked.Href);
            await page.CheckAsync("input[name=necessary][value=true]");
            await page.FillAsync("[name=score]", "86");
            await page.FillAsync("[name=opinion]", "确有必要建设");
            await page.ClickAsync("main button[type=submit]");
            await CheckAsync(page, "opinion given");
        }

        await OpenAsync(page, (await project.MailsAsync("待提交：立项方式"))[0].Href);
        await page.SelectOptionAsync("[name=route]", "oneByOne");
        await page.ClickAsync("main button[type=submit]");
        await portal.SettleAsync();
        await OpenAsync(page, "/library");
    }

    private async Task RehearsesAsync(IPage page)
    {
        await OpenAsync(page, "/rehearsal");
        await page.SelectOptionAsync("#sample", "tier-320.json");
        await page.ClickAsync("button:has-text('开始预演')");
        await page.WaitForURLAsync("**/rehearsal/*");
        await CheckAsync(page, "rehearsed");
    }

    private async Task SignsInAsync(IPage page)
    {
        // A person is mailed one link a minute, and the other device's run may have had it.
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(2));
        await OpenAsync(page, "/sign-in");
        await page.FillAsync("#mail", "mayor@dazhou.example");
        await page.ClickAsync("button:has-text('发送登录链接')");
        await CheckAsync(page, "sign-in asked");
        var mail = (await portal.MailsAsync("达州市政务流程")).First(mail => mail.To == "mayor@dazhou.example");
        await OpenAsync(page, mail.Href);
        await page.ClickAsync("main button:has-text('登录')");
        Assert.EndsWith("/", page.Url, StringComparison.Ordinal);
        // The cookie is Secure, and Chromium keeps it on http://localhost.
        Assert.Equal("市长", await page.Locator(".reader span").InnerTextAsync());
        await CheckAsync(page, "home of a person");
        await OpenAsync(page, mail.Href);
    }

    private async Task ReturnsAndCorrectsAsync(IPage page, Applicant project)
    {
        await OpenAsync(page, (await project.MailsAsync("待审核"))[0].Href);
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        await CheckAsync(page, "decide, with everything unfolded");
        await page.CheckAsync("input[value='退回补正']");
        await page.ClickAsync("button:has-text('提交意见')");
        await CheckAsync(page, "decision refused");
        await page.CheckAsync("input[value='退回补正']");
        await page.FillAsync("#comment", "请补充数据共享清单");
        await page.ClickAsync("button:has-text('提交意见')");
        await CheckAsync(page, "decision recorded");

        await portal.SettleAsync();
        await OpenAsync(page, $"/projects/{project.Id}");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        await CheckAsync(page, "returned project");
        await OpenAsync(page, (await project.MailsAsync("待提交：补正材料"))[0].Href);
        await page.CheckAsync("input[value='补正']");
        await page.FillAsync("#comment", "已经补充");
        await page.ClickAsync("main button[type=submit]");
        Assert.Equal("已重新提交", await page.Locator("h1").InnerTextAsync());
        await CheckAsync(page, "corrected");
    }

    private async Task HandsOverAsync(IPage page, Applicant project)
    {
        var asked = (await SecondRoundAsync(project)).First(mail => mail.To != "mayor@dazhou.example");
        await OpenAsync(page, asked.Href);
        await page.ClickAsync("summary:has-text('转办')");
        await page.SelectOptionAsync("#transferTo", "mayor");
        await page.ClickAsync("button:has-text('转办')");
        Assert.Equal("已转办", await page.Locator("h1").InnerTextAsync());
        await CheckAsync(page, "handed over");
        await OpenAsync(page, asked.Href);
    }

    private async Task EstablishesAsync(IPage page, Applicant project)
    {
        foreach (var mail in await SecondRoundAsync(project))
        {
            await OpenAsync(page, mail.Href);
            if (await page.Locator("input[value='同意']").CountAsync() > 0)
                await AgreeAsync(page);
        }

        // The last approver finds the mail in the mailbox and follows its link.
        await portal.SettleAsync();
        await OpenAsync(page, "/dev/mailbox");
        await page.Locator($"article:has(h2:text-is('【待审定】{project.Title}')) a.button").First.ClickAsync();
        await AgreeAsync(page);
        await portal.SettleAsync();
        await OpenAsync(page, $"/projects/{project.Id}");
        Assert.Matches("达数批〔[0-9]{4}〕[0-9]+号", await page.Locator(".lead").InnerTextAsync());
        Assert.Equal(1, await page.Locator("td a:has-text('立项批复')").CountAsync());
        var audit = await portal.Http.GetStringAsync($"/api/projects/{project.Id}/audit");
        Assert.Contains("\"intact\":true", audit, StringComparison.Ordinal);
    }

    private async Task LooksAroundAsync(IPage page, Applicant project)
    {
        foreach (var path in (string[])
            ["/", "/projects", "/projects?stage=Procurement", $"/projects?q={Uri.EscapeDataString("浏览器")}", $"/publicity/{project.Id}", "/projects/none", "/publicity/none", "/l/none", "/library/none/update", "/nothing/here"])
            await OpenAsync(page, path);
        await OpenAsync(page, (await project.MailsAsync("已记录"))[0].Href);
        await page.CheckAsync("input[name=dispute]");
        await page.ClickAsync("main button:has-text('提交说明')");
        await CheckAsync(page, "disputed");
        // A dispute without a word is an entry without a detail: the page must read it all the same.
        await OpenAsync(page, $"/projects/{project.Id}");
        Assert.Equal(project.Title, await page.Locator("h1").InnerTextAsync());
    }

    private async Task<IReadOnlyList<Mail>> SecondRoundAsync(Applicant project) =>
        [.. (await project.MailsAsync("待审核")).Where(mail => mail.Text.Contains("第2轮", StringComparison.Ordinal))];

    private static async Task AgreeAsync(IPage page)
    {
        await page.CheckAsync("input[value='同意']");
        await page.ClickAsync("button:has-text('提交意见')");
        Assert.Equal("意见已记录", await page.Locator("h1").InnerTextAsync());
    }

    private async Task OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await CheckAsync(page, address.Contains("/l/", StringComparison.Ordinal) ? await page.TitleAsync() : address);
    }

    private async Task CheckAsync(IPage page, string where) => violations.AddRange(await Axe.FaultsAsync(page, where));
}
