using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;

namespace Functions.Tests.Portal;

/// <summary>Long work in the portal: it answers at once, shows how far it is with script and without, and leads to its result.</summary>
[Collection(nameof(Portal))]
public sealed class WorkTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData("phone", true)]
    [InlineData("desk", true)]
    [InlineData("desk", false)]
    public async Task Rehearsal_FromTheForm_ShowsItsProgressAndLeadsToItsResult(string device, bool script)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var options = Axe.Like(device, portal.Address);
        options.JavaScriptEnabled = script;
        await using var context = await chromium.Browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };

        await page.GotoAsync("/rehearsal");
        await page.SelectOptionAsync("#sample", "tier-1800.json");
        await page.ClickAsync("button:has-text('开始预演')");
        // Whether the page of the progress was ever seen depends on how fast it is; that it leads on does not.
        await page.WaitForURLAsync("**/rehearsal/*", new() { Timeout = 120_000 });
        Assert.Equal(1, await page.Locator("table.gantt").CountAsync());
        Assert.Empty(complaints);
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Progress_OfWorkUnderWay_WorksUnderThePolicyAndHasNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        List<string> faults = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                faults.Add(message.Text);
        };

        // Work that never begins stays as it is shown: its row alone, as one whose orchestration is still to come.
        var id = await WaitingAsync();
        await page.GotoAsync($"/works/{id}");
        faults.AddRange(await Axe.FaultsAsync(page, "progress"));
        var asked = await page.WaitForResponseAsync(response => response.Url.EndsWith($"/works/{id}/progress", StringComparison.Ordinal));
        Assert.Equal((int)HttpStatusCode.OK, asked.Status);
        await SayAsync(id, 3, 8);
        await page.Locator("progress[max='8'][value='3']").WaitForAsync();
        faults.AddRange(await Axe.FaultsAsync(page, "progress of eight"));
        await EndAsync(id);
        await page.Locator("strong:text-is('没有完成')").WaitForAsync();
        faults.AddRange(await Axe.FaultsAsync(page, "failed"));
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [SkippableFact]
    public async Task Directory_ExportedAndImportedByAnOperator_SaysWhatWasDone()
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var operatorCookie = await portal.SessionOfAsync("szjj.planning@dazhou.example");
        using var page = await SendAsync(HttpMethod.Get, "/directory", operatorCookie);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var begun = await SendAsync(HttpMethod.Post, "/directory/export", operatorCookie, new FormUrlEncodedContent([]));
        var work = begun.Headers.Location!.ToString();
        await portal.SettleAsync();
        using var file = await SendAsync(HttpMethod.Get, $"{work}/file", operatorCookie);
        var workbook = await file.Content.ReadAsByteArrayAsync();
        Assert.Equal("PK"u8.ToArray(), workbook[..2]);

        using var imported = await SendAsync(HttpMethod.Post, "/directory/import", operatorCookie, Upload(workbook, "通讯录.xlsx"));
        await portal.SettleAsync();
        var done = await GetAsync(imported.Headers.Location!.ToString(), operatorCookie);
        Assert.Equal("Done", done.GetProperty("state").GetString());
        Assert.Equal(done.GetProperty("total").GetInt32(), done.GetProperty("done").GetInt32());
        Assert.Contains("已导入单位", done.GetProperty("says").GetString(), StringComparison.Ordinal);

        using var wrong = await SendAsync(
            HttpMethod.Post, "/directory/import", operatorCookie, Upload("编号,姓名,单位,岗位,邮箱,角色\nx1,某岗位,没有的单位,岗位,x1@dazhou.example,\n"u8.ToArray(), "人员.csv"));
        await portal.SettleAsync();
        var refused = await GetAsync(wrong.Headers.Location!.ToString(), operatorCookie);
        Assert.Equal("Failed", refused.GetProperty("state").GetString());
        Assert.Contains("未导入任何内容", refused.GetProperty("says").GetString(), StringComparison.Ordinal);

        // Who is no operator has neither the page nor the work.
        var other = await portal.SessionOfAsync("vm-digital@dazhou.example");
        using var forbidden = await SendAsync(HttpMethod.Get, "/directory", other);
        using var hidden = await SendAsync(HttpMethod.Get, work, other);
        using var hiddenFile = await SendAsync(HttpMethod.Get, $"{work}/file", other);
        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (forbidden.StatusCode, hidden.StatusCode, hiddenFile.StatusCode));
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task DirectoryPage_OnEitherScreen_HasNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var page = await context.NewPageAsync();
        await page.GotoAsync("/directory");
        Assert.Empty(await Axe.FaultsAsync(page, "directory"));
        await page.ClickAsync("button:has-text('导出通讯录')");
        await page.Locator("a:has-text('下载')").WaitForAsync();
        Assert.Empty(await Axe.FaultsAsync(page, "exported"));
    }

    private AzureTableStore Tables => new(new TableServiceClient(portal.StorageConnection));

    private async Task<string> WaitingAsync()
    {
        var id = Guid.NewGuid().ToString("N");
        await Tables.UpsertAsync(new WorkRow
        {
            Id = id,
            Kind = "rehearsal",
            Title = "预演",
            By = "rehearsal",
            State = WorkState.Running,
            At = DateTimeOffset.UtcNow,
        });
        return id;
    }

    private async Task SayAsync(string id, int done, int total)
    {
        var row = (await Tables.FindAsync<WorkRow>(id, WorkRow.OnlyRowKey))!.Value;
        await Tables.UpsertAsync(row with { Done = done, Total = total, Says = $"第{done}步" });
    }

    private async Task EndAsync(string id)
    {
        var row = (await Tables.FindAsync<WorkRow>(id, WorkRow.OnlyRowKey))!.Value;
        await Tables.UpsertAsync(row with { State = WorkState.Failed, Says = "系统暂时不可用，没有完成。", EndedAt = DateTimeOffset.UtcNow });
    }

    private async Task<JsonElement> GetAsync(string work, string cookie)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/api{work}", cookie);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string cookie, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Headers = { { "Cookie", cookie } } };
        return await portal.Http.SendAsync(request);
    }

    private static MultipartFormDataContent Upload(byte[] file, string name) => new() { { new ByteArrayContent(file), "file", name } };
}
