using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using MiniExcelLibs;

namespace Functions.Tests.Portal;

/// <summary>The assessment of a ledger over HTTP: who sees what, objections by page and key, the answer, the decision (达市府办发〔2023〕16号).</summary>
[Collection(nameof(Portal))]
public sealed class AssessmentTests(PortalHost portal)
{
    private const string Finance = "szj.office@dazhou.example";
    private const string Leader = "vm-digital@dazhou.example";

    private readonly string _id = $"assess-{Guid.NewGuid():N}"[..30];

    [Fact]
    public async Task Assessment_FromTheDraftToTheDecision_ShowsEachReaderItsPart()
    {
        var (office, finance, education) = (await portal.UnitKeyAsync("szgfj"), await portal.UnitKeyAsync("szj"), await portal.UnitKeyAsync("sjyj"));
        var today = DateOnly.FromDateTime((await portal.NowAsync()).ToOffset(TimeSpan.FromHours(8)).DateTime);
        var definition = new
        {
            id = _id,
            document = "达市府办发〔2023〕16号",
            title = "考核测试台账",
            coordinator = "市政管局",
            assessor = "市政管局",
            cycle = "year",
            from = Text(today),
            to = Text(today.AddDays(3)),
            policy = new { points = new { open = 10, unsigned = 0 } },
            tasks = new object[]
            {
                new { n = 1, title = "建成平台", lead = new[] { "市财政局" }, units = new[] { "市教育局" } },
            },
        };
        var (wrong, faults) = await SendAsync(HttpMethod.Post, "/api/ledgers", office, new { definition.id, definition.document, definition.title, definition.coordinator, definition.cycle, definition.from, definition.to, definition.tasks, policy = new { objectionDays = 0, points = new { open = -1 } } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong);
        Assert.Contains("policy.objectionDays", faults, StringComparison.Ordinal);
        Assert.Contains("policy.points.open", faults, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/api/ledgers", office, definition)).Status);
        var at = $"/api/ledgers/{_id}/assessment";
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, at, office)).Status);
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(5));
        await portal.SettleAsync();

        // A draft shows each unit itself alone, the office all.
        Assert.Equal(["市财政局", "市教育局"], Units(await JsonAsync(at, office)).Select(unit => unit.GetProperty("name").GetString()).Order(StringComparer.Ordinal).Reverse());
        var own = Assert.Single(Units(await JsonAsync(at, finance)));
        Assert.Equal(("szj", 89m), (own.GetProperty("unit").GetString(), own.GetProperty("points").GetDecimal()));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, at, await portal.UnitKeyAsync("sgaj"))).Status);
        Assert.Contains("建成平台", await PageAsync($"/ledgers/{_id}/assessment/szj", Finance), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/ledgers/{_id}/assessment/sjyj", Finance));

        // By page, with what it lost to tick; by key.
        var ask = $"/asks/ledgers.{_id}.a.szj/Ledgers.objection/1";
        Assert.Contains(ask, await PageAsync($"/ledgers/{_id}/assessment", Finance), StringComparison.Ordinal);
        Assert.Contains("value=\"1.Criticised\"", await PageAsync(ask, Finance), StringComparison.Ordinal);
        Assert.Contains("请填写理由", await PostAsync(ask, Finance, HttpStatusCode.UnprocessableEntity, ("objects", "true")), StringComparison.Ordinal);
        await PostAsync(ask, Finance, null, ("objects", "true"), ("lines", "1.Criticised"), ("reason", "已经协调"));
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/submissions/ledgers.{_id}.a.sjyj/Ledgers.objection", education, new { objects = false })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"/api/submissions/ledgers.{_id}.a.szj/Ledgers.answer", finance, new { reason = "自己答复" })).Status);
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/submissions/ledgers.{_id}.a.szj/Ledgers.answer", office, new { cancelled = new[] { "1.Criticised" }, reason = "情况属实" })).Status);
        await portal.SettleAsync();

        // Who decides reads all of it, and decides in person.
        Assert.Contains("90", await PageAsync($"/ledgers/{_id}/assessment/szj", Leader), StringComparison.Ordinal);
        var decide = $"/decide/ledgers.{_id}.a/LedgerAssessment.decision/1";
        Assert.Contains("扣分明细", await PageAsync(decide, Leader), StringComparison.Ordinal);
        await PostAsync(decide, Leader, null, ("decision", "同意"));
        await portal.SettleAsync();
        var final = await JsonAsync(at, finance);
        Assert.Contains("已审定", final.GetProperty("state").GetString(), StringComparison.Ordinal);
        Assert.Equal([99m, 90m], Units(final).Select(unit => unit.GetProperty("points").GetDecimal()));
        // Points of all are public in the ledger, what the others lost is not.
        Assert.False(Units(final)[0].TryGetProperty("lines", out var lines) && lines.ValueKind == JsonValueKind.Array);
        Assert.Contains($"/ledgers/{_id}/documents/assessment/1", await PageAsync($"/ledgers/{_id}/assessment", Leader), StringComparison.Ordinal);
        using var workbook = new MemoryStream(await (await GetAsync($"{at}.xlsx", Leader)).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        var rows = workbook.Query(useHeaderRow: false, sheetName: "扣分明细").Cast<IDictionary<string, object?>>().Select(row => string.Join('|', row.Values)).ToList();
        Assert.Contains(rows, row => row.StartsWith("市财政局|被通报|", StringComparison.Ordinal) && row.EndsWith("|1|已核减", StringComparison.Ordinal));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<JsonElement> Units(JsonElement assessment) => [.. assessment.GetProperty("units").EnumerateArray()];

    private async Task<JsonElement> JsonAsync(string path, string key)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, path, key);
        Assert.True(status == HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<string> PageAsync(string path, string mail)
    {
        using var answer = await GetAsync(path, mail);
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

    private async Task<string> PostAsync(string path, string mail, HttpStatusCode? expected, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Headers = { { "Cookie", await portal.SessionOfAsync(mail) } },
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        using var answer = await portal.Http.SendAsync(request);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        if (expected is { } status) Assert.Equal(status, answer.StatusCode);
        else Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, text);
        return text;
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { UnitKeys.Header, key } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
