using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>The public page in a browser: a supplier quotes and confirms, somebody asks, the unit answers and reads.</summary>
public sealed class ConsultationBrowserTests(PortalHost portal, Chromium chromium) : IClassFixture<PortalHost>, IClassFixture<Chromium>
{
    private readonly List<string> violations = [];

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task PublicityPage_QuotedAskedAndAnswered_WorksAndHasNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        var project = await portal.PublishAsync($"浏览器里公示的项目（{device}）");
        var supplier = $"{device}@supplier.example";

        await page.GotoAsync($"/publicity/{project.Id}");
        await CheckAsync(page, "public page");
        await page.FillAsync("#company", "示例软件公司");
        await page.FillAsync("#mail", supplier);
        await page.FillAsync("#price1", "十二万");
        await page.ClickAsync("button:has-text('提交报价')");
        Assert.Equal("示例软件公司", await page.InputValueAsync("#company"));
        await CheckAsync(page, "refused quotation");
        await page.FillAsync("#price1", "12.5");
        await page.ClickAsync("button:has-text('提交报价')");
        Assert.Equal("报价待确认", await page.Locator("h1").InnerTextAsync());
        await CheckAsync(page, "quotation to be confirmed");
        await page.GotoAsync((await project.MailToAsync(supplier, "请确认")).Href);
        await CheckAsync(page, "confirm a quotation");
        await page.ClickAsync("button:has-text('确认报价')");
        Assert.Equal("报价已确认", await page.Locator("h1").InnerTextAsync());
        await CheckAsync(page, "quotation confirmed");

        await page.GotoAsync($"/publicity/{project.Id}");
        await page.FillAsync("#question", "是否包含硬件？");
        await page.FillAsync("#questionMail", $"{device}@citizen.example");
        await page.ClickAsync("button:has-text('提交问题')");
        await page.GotoAsync((await project.MailToAsync($"{device}@citizen.example", "请确认")).Href);
        await CheckAsync(page, "confirm a question");
        await page.ClickAsync("button:has-text('确认提问')");
        await portal.SettleAsync();

        await page.GotoAsync((await project.MailToAsync("sscjgj.project@dazhou.example", "待答复")).Href);
        await CheckAsync(page, "answer by link");
        await ReadAndCorrectAsync(page, project);

        await page.GotoAsync($"/publicity/{project.Id}");
        Assert.Contains("不包含硬件", await page.Locator("#questions").InnerTextAsync(), StringComparison.Ordinal);
        await CheckAsync(page, "corrected public page with an answer");
        await ExtendAsync(page, project);
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    private async Task ReadAndCorrectAsync(IPage page, Applicant project)
    {
        await page.GotoAsync($"/projects/{project.Id}");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        Assert.Contains("12.50万元", await page.Locator("#quotations").InnerTextAsync(), StringComparison.Ordinal);
        await CheckAsync(page, "project page with quotations and a question");
        await page.FillAsync("#questions textarea", "不包含硬件。");
        await page.FillAsync("#questions input[name=unitKey]", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('答复并公开')");
        await page.ClickAsync("summary:has-text('更正功能清单')");
        await page.FillAsync("#correctionFunctions", "数据采集｜自动采集｜1｜套\n统计分析");
        await page.FillAsync("#correctionReason", "漏列一项");
        await page.FillAsync("#correctionKey", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('更正并重新公示')");
        Assert.Contains("已更正为第2版", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        await CheckAsync(page, "corrected project page");
    }

    /// <summary>What follows the publicity: the plan's link and the project's page offer to ask for more time.</summary>
    private async Task ExtendAsync(IPage page, Applicant project)
    {
        await portal.MoveClockAsync((await project.DeadlineAsync("Publicity")).GetProperty("due").GetDateTimeOffset());
        await page.GotoAsync((await project.MailToAsync("sscjgj.project@dazhou.example", "待提交")).Href);
        await page.ClickAsync("summary:has-text('申请延期')");
        await CheckAsync(page, "plan by link with the extension");
        await page.GotoAsync($"/projects/{project.Id}");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        Assert.Equal(1, await page.Locator("select[name=deadline] option[value='TechnicalPlan|1']").CountAsync());
        await CheckAsync(page, "project page with the extension");
    }

    private async Task CheckAsync(IPage page, string where)
    {
        // What Razor takes for an address it leaves as it is typed.
        Assert.DoesNotMatch("@[A-Za-z]+[.(]", (await page.Locator("main").InnerTextAsync()).Replace(".example", "", StringComparison.Ordinal));
        violations.AddRange((await Axe.ViolationsAsync(page)).Select(violation => $"{where}: {violation}"));
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wide > 0)
            violations.Add($"{where}: {wide}px wider than the screen");
    }
}
