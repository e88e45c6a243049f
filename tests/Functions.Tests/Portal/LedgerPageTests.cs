using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Playwright;
using MiniExcelLibs;

namespace Functions.Tests.Portal;

/// <summary>The pages of supervision ledgers as their readers use them (达市府办发〔2023〕16号).</summary>
[Collection(nameof(Portal))]
public sealed class LedgerPageTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Known = "/ledgers/fangguanfu-2023";
    private const string Office = "szgfj.office@dazhou.example";
    private const string Finance = "szj.office@dazhou.example";
    private const string Outsider = "sjyj.office@dazhou.example";
    private const int MostBytes = 150 * 1024;

    private readonly string _id = $"pages-{Guid.NewGuid():N}"[..30];

    [Fact]
    public async Task Board_OfTheGazettesLedger_ShowsEachReaderWhatItMaySee()
    {
        await StartKnownAsync();
        var office = await PageAsync(Known, Office);
        Assert.Contains("id=\"heat\"", office, StringComparison.Ordinal);
        Assert.Contains("待决定的申请", office, StringComparison.Ordinal);
        Assert.Contains("2023年5月26日至2023年12月31日", office, StringComparison.Ordinal);
        Assert.Contains("批量催办", office, StringComparison.Ordinal);
        Assert.Contains("共79项，列出第1至25项", office, StringComparison.Ordinal);
        // 17 sections, and the counties as one line.
        Assert.Equal(17, Regex.Count(office, "<th scope=\"col\"><abbr"));
        Assert.Contains("<th scope=\"row\">各县（市、区）</th>", office, StringComparison.Ordinal);

        var finance = await PageAsync(Known, Finance);
        Assert.DoesNotContain("id=\"heat\"", finance, StringComparison.Ordinal);
        Assert.DoesNotContain("批量催办", finance, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Known}/units/szj\"", finance, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{Known}/units/szj", Finance));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{Known}/units/sscjgj", Finance));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{Known}/units/sscjgj", Office));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(Known, Outsider));
        Assert.DoesNotContain("fangguanfu-2023", await PageAsync("/ledgers", Outsider), StringComparison.Ordinal);
        Assert.Contains("fangguanfu-2023", await PageAsync("/ledgers", Finance), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{Known}/tasks/none", Office));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{Known}/cycles/report/9", Office));

        // A unit reads every task, but reports only of its own.
        Assert.Contains("推进情况由参加这项任务的单位", await PageAsync($"{Known}/tasks/26", Finance), StringComparison.Ordinal);
        Assert.Contains("各单位推进情况", await PageAsync($"{Known}/tasks/26", Office), StringComparison.Ordinal);
        using var refused = await PostAsync($"{Known}/tasks/26/progress", Finance, ("text", "配合"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains($"{Known}/tasks/25", await PageAsync($"/search?q={Uri.EscapeDataString("秒批秒办")}", Office), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?section=1", 9)]
    [InlineData("?section=17&light=red", 4)]
    [InlineData("?text=秒批秒办", 1)]
    [InlineData("?unit=tcq", 79)]
    [InlineData("?unit=市财政局", 4)]
    [InlineData("?status=Done", 0)]
    [InlineData("?status=Overdue&from=75", 79)]
    public async Task Board_Filtered_ShowsTheTasksThatFit(string query, int count)
    {
        await StartKnownAsync();
        var page = await PageAsync(Known + query, Office);
        Assert.Contains($"共{count}项", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"heat\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Board_FilteredByWhatIsNoLight_SaysSo() =>
        Assert.Equal(HttpStatusCode.BadRequest, await StartedStatusAsync($"{Known}?light=purple"));

    [Fact]
    public async Task Urging_OfTickedTasks_IsRecordedAndComesBackToTheFilteredList()
    {
        await StartOwnAsync();
        var list = $"/ledgers/{_id}";
        using (var none = await PostAsync($"{list}/urge?light=green", Office, ("message", "请抓紧")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        using (var foreign = await PostAsync($"{list}/urge", Finance, ("tasks", "1")))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var urged = await PostAsync($"{list}/urge?light=green", Office, ("tasks", "1"), ("tasks", "2"), ("tasks", "none"), ("message", "请抓紧"));
        Assert.Equal((HttpStatusCode.SeeOther, $"{list}?light=green&urged=2"), (urged.StatusCode, urged.Headers.Location!.ToString()));
        Assert.Contains("已催办2项任务", await PageAsync($"{list}?light=green&urged=2", Office), StringComparison.Ordinal);
        Assert.Contains("催办市财政局", await PageAsync($"{list}/tasks/2", Finance), StringComparison.Ordinal);

        // One mail for the tasks that were urged together, one for a task alone.
        await DoneAsync($"{list}/tasks/2/urge", Office, ("text", "今天报送"));
        var mails = (await portal.MailsAsync("页面测试台账")).Where(mail => mail.To == Finance && mail.Text.Contains("催办", StringComparison.Ordinal) && mail.Text.Contains(_id, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, mails.Count);
        Assert.Contains(mails, mail => mail.Text.Contains("牵头汇总的任务", StringComparison.Ordinal) && mail.Text.Contains($"{list}/units/szj", StringComparison.Ordinal));
        Assert.Contains(mails, mail => mail.Text.Contains("今天报送", StringComparison.Ordinal) && mail.Text.Contains($"{list}/tasks/2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Task_FromTheUnitsDesk_GoesToItsClosing()
    {
        await StartOwnAsync();
        var (desk, task) = ($"/ledgers/{_id}/units/szj", $"/ledgers/{_id}/tasks/2");
        Assert.Contains("签收第2项", await PageAsync(desk, Finance), StringComparison.Ordinal);
        using (var signed = await PostAsync($"{desk}/sign", Finance, ("tasks", "2")))
            Assert.Equal($"{desk}?signed=1", signed.Headers.Location!.ToString());
        Assert.Contains("没有等待签收的任务", await PageAsync(desk, Finance), StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"sign\"", await PageAsync(task, Finance), StringComparison.Ordinal);

        using (var wrong = await PostAsync($"{task}/progress", Finance, ("percent", "130"), ("figures[0]", "很多"), ("text", "已建成")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
            Assert.Contains("请填写数字", page, StringComparison.Ordinal);
            Assert.Contains("value=\"130\"", page, StringComparison.Ordinal);
        }

        using (var wrong = await PostAsync($"{task}/progress", Finance, ("percent", "130"), ("text", "已建成")))
            Assert.Contains("id=\"task-progress.percent-fault\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var done in (string[])["40", "100"])
        {
            using var reported = await PostAsync($"{task}/progress", Finance, ("percent", done), ("figures[0]", done), ("text", $"已建成{done}个"), ("problems", "接口未开通"));
            Assert.Equal($"{task}?done=progress", reported.Headers.Location!.ToString());
        }

        var shown = await PageAsync($"{task}?done=progress", Finance);
        Assert.Contains("已记录：市财政局反馈推进情况，完成100%", shown, StringComparison.Ordinal);
        Assert.Contains("<polyline", shown, StringComparison.Ordinal);
        Assert.Contains("已达标", shown, StringComparison.Ordinal);
        Assert.Contains("接口未开通", shown, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(task, Outsider));

        await DoneAsync($"{task}/finish", Finance, ("text", "已完成"));
        using (var bare = await PostAsync($"{task}/refuse", Office, ("reason", "")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, bare.StatusCode);
        await DoneAsync($"{task}/refuse", Office, ("reason", "缺少验收材料"));
        await DoneAsync($"{task}/finish", Finance);
        await DoneAsync($"{task}/close", Office);
        Assert.Contains("已完成 <span", await PageAsync(task, Finance), StringComparison.Ordinal);
        Assert.DoesNotContain("<details class=\"card\"", await PageAsync(task, Finance), StringComparison.Ordinal);
        await DoneAsync($"{task}/reopen", Office, ("reason", "抽查发现漏项"));
        Assert.Contains("回头看，重新打开", await PageAsync(task, Finance), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_SavedHalfTyped_IsItsUnitsAloneUntilItIsReported()
    {
        await StartOwnAsync();
        var task = $"/ledgers/{_id}/tasks/2";
        using (var saved = await PostAsync($"{task}/progress", Finance, ("percent", "一半"), ("text", "已建成若干"), ("act", "保存草稿")))
            Assert.Equal($"{task}#progress", saved.Headers.Location?.ToString());
        var shown = await PageAsync(task, Finance);
        Assert.Contains("value=\"一半\"", shown, StringComparison.Ordinal);
        Assert.Contains("草稿已保存", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("已建成若干", await PageAsync(task, Office), StringComparison.Ordinal);
        await DoneAsync($"{task}/progress", Finance, ("percent", "50"), ("text", "已建成一半"));
        Assert.DoesNotContain("草稿已保存", await PageAsync(task, Finance), StringComparison.Ordinal);
        // A form that is not offered to the sender keeps nothing.
        using var foreign = await PostAsync($"{task}/close", Finance, ("text", "销号"), ("act", "保存草稿"));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Fact]
    public async Task Applications_OfAUnit_StandOnTheBoardUntilTheOfficeDecided()
    {
        await StartOwnAsync();
        var task = $"/ledgers/{_id}/tasks/2";
        using (var wrong = await PostAsync($"{task}/extension", Finance, ("until", "明年"), ("reason", "等待接口")))
            Assert.Contains("id=\"task-extension.until-fault\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var year = (await portal.NowAsync()).Year;
        await DoneAsync($"{task}/extension", Finance, ("until", $"{year + 3}-03-31"), ("reason", "等待接口"));
        await DoneAsync($"{task}/return", Finance, ("toUnit", "市教育局"), ("reason", "不属于职责"));
        await portal.SettleAsync();

        var board = await PageAsync($"/ledgers/{_id}", Office);
        Assert.Contains($"申请延期至{year + 3}年3月31日", board, StringComparison.Ordinal);
        Assert.Contains("建议改由市教育局办理", board, StringComparison.Ordinal);
        var decide = Regex.Match(board, "href=\"(/decide/[^\"]+/TaskApplication[^\"]+)\"[^>]*aria-label=\"[^\"]*延期").Groups[1].Value;
        using (var agreed = await PostAsync(decide, Office, ("decision", "同意")))
            Assert.True(agreed.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, WebUtility.HtmlDecode(await agreed.Content.ReadAsStringAsync()));
        await portal.SettleAsync();
        Assert.Contains($"完成时限</dt><dd>{year + 3}年3月31日", await PageAsync(task, Office), StringComparison.Ordinal);
        Assert.DoesNotContain("申请延期至", await PageAsync($"/ledgers/{_id}", Office), StringComparison.Ordinal);
    }

    /// <summary>Read by another library than wrote it.</summary>
    [Fact]
    public async Task Workbook_OfTheGazettesLedgers_HasTheColumnsOfEachDocument()
    {
        await StartKnownAsync();
        await DoneAsync($"{Known}/tasks/30/progress", Office, ("text", "已梳理\u000b清单"), ("problems", "接口未开通"), ("percent", "40"));
        var rows = await RowsAsync("/api/ledgers/fangguanfu-2023.xlsx", Office);
        Assert.Equal("2023年“放管服”改革优化营商环境任务台账", rows[0][0]);
        Assert.Equal(["序号", "工作任务", "牵头单位", "责任单位", "推进情况", "问题反馈"], rows[2]);
        // Title, note and heads; five parts, 17 sections and 79 tasks.
        Assert.Equal(3 + 5 + 17 + 79, rows.Count);
        Assert.Equal(("一、大力开展营商环境提升行动", "（一）激发市场主体活力"), (rows[3][0], rows[4][0]));
        var task = rows.Single(row => row[0] == "30");
        Assert.Equal(("已梳理清单（完成40%）", "接口未开通"), (task[4], task[5]));
        Assert.Equal("市政务服务管理局", rows.Single(row => row[0] == "25")[2]);
        Assert.Equal("市级有关部门（单位）", rows.Single(row => row[0] == "25")[3]);
        // A unit that takes no part in a task does not read its reports.
        Assert.Equal("", (await RowsAsync("/api/ledgers/fangguanfu-2023.xlsx", Finance)).Single(row => row[0] == "30")[4]);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/api/ledgers/fangguanfu-2023.xlsx", Outsider));

        using var started = await SendAsync("/api/ledgers", new { ledger = "shitang-2023" });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        var canteens = await RowsAsync("/api/ledgers/shitang-2023.xlsx", Outsider);
        Assert.Equal(["序号", "改革事项", "成果形式", "完成时限", "责任单位", "主体责任人", "直接责任人"], canteens[2]);
        Assert.Equal(3 + 6, canteens.Count);
        Assert.Equal(["1", "加强系统建设"], canteens[3].Take(2));
        // The item's three rows are one cell each in number and item.
        Assert.Equal(["", ""], canteens[5].Take(2));
        Assert.Equal(("2023年6月30日", "市教育局", "主要负责同志", "分管负责同志"), (canteens[3][3], canteens[3][4], canteens[3][5], canteens[3][6]));
        Assert.Equal(["A4:A6", "B4:B6"], (await MergesAsync("/api/ledgers/shitang-2023.xlsx", Outsider)).Skip(2));
    }

    [Fact]
    public async Task Cycle_Compiled_NamesTheMissingInPageAndWorkbookForTheOfficeAlone()
    {
        var today = DateOnly.FromDateTime((await portal.NowAsync()).ToOffset(TimeSpan.FromHours(8)).DateTime);
        using (var answer = await SendAsync("/api/ledgers", new
        {
            id = _id,
            document = "达市府办发〔2023〕11号",
            title = "汇总测试台账",
            coordinator = "市教育局",
            cycle = "tenDay",
            from = today.ToString("yyyy-MM-dd"),
            to = today.AddYears(1).ToString("yyyy-MM-dd"),
            tasks = new[] { new { n = 1, section = "加强系统建设", title = "优化管理系统", lead = new[] { "市财政局" }, units = new[] { "市教育局" } } },
        })) Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(25));
        var page = await PageAsync($"/ledgers/{_id}/cycles/report/1", Outsider);
        Assert.Contains("未报：市财政局", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/api/ledgers/{_id}/cycles/report/1.xlsx\"", page, StringComparison.Ordinal);
        var rows = await RowsAsync($"/api/ledgers/{_id}/cycles/report/1.xlsx", Outsider);
        Assert.Equal(["序号", "单位", "报送时间", "难点", "堵点", "亮点", "问题反馈"], rows[3]);
        Assert.Equal(["1", "市财政局", "未报"], rows[4].Take(3));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/api/ledgers/{_id}/cycles/report/1.xlsx", Finance));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/api/ledgers/{_id}/cycles/report/99.xlsx", Outsider));
    }

    /// <summary>A unit's clerk, without script: signs, reports and looks at what was recorded. Then every page by axe.</summary>
    [SkippableFact]
    public async Task Pages_OnAPhoneWithoutScript_WorkAndHaveNoViolation()
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        await StartKnownAsync();
        await StartOwnAsync();
        var options = Axe.Like("phone", portal.Address);
        options.JavaScriptEnabled = false;
        await using (var context = await chromium.Browser!.NewContextAsync(options))
        {
            await BeAsync(context, Finance);
            var page = await context.NewPageAsync();
            await page.GotoAsync("/ledgers");
            await page.ClickAsync($"a[href='/ledgers/{_id}/units/szj']");
            await page.ClickAsync("button:has-text('签收勾选的任务')");
            Assert.Contains("已签收1项任务", await page.InnerTextAsync("[role=status]"), StringComparison.Ordinal);
            await page.ClickAsync("#lead a[href$='/tasks/2']");
            await page.ClickAsync("#progress summary");
            await page.FillAsync("[name=text]", "已建成两个分站点");
            await page.FillAsync("#progress [name=percent]", "50");
            await page.ClickAsync("#progress button[type=submit]");
            Assert.Contains("完成50%", await page.InnerTextAsync("[role=status]"), StringComparison.Ordinal);
            Assert.Contains("已建成两个分站点", await page.InnerTextAsync("#reports"), StringComparison.Ordinal);
        }

        await DoneAsync($"/ledgers/{_id}/tasks/2/progress", Finance, ("text", "已建成四十个"), ("figures[0]", "40"));
        await DoneAsync($"/ledgers/{_id}/tasks/2/progress", Finance, ("text", "已建成九十个"), ("figures[0]", "90"));
        await DoneAsync($"/ledgers/{_id}/tasks/2/extension", Finance, ("until", $"{(await portal.NowAsync()).Year + 3}-03-31"), ("reason", "等待接口"));
        await portal.SettleAsync();
        var faults = new List<string>();
        foreach (var (device, mail) in new[] { ("phone", Office), ("desk", Office), ("phone", Finance) })
        {
            await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
            await BeAsync(context, mail);
            var page = await context.NewPageAsync();
            foreach (var address in new[] { "/ledgers", Known, $"{Known}?unit=szj&section=1", $"{Known}/tasks/25", $"{Known}/units/szj", $"/ledgers/{_id}", $"/ledgers/{_id}/tasks/2", $"/ledgers/{_id}/units/szj", $"/ledgers/{_id}/tasks/1" })
            {
                var answer = await page.GotoAsync(address);
                Assert.Equal(200, answer!.Status);
                var bytes = (await answer.BodyAsync()).Length + (await portal.Http.GetByteArrayAsync(await page.Locator("link[rel=stylesheet]").GetAttributeAsync("href"))).Length;
                if (bytes > MostBytes) faults.Add($"{device} {address}: {bytes / 1024} kB");
                await page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
                faults.AddRange(await Axe.FaultsAsync(page, $"{device} {mail} {address}"));
                if (Environment.GetEnvironmentVariable("LEDGER_PICTURES") is { Length: > 0 } folder)
                    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{device}-{mail[..4]}{address.Replace('/', '_').Replace(_id, "own", StringComparison.Ordinal)}.png"), FullPage = true });
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(string path, string mail)
    {
        using var stream = new MemoryStream(await BytesAsync(path, mail));
        return [.. stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()
            .Select(row => (IReadOnlyList<string>)[.. row.Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")])];
    }

    private async Task<IReadOnlyList<string>> MergesAsync(string path, string mail)
    {
        using var book = new ZipArchive(new MemoryStream(await BytesAsync(path, mail)));
        using var sheet = new StreamReader(book.Entries.Single(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open());
        return [.. Regex.Matches(await sheet.ReadToEndAsync(), "mergeCell ref=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
    }

    private async Task<byte[]> BytesAsync(string path, string mail)
    {
        using var answer = await GetAsync(path, mail);
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        if (Environment.GetEnvironmentVariable("LEDGER_PICTURES") is { Length: > 0 } folder) await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileName(path)), bytes);
        return bytes;
    }

    private async Task StartKnownAsync()
    {
        using var answer = await SendAsync("/api/ledgers", new { ledger = "fangguanfu-2023" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task StartOwnAsync()
    {
        var year = (await portal.NowAsync()).Year;
        using var answer = await SendAsync("/api/ledgers", new
        {
            id = _id,
            document = "达市府办发〔2023〕16号",
            title = "页面测试台账",
            coordinator = "市政管局",
            cycle = "quarterEnd",
            from = $"{year}-01-01",
            to = $"{year + 2}-12-31",
            tasks = new object[]
            {
                new { n = 1, section = "（一）甲", title = "梳理事项", lead = new[] { "市数字经济局" }, units = new[] { "市政管局" }, collectives = new[] { "市级有关部门" } },
                new { n = 2, section = "（二）乙", title = "建成平台", lead = new[] { "市财政局" }, due = $"{year + 2}-06-30", figures = new object[] { new { name = "分站点", op = ">=", value = 80, unit = "个" } } },
            },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await portal.SettleAsync();
    }

    private async Task<HttpStatusCode> StartedStatusAsync(string path)
    {
        await StartKnownAsync();
        return await StatusAsync(path, Office);
    }

    private async Task DoneAsync(string path, string mail, params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync(path, mail, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{path}: {answer.StatusCode} {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())}");
    }

    private async Task<string> PageAsync(string path, string mail)
    {
        using var answer = await GetAsync(path, mail);
        // As a person reads it: Razor writes Chinese as entities.
        return WebUtility.HtmlDecode(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string mail)
    {
        using var answer = await GetAsync(path, mail);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string mail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", await portal.SessionOfAsync(mail) } } };
        return await portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string mail, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Headers = { { "Cookie", await portal.SessionOfAsync(mail) } },
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey } }, Content = JsonContent.Create(body) };
        return await portal.Http.SendAsync(request);
    }

    private async Task BeAsync(IBrowserContext context, string mail)
    {
        var cookie = (await portal.SessionOfAsync(mail)).Split('=', 2);
        await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = portal.Address.ToString() }]);
    }
}
