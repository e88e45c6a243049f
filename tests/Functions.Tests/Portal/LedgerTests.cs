using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>Supervision ledgers over HTTP: the gazette's by name, others by definition, acts by key (达市府办发〔2023〕16号).</summary>
[Collection(nameof(Portal))]
public sealed class LedgerTests(PortalHost portal)
{
    private const string Known = "/api/ledgers/fangguanfu-2023";

    private readonly string _id = $"ledger-{Guid.NewGuid():N}"[..30];

    [Fact]
    public async Task Ledger_KnownByName_IsStartedFilteredAndReportedOn()
    {
        var (office, finance) = (await portal.UnitKeyAsync("szgfj"), await portal.UnitKeyAsync("szj"));
        var foreign = await portal.UnitKeyAsync("sjyj");
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/ledgers", finance, new { ledger = "fangguanfu-2023" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, "/api/ledgers", office, new { ledger = "没有的台账" })).Status);
        var (started, text) = await SendAsync(HttpMethod.Post, "/api/ledgers", office, new { ledger = "fangguanfu-2023" });
        Assert.True(started is HttpStatusCode.Accepted or HttpStatusCode.OK, text);
        Assert.Equal("fangguanfu-2023", Json(text).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/ledgers", office, new { ledger = "fangguanfu-2023" })).Status);

        var ledger = Json((await SendAsync(HttpMethod.Get, Known, office)).Text);
        Assert.Equal(("quarterEnd", 79, 79), (
            ledger.GetProperty("cycle").GetString(), ledger.GetProperty("tasks").GetInt32(),
            ledger.GetProperty("byStatus").EnumerateObject().Sum(status => status.Value.GetInt32())));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, Known, foreign)).Status);

        var all = await ItemsAsync("/tasks", office);
        Assert.Equal(79, all.Count);
        var task = all.Single(item => item.GetProperty("n").GetString() == "25");
        Assert.Equal(["市政务服务管理局"], task.GetProperty("lead").EnumerateArray().Select(unit => unit.GetString()));
        Assert.Equal(("2023-12-31", false, 4), (task.GetProperty("due").GetString(), task.GetProperty("presumed").GetBoolean(), task.GetProperty("figures").GetArrayLength()));
        Assert.Equal(9, (await ItemsAsync("/tasks?section=激发市场主体活力", office)).Count);
        Assert.Equal(79, (await ItemsAsync("/tasks?unit=通川区", office)).Count);
        Assert.All(await ItemsAsync("/tasks?unit=市财政局", finance), item => Assert.Contains("市财政局", item.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(79, (await ItemsAsync("/tasks?light=red", office)).Count);
        Assert.Empty(await ItemsAsync("/tasks?status=已完成", office));
        Assert.Single(await ItemsAsync("/tasks?text=秒批秒办", office));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Get, $"{Known}/tasks?light=purple", office)).Status);

        // The compiling unit reports; another one may not report its percent, nor act on what is not its task.
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{Known}/tasks/26/progress", office, new { text = "已建成分站点", percent = 60, figures = new decimal[] { 80 } })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"{Known}/tasks/26/progress", finance, new { text = "配合" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, $"{Known}/tasks/26/progress", office, new { text = "", percent = 130 })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, $"{Known}/tasks/26/extension", office, new { until = "2099-12-31", reason = "联调" })).Status);
        Assert.Equal(60, Json((await SendAsync(HttpMethod.Get, $"{Known}/tasks/26", office)).Text).GetProperty("task").GetProperty("percent").GetInt32());
    }

    [Fact]
    public async Task Ledger_ByDefinition_GoesFromSigningToClosing()
    {
        var year = (await portal.NowAsync()).Year;
        var (office, economy) = (await portal.UnitKeyAsync("szgfj"), await portal.UnitKeyAsync("szjj"));
        var definition = new
        {
            id = _id,
            document = "达市府办发〔2023〕16号",
            title = "测试台账",
            coordinator = "市政管局",
            cycle = "quarterEnd",
            from = $"{year}-01-01",
            to = $"{year + 2}-12-31",
            tasks = new object[]
            {
                new { n = 1, section = "（一）甲", title = "梳理事项", lead = new[] { "市数字经济局" }, units = new[] { "市财政局" }, collectives = new[] { "市级有关部门" } },
                new { n = 2, section = "（二）乙", title = "建成平台", lead = new[] { "市财政局" }, due = $"{year + 2}-06-30" },
            },
        };
        var (wrong, faults) = await SendAsync(HttpMethod.Post, "/api/ledgers", office, new { id = "A", coordinator = "没有的局", tasks = new[] { new { title = "" } } });
        Assert.Equal(HttpStatusCode.Forbidden == wrong ? HttpStatusCode.Forbidden : HttpStatusCode.UnprocessableEntity, wrong);
        Assert.Contains("tasks[0].title", faults, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/api/ledgers", office, definition)).Status);
        var at = $"/api/ledgers/{_id}/tasks/1";
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/sign", economy, new { })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, $"{at}/sign", economy, new { })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/assign", office, new { units = new[] { "市教育局" } })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/extension", economy, new { until = $"{year + 3}-03-31", reason = "等待接口" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"{at}/close", economy, new { })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/ledgers/{_id}/urge", office, new { tasks = new[] { "1", "2" } })).Status);
        using (var evidence = new MultipartFormDataContent())
        {
            evidence.Add(new StringContent("""{"text":"已梳理","percent":100}"""), "data");
            var file = new ByteArrayContent("%PDF-1.4\n%%EOF"u8.ToArray());
            file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            evidence.Add(file, "file", "清单.pdf");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{at}/progress") { Headers = { { UnitKeys.Header, economy } }, Content = evidence };
            using var answer = await portal.Http.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/finish", economy, new { })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/close", office, new { })).Status);
        var task = Json((await SendAsync(HttpMethod.Get, at, office)).Text);
        Assert.Equal(("已完成", "green"), (task.GetProperty("task").GetProperty("status").GetString(), task.GetProperty("task").GetProperty("light").GetString()));
        Assert.Contains("清单.pdf", task.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, $"{at}/reopen", office, new { })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/reopen", office, new { reason = "抽查发现漏项" })).Status);
        // Another ledger under the same id changes nothing.
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/ledgers", office, new { definition.id, definition.document, title = "另一个", definition.coordinator, definition.cycle, definition.from, definition.to, definition.tasks })).Status);
    }

    [Fact]
    public async Task Task_OfTwoLeads_IsConfirmedByTheOtherBeforeItIsClosedWithoutAReason()
    {
        var year = (await portal.NowAsync()).Year;
        var (office, economy, finance) = (await portal.UnitKeyAsync("szgfj"), await portal.UnitKeyAsync("szjj"), await portal.UnitKeyAsync("szj"));
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/api/ledgers", office, new
        {
            id = _id,
            document = "达市府办发〔2023〕16号",
            title = "确认测试台账",
            coordinator = "市政管局",
            cycle = "quarterEnd",
            from = $"{year}-01-01",
            to = $"{year + 2}-12-31",
            tasks = new[] { new { n = 1, title = "梳理事项", lead = new[] { "市数字经济局", "市财政局" }, units = new[] { "市教育局" } } },
        })).Status);
        var at = $"/api/ledgers/{_id}/tasks/1";
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, $"{at}/confirm", finance, new { })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/progress", economy, new { text = "已梳理", percent = 100 })).Status);
        var (refused, why) = await SendAsync(HttpMethod.Post, $"{at}/close", office, new { });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
        Assert.Contains("市财政局还没有确认", why, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, $"{at}/confirm", await portal.UnitKeyAsync("sjyj"), new { })).Status);
        Assert.Equal(["市财政局"], Json((await SendAsync(HttpMethod.Get, at, office)).Text).GetProperty("unconfirmed").EnumerateArray().Select(unit => unit.GetString()));
        var page = await PageAsync($"/ledgers/{_id}/tasks/1", "szj.office@dazhou.example");
        Assert.Contains("待市财政局确认汇总的推进情况", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/ledgers/{_id}/tasks/1/confirm\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/confirm", finance, new { })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"{at}/close", office, new { })).Status);
    }

    private async Task<string> PageAsync(string path, string mail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", await portal.SessionOfAsync(mail) } } };
        using var answer = await portal.Http.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path, string key)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, Known + path, key);
        Assert.True(status == HttpStatusCode.OK, text);
        return [.. Json(text).GetProperty("items").EnumerateArray()];
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { UnitKeys.Header, key } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
