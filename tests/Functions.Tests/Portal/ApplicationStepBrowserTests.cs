using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>申报项目 in steps as people meet it: on a phone without script, by keyboard, with Back, and two at once.</summary>
[Collection(nameof(Portal))]
public sealed class ApplicationStepBrowserTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Plan = Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf");

    [SkippableFact]
    public async Task Application_OnAPhoneWithoutScript_IsHandedInAndBackLeadsToTheProject()
    {
        Needs.Met(chromium.Missing);
        var options = Axe.Like("phone", portal.Address);
        options.JavaScriptEnabled = false;
        await using var context = await chromium.Browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var application = await DraftClerk.SampleAsync("手机上分步申报的项目");
        var draft = await BeginAsync(page);
        foreach (var step in ApplicationSteps.All.Where(step => step.Fields.Count > 0))
        {
            Assert.EndsWith("/" + step.Key, page.Url, StringComparison.Ordinal);
            Assert.Equal(step.Key, (await page.Locator(".step-list [aria-current=step]").GetAttributeAsync("href"))!.Split('/')[^1]);
            await FillAsync(page, step, application);
            Assert.True(await FitsAsync(page), $"{step.Key} is wider than the phone.");
            await page.ClickAsync("button:has-text('保存并继续')");
        }

        Assert.Equal(ApplicationSteps.All.Count - 1, await page.Locator(".step-list .filled").CountAsync());
        Assert.Contains(application.Name!, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await FitsAsync(page), "The last step is wider than the phone.");
        await page.ClickAsync("button:has-text('提交申报')");
        Assert.Matches("/projects/[0-9A-Za-z]+$", page.Url);
        Assert.Equal(application.Name, await page.Locator("h1").InnerTextAsync());
        var project = page.Url;

        // Back, from history or by its address: never a form that could be sent a second time.
        await page.GoBackAsync();
        await page.ReloadAsync();
        Assert.Equal(project, page.Url);
        await page.GotoAsync(draft + "/need");
        Assert.Equal(project, page.Url);
    }

    [SkippableFact]
    public async Task Materials_AfterARefusedFile_StillHoldTheOther()
    {
        Needs.Met(chromium.Missing);
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like("desk", portal.Address));
        var page = await context.NewPageAsync();
        var draft = await BeginAsync(page);
        await page.GotoAsync(draft + "/materials");
        await page.SetInputFilesAsync("[name='documents.application']", Plan);
        await page.SetInputFilesAsync("[name='documents.other']", new FilePayload { Name = "程序.pdf", MimeType = "application/pdf", Buffer = "MZ program"u8.ToArray() });
        await page.ClickAsync("button:has-text('保存并继续')");
        Assert.Contains("程序.pdf", await page.Locator(".notice.red").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".kept a:has-text('technical-plan.pdf')").CountAsync());

        // Other steps with their own faults, and another day's browser, change nothing about it.
        await page.GotoAsync(draft + "/project");
        await page.FillAsync("#totalInvestment", "约150");
        await page.ClickAsync("button:has-text('保存并继续')");
        await page.GotoAsync(draft + "/materials");
        await page.ClickAsync("button:has-text('先保存')");
        // By the protocol and not in the page, whose policy lets no script fetch.
        var file = await context.APIRequest.GetAsync(new Uri(portal.Address, (await page.Locator(".kept a").GetAttributeAsync("href"))!).ToString());
        Assert.Equal(await File.ReadAllBytesAsync(Plan), await file.BodyAsync());
    }

    [SkippableFact]
    public async Task Step_SavedByTwoClerks_ShowsTheSecondBothBeforeAnythingIsReplaced()
    {
        Needs.Met(chromium.Missing);
        await using var one = await chromium.Browser!.NewContextAsync(Axe.Like("desk", portal.Address));
        await using var two = await chromium.Browser!.NewContextAsync(Axe.Like("desk", portal.Address));
        var (first, second) = (await one.NewPageAsync(), await two.NewPageAsync());
        var draft = await BeginAsync(first);
        await second.GotoAsync(draft);
        await second.FillAsync("#unitKey", await portal.UnitKeyAsync(DraftClerk.Unit));
        await second.ClickAsync("button:has-text('打开草稿')");
        await first.GotoAsync(draft + "/need");
        await second.GotoAsync(draft + "/need");

        await first.FillAsync("[name='basicInformation.basis']", "第一人的依据");
        await first.ClickAsync("button:has-text('先保存')");
        await second.FillAsync("[name='basicInformation.basis']", "第二人的依据");
        await second.ClickAsync("button:has-text('先保存')");
        Assert.Contains("还没有保存", await second.Locator(".notice.yellow").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("第一人的依据", await second.Locator(".hint.other").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("第二人的依据", await second.InputValueAsync("[name='basicInformation.basis']"));
        Assert.Empty(await FaultsAsync(second, "two clerks"));

        await second.ClickAsync("button:has-text('先保存')");
        await first.ReloadAsync();
        Assert.Equal("第二人的依据", await first.InputValueAsync("[name='basicInformation.basis']"));
    }

    [SkippableFact]
    public async Task Steps_ByKeyboardAlone_AreFilledInAndSaved()
    {
        Needs.Met(chromium.Missing);
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like("desk", portal.Address));
        var page = await context.NewPageAsync();
        var draft = await BeginAsync(page);
        await TabToAsync(page, "name");
        await page.Keyboard.TypeAsync("键盘填写的项目");
        await TabToAsync(page, "applicantKind");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "implementation");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/project?saved");
        Assert.Equal("purchaseOfServices", await page.Locator("[name=implementation]:checked").GetAttributeAsync("value"));

        // The first fault leads to its field.
        await page.Locator("#faults a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/project?saved#*");

        // Enter in a cell saves the table, and adds or deletes nothing.
        await page.GotoAsync(draft + "/functions");
        await TabToAsync(page, "f0.name");
        await page.Keyboard.TypeAsync("统一受理");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/plan");
        await page.GotoAsync(draft + "/functions");
        Assert.Equal("统一受理", await page.InputValueAsync("[name='f0.name']"));
    }

    [SkippableTheory]
    [InlineData("phone", 390)]
    [InlineData("desk", 1280)]
    public async Task FunctionList_CorrectedInTheTable_IsPreviewedThenPublishedAndFitsTheScreen(string device, int width)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        var project = await portal.PublishAsync($"在表格里更正清单的项目（{device}）");
        List<string> faults = [];
        await page.GotoAsync($"/projects/{project.Id}/function-list/edit");
        faults.AddRange(await FaultsAsync(page, "edit"));
        await page.ClickAsync("summary:has-text('从 Excel 粘贴')");
        var name = "ThisNameHasNoPlaceToBreak" + new string('x', 120);
        await page.FillAsync("#paste", $"名称\t说明\t数量\t单位\n{name}\thttps://example.example/{new string('y', 200)}\t１，２００\t项\n统计分析\t按月\t若干\t套");
        await page.ClickAsync("button:has-text('读入粘贴的内容')");
        Assert.Contains("第3行的数量“若干”", await page.Locator(".notice.red").InnerTextAsync(), StringComparison.Ordinal);
        faults.AddRange(await FaultsAsync(page, "paste refused"));
        await page.FillAsync("#paste", (await page.InputValueAsync("#paste")).Replace("若干", "2", StringComparison.Ordinal));
        await page.ClickAsync("button:has-text('读入粘贴的内容')");
        await page.FillAsync("[name='f1.name']", "统计和分析");
        await page.FillAsync("#reason", "漏列一项");
        await page.ClickAsync("button:has-text('预览公示页面')");
        faults.AddRange(await FaultsAsync(page, "preview"));
        Assert.DoesNotContain("统计和分析", await portal.Http.GetStringAsync($"/publicity/{project.Id}"), StringComparison.Ordinal);

        await page.FillAsync("#unitKey", "not-a-key");
        await page.ClickAsync("button:has-text('更正并重新公示')");
        Assert.Contains("单位密钥不正确", await page.Locator(".notice.red").InnerTextAsync(), StringComparison.Ordinal);
        await page.FillAsync("#unitKey", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('更正并重新公示')");
        Assert.EndsWith($"/publicity/{project.Id}", page.Url, StringComparison.Ordinal);
        var shown = await page.Locator("main").InnerTextAsync();
        Assert.Contains("1200项", shown, StringComparison.Ordinal);
        Assert.Contains("统计和分析", shown, StringComparison.Ordinal);
        faults.AddRange(await FaultsAsync(page, "public page"));
        foreach (var element in await page.Locator("main *:visible").AllAsync())
        {
            if (await element.BoundingBoxAsync() is { } box && box.X + box.Width > width + 1)
                faults.Add($"{await element.EvaluateAsync<string>("it => it.tagName + '.' + it.className")} reaches {box.X + box.Width}px");
        }

        Assert.Empty(faults);
    }

    private async Task<string> BeginAsync(IPage page)
    {
        await page.GotoAsync(new Uri(portal.Address, "/projects/new").ToString());
        await page.SelectOptionAsync("#unit", DraftClerk.Unit);
        await page.FillAsync("#unitKey", UnitKeys.DevelopmentKey);
        await page.ClickAsync("button:has-text('开始填写')");
        return page.Url[..page.Url.LastIndexOf('/')];
    }

    private static async Task FillAsync(IPage page, ApplicationStep step, ProjectApplication application)
    {
        var values = ApplicationForm.ValuesOf(application);
        if (step.Key == ApplicationSteps.Functions)
        {
            // The box stands open while the list is empty.
            await page.FillAsync("#paste", "名称\t说明\t数量\t单位\n" + values["basicInformation.functions"].Replace('｜', '\t'));
            return;
        }

        foreach (var field in step.Fields)
        {
            if (field.Kind == FieldKind.File)
            {
                if (application.Documents!.FirstOrDefault(document => $"documents.{document.Kind}" == field.Path) is { } document)
                    await page.SetInputFilesAsync($"[name='{field.Path}']", new FilePayload { Name = document.FileName!, MimeType = "application/pdf", Buffer = Convert.FromBase64String(document.ContentBase64!) });
            }
            else if (values[field.Path] is { Length: > 0 } value)
            {
                var input = page.Locator($"[name='{field.Path}']");
                switch (await input.First.EvaluateAsync<string>("it => it.type"))
                {
                    case "radio":
                        await page.CheckAsync($"[name='{field.Path}'][value='{value}']");
                        break;
                    case "select-one":
                        await input.SelectOptionAsync(value);
                        break;
                    default:
                        await input.FillAsync(value);
                        break;
                }
            }
        }
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 80; i++)
        {
            if (await page.EvaluateAsync<string?>("document.activeElement.name ?? null") == name)
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{name} cannot be reached by Tab.");
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string where) => await Axe.FaultsAsync(page, where);

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
