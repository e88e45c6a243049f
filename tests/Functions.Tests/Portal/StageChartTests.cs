using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>各阶段项目 on the 工作台: a chart where scripts run, the list of the server where none do.</summary>
[Collection(nameof(Portal))]
public sealed class StageChartTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Chart_OfTheStages_IsDrawnUnderThePolicyAndLeadsToTheList(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await new Applicant(portal, $"图上的项目（{device}）").HandInAsync("tier-150.json");
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(portal.Address.ToString(), StringComparison.Ordinal))
                complaints.Add(request.Url);
        };

        await page.GotoAsync("/");
        await page.Locator("#stage-chart canvas").WaitForAsync();
        Assert.False(await page.Locator("#stage-list li").First.IsVisibleAsync());
        Assert.Contains("项目入库", await page.Locator("#stage-chart").GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.True(await BrandPixelsAsync(page) > 100, "No bar is drawn.");
        var faults = await Axe.FaultsAsync(page, "chart");
        await page.ClickAsync("#stage-list summary");
        Assert.True(await page.Locator("#stage-list li a").First.IsVisibleAsync());
        faults = [.. faults, .. await Axe.FaultsAsync(page, "chart and list")];
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        await ClickAsync(page, "项目入库");
        await page.WaitForURLAsync("**/projects?stage=LibraryAdmission");
        Assert.Empty(complaints);
    }

    [SkippableFact]
    public async Task Stages_WithoutScript_AreTheListAndItsLinks()
    {
        Needs.Met(chromium.Missing);
        await new Applicant(portal, "表里的项目").HandInAsync("tier-150.json");
        await using var context = await chromium.Browser!.NewContextAsync(new() { JavaScriptEnabled = false, BaseURL = portal.Address.ToString() });
        var page = await context.NewPageAsync();

        await page.GotoAsync("/");
        Assert.False(await page.Locator("#stage-chart").IsVisibleAsync());
        Assert.False(await page.Locator("#stage-list summary").IsVisibleAsync());
        await page.ClickAsync("#stage-list a:has-text('项目入库')");
        Assert.EndsWith("/projects?stage=LibraryAdmission", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_OfPages_AllowsScriptOnlyWhereThePageHasOne()
    {
        var project = new Applicant(portal, "没有脚本的链接");
        await project.HandInAsync("tier-150.json");

        Assert.Contains("script-src 'self'", await PolicyAsync("/"), StringComparison.Ordinal);
        foreach (var path in (string[])[(await project.MailsAsync("待初审"))[0].Href, "/sign-in", "/projects/new", "/l/none", "/assets/echarts.js"])
        {
            var policy = await PolicyAsync(path);
            Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        }
    }

    private async Task<string> PolicyAsync(string path)
    {
        using var answer = await portal.Http.GetAsync(path);
        return Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }

    /// <summary>How many points of the chart have the colour of a bar.</summary>
    private static Task<int> BrandPixelsAsync(IPage page) => page.EvaluateAsync<int>("""
        () => {
          const canvas = document.querySelector('#stage-chart canvas');
          echarts.getInstanceByDom(document.getElementById('stage-chart')).setOption({ animation: false });
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let count = 0;
          for (let at = 0; at < data.length; at += 4)
            if (data[at] === 0x0b && data[at + 1] === 0x4f && data[at + 2] === 0x7a) count++;
          return count;
        }
        """);

    /// <summary>Clicks into the middle of a stage's bar.</summary>
    private static async Task ClickAsync(IPage page, string stage)
    {
        var at = await page.EvaluateAsync<float[]>("""
            name => {
              const chart = echarts.getInstanceByDom(document.getElementById('stage-chart'));
              const series = chart.getOption().series[0].data;
              const index = series.findIndex(it => it.name === name);
              return chart.convertToPixel({ seriesIndex: 0 }, [series[index].value / 2, index]);
            }
            """, stage);
        await page.Locator("#stage-chart").ClickAsync(new() { Position = new() { X = at[0], Y = at[1] } });
    }
}
