using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;
using MiniExcelLibs;

namespace Functions.Tests.Portal;

/// <summary>A campaign over HTTP: opened by a bureau, filled by units, returned, printed (达市府办函〔2023〕53号).</summary>
[Collection(nameof(Portal))]
public sealed class CampaignTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private readonly string _id = $"c-{Guid.NewGuid():N}"[..20];

    [SkippableFact]
    public async Task Campaign_FromItsStartToTheBrief_WorksForBureauAndUnit()
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var (bureau, unit, other, foreign) = (await portal.UnitKeyAsync("sjxj"), await portal.UnitKeyAsync("tcq"), await portal.UnitKeyAsync("dcq"), await portal.UnitKeyAsync("sjyj"));
        var monday = await NextMondayAsync();
        var definition = Definition(monday);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/campaigns", unit, definition)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/api/campaigns", bureau, definition)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/campaigns", bureau, definition)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/api/campaigns/{_id}", foreign)).Status);

        // The week ends; its reports open on the next Monday.
        await portal.MoveClockAsync(ChinaTime.At(monday.AddDays(7), new TimeOnly(10, 0)));
        var project = await AddAsync(unit, monday);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Put, $"/api/campaigns/{_id}/projects/{project}", other, new { remark = "甲" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/weeks/1/report", unit, new { practice = "甲" })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/weeks/1/report", unit, new { practice = "上门招商", confirmed = true })).Status);
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/weeks/1/returns", unit, new { unit = "tcq", reason = "甲" })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/weeks/1/returns", bureau, new { unit = "tcq", reason = "请写明做法" })).Status);
        await portal.SettleAsync();
        Assert.Equal(["tcq 已退回", "dcq 待报"], await ReportsAsync(bureau));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/api/campaigns/{_id}/briefs/1.docx", bureau)).Status);

        await OnAPhoneAsync(project);
        await portal.MoveClockAsync(ChinaTime.At(monday.AddDays(11), new TimeOnly(0, 1)));
        Assert.Equal(["tcq 已报", "dcq 未报"], await ReportsAsync(unit));
        await CheckFilesAsync(bureau, unit);
        await OnADeskAsync(project);
    }

    [Fact]
    public async Task Campaign_WrongInput_IsRefusedByFieldAndDocument()
    {
        var (status, text) = await SendAsync(HttpMethod.Post, "/api/campaigns", UnitKeys.DevelopmentKey, new { id = "A.b", units = new[] { "没有的区" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var errors = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ToList();
        Assert.Superset(new HashSet<string?> { "id", "name", "units[0]", "receivers", "windows" }, errors.ToHashSet());
    }

    [Fact]
    public async Task Project_SavedHalfTyped_IsShownAgainToItsWriterUntilItIsListed()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/api/campaigns", await portal.UnitKeyAsync("sjxj"), Definition(await NextMondayAsync()))).Status);
        await portal.SettleAsync();
        var path = $"/campaigns/{_id}/projects/new";
        var (session, other) = (await portal.SessionOfAsync("tcq.office@dazhou.example"), await portal.SessionOfAsync("dcq.office@dazhou.example"));
        var saved = await FormAsync(session, path, ("name", "草稿里的项目"), ("contractAmount", "很多"), ("act", "保存草稿"));
        Assert.Equal((HttpStatusCode.SeeOther, $"{path}#edit"), (saved.Status, saved.Location));
        var shown = (await FormAsync(session, path)).Text;
        Assert.Contains("value=\"草稿里的项目\"", shown, StringComparison.Ordinal);
        Assert.Contains("value=\"很多\"", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("草稿里的项目", (await FormAsync(other, path)).Text, StringComparison.Ordinal);

        // What cannot be read is named field by field, and stays.
        var refused = await FormAsync(session, path, ("name", "草稿里的项目"), ("investor", "某公司"), ("contractAmount", "很多"), ("stageOn", "昨天"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        foreach (var field in (string[])["contractAmount", "stageOn"])
            Assert.Matches($"id=\"[^\"]*\\.{field}-fault\"", refused.Text);
        var listed = await FormAsync(session, path, ("name", "草稿里的项目"), ("investor", "某公司"), ("stage", "待谈"), ("stageOn", $"{await portal.NowAsync():yyyy-MM-dd}"), ("evidenceKind", "洽谈记录"), ("evidence", "洽谈记录1号"));
        Assert.True(listed.Status == HttpStatusCode.SeeOther, listed.Text);
        Assert.DoesNotContain("草稿里的项目", (await FormAsync(session, path)).Text, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Text, string? Location)> FormAsync(string session, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(fields.Length == 0 ? HttpMethod.Get : HttpMethod.Post, path) { Headers = { { "Cookie", session } } };
        if (fields.Length > 0)
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    private async Task<string> AddAsync(string unit, DateOnly monday)
    {
        var wrong = new { name = "甲项目", investor = "甲公司", stage = "落地", stageOn = monday, evidenceKind = "签约合同", evidence = "甲" };
        var refused = await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/projects", unit, wrong);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("附件1备注1", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/projects", unit, new { name = "甲", contractAmount = "很多" })).Status);
        object[] stages =
        [
            new { stage = "签约", on = monday, kind = "签约合同", evidence = "合同1" },
            new { stage = "落地", on = monday.AddDays(1), kind = "备案号", evidence = "备1" },
        ];
        var project = new
        {
            name = "甲项目",
            investor = "甲公司",
            industry = "新材料",
            source = "长三角",
            contractAmount = "１.２亿元",
            filingAmount = "9,000万元",
            introduction = "生产关键材料。",
            stages,
            categories = new[] { new { code = "外资", list = "有限责任公司（外商投资）" } },
        };
        var added = await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/projects", unit, project);
        Assert.Equal(HttpStatusCode.Created, added.Status);
        var answer = JsonSerializer.Deserialize<JsonElement>(added.Text);
        Assert.Equal((12_000m, "1.2亿元"), (answer.GetProperty("contractAmount").GetDecimal(), answer.GetProperty("contractAmountText").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, $"/api/campaigns/{_id}/projects", unit, project)).Status);
        return answer.GetProperty("id").GetString()!;
    }

    /// <summary>The unit's clerk, without script: corrects a project, then checks the week and confirms it.</summary>
    private async Task OnAPhoneAsync(string project)
    {
        var options = Axe.Like("phone", portal.Address);
        options.JavaScriptEnabled = false;
        await using var context = await chromium.Browser!.NewContextAsync(options);
        await SignInAsync(context, "tcq.office@dazhou.example");
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/campaigns/{_id}/projects/{project}");
        await page.FillAsync("[name=contractAmount]", "1.3亿元");
        await page.ClickAsync("#edit button[type=submit]");
        Assert.Contains("修改须说明原因", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.FillAsync("[name=reason]", "补充合同");
        await page.ClickAsync("#edit button[type=submit]");
        Assert.Contains("补充合同", await page.InnerTextAsync("#history"), StringComparison.Ordinal);

        await page.GotoAsync($"/campaigns/{_id}");
        Assert.Contains("已退回", await page.InnerTextAsync("#week"), StringComparison.Ordinal);
        await page.ClickAsync("text=核对并报送");
        Assert.Contains("1.3", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.FillAsync("[name=practice]", "小分队上门招商");
        await page.CheckAsync("[name=confirmed][value=true]");
        await page.ClickAsync("main form button[type=submit]");
        Assert.Contains("已提交", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    /// <summary>Every page by axe, on a phone and on a desk.</summary>
    private async Task OnADeskAsync(string project)
    {
        var faults = new List<string>();
        foreach (var (device, mail) in new[] { ("phone", "tcq.office@dazhou.example"), ("phone", "sjxj.office@dazhou.example"), ("desk", "sjxj.office@dazhou.example") })
        {
            await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
            await SignInAsync(context, mail);
            var page = await context.NewPageAsync();
            foreach (var address in new[] { "/campaigns", $"/campaigns/{_id}", $"/campaigns/{_id}/projects/{project}", $"/campaigns/{_id}/projects/new", $"/campaigns/{_id}/briefs/1" })
            {
                var answer = await page.GotoAsync(address);
                Assert.Equal(200, answer!.Status);
                Assert.InRange((await answer.BodyAsync()).Length, 1, 110 * 1024);
                faults.AddRange(await Axe.FaultsAsync(page, $"{device} {mail} {address}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private async Task CheckFilesAsync(string bureau, string unit)
    {
        var one = await RowsAsync($"/api/campaigns/{_id}/attachment-1.xlsx?week=1", unit);
        Assert.Contains("填报单位：通川区", one[2][0], StringComparison.Ordinal);
        Assert.Equal("新签约项目", one[4][0]);
        Assert.Equal(["1", "1.3", "1", "1.3", "0.9", "0", "0", "", "0", "0", "0"], one[6]);
        var all = await RowsAsync($"/api/campaigns/{_id}/attachment-1.xlsx", bureau);
        Assert.Equal("1.3", all[6][1]);
        var two = await RowsAsync($"/api/campaigns/{_id}/attachment-2.xlsx", bureau);
        Assert.Equal(18, two[5].Count);
        Assert.Equal(["填空白", "补短板", "国产自主", "外资"], two[5].Skip(13).Take(4));
        Assert.Equal(("甲项目", "0.9", "√", ""), (two[6][2], two[6][4], two[6][16], two[6][5]));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/campaigns/{_id}/briefs/1.docx") { Headers = { { UnitKeys.Header, unit } } };
        using var brief = await portal.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, brief.StatusCode);
        Assert.StartsWith("PK", System.Text.Encoding.ASCII.GetString((await brief.Content.ReadAsByteArrayAsync())[..2]), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { UnitKeys.Header, key } } };
        using var answer = await portal.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var stream = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        return [.. stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()
            .Select(row => (IReadOnlyList<string>)[.. row.Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")])];
    }

    private async Task SignInAsync(IBrowserContext context, string mail)
    {
        var cookie = (await portal.SessionOfAsync(mail)).Split('=', 2);
        await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = portal.Address.ToString() }]);
    }

    private async Task<IEnumerable<string>> ReportsAsync(string key)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, $"/api/campaigns/{_id}", key);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("weeks")[0].GetProperty("reports").EnumerateArray()
            .Select(report => $"{report.GetProperty("unit")} {report.GetProperty("state")}").ToList();
    }

    private async Task<DateOnly> NextMondayAsync()
    {
        var today = ChinaTime.DayOf(await portal.NowAsync());
        return today.AddDays(8 - (((int)today.DayOfWeek + 6) % 7 + 1));
    }

    private JsonObject Definition(DateOnly monday)
    {
        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", "campaigns", "season-3.json")))!.AsObject();
        var end = monday.AddDays(27);
        definition["id"] = _id;
        definition["start"] = $"{monday:yyyy-MM-dd}";
        definition["end"] = $"{end:yyyy-MM-dd}";
        definition["phases"] = new JsonArray(new JsonObject { ["name"] = "集中攻坚", ["from"] = $"{monday:yyyy-MM-dd}", ["to"] = $"{end:yyyy-MM-dd}" });
        definition["units"] = new JsonArray("通川区", "达川区");
        definition["weeks"] = new JsonObject { ["from"] = $"{monday:yyyy-MM-dd}", ["to"] = $"{monday.AddDays(13):yyyy-MM-dd}" };
        foreach (var window in definition["windows"]!.AsArray())
        {
            window!["from"] = $"{monday:yyyy-MM-dd}";
            window["to"] = $"{end:yyyy-MM-dd}";
        }

        return definition;
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { UnitKeys.Header, key } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
