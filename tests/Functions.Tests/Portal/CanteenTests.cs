using System.Net;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>Canteens over HTTP and on their pages (达市府办发〔2023〕11号三（一）, （二）, （四）).</summary>
public sealed class CanteenTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private const string Canteen = "/api/canteens/tcq-yz-1";

    [Fact]
    public async Task Food_FromItsBaseToTheDish_IsEnteredTracedAndRecalled()
    {
        var (county, foreign, bureau) = (await portal.UnitKeyAsync("tcq"), await portal.UnitKeyAsync("dcq"), await portal.UnitKeyAsync("sscjgj"));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/suppliers", bureau, await SampleAsync("supplier"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/canteens", foreign, await SampleAsync("canteen"))).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/canteens", county, await SampleAsync("canteen"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/canteens", county, (await SampleAsync("canteen")).Replace("1100", "1000", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/canteens", county, await SampleAsync("canteen"))).Status);

        var written = await SendAsync(HttpMethod.Post, $"{Canteen}/movements", county, await SampleAsync("movements"));
        Assert.Equal([201, 201, 201, 201, 201, 201, 201], StatusesOf(written.Text));
        var again = await SendAsync(HttpMethod.Post, $"{Canteen}/movements", county, await SampleAsync("movements"));
        Assert.Equal([200, 200, 200, 200, 200, 200, 200], StatusesOf(again.Text));

        var trace = JsonDocument.Parse((await SendAsync(HttpMethod.Get, $"{Canteen}/trace?dish={Uri.EscapeDataString("白米饭")}&date=2023-06-26", county)).Text).RootElement.GetProperty("items")[0];
        Assert.Equal("DM2023-0612", trace.GetProperty("batch").GetString());
        Assert.Equal(0, trace.GetProperty("gaps").GetArrayLength());
        Assert.Contains(trace.GetProperty("steps").EnumerateArray(), step => step.GetProperty("movement").TryGetProperty("origin", out var origin) && origin.GetString() == "某某农业基地");
        Assert.Equal(19.5m, trace.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("movement").GetProperty("type").GetString() == "out").GetProperty("movement").GetProperty("quantity").GetDecimal());
        var chain = JsonDocument.Parse((await SendAsync(HttpMethod.Get, $"{Canteen}/chain", county)).Text).RootElement;
        Assert.True(chain.GetProperty("whole").GetBoolean());
        Assert.Equal(7, chain.GetProperty("entries").GetInt32());

        // For another county the canteen does not exist.
        foreach (var path in (string[])[$"{Canteen}/trace?batch=DM2023-0612", $"{Canteen}/chain", "/canteens/tcq-yz-1", "/canteens/batches/DM2023-0612"])
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, path, foreign)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, $"{Canteen}/movements", foreign, await SampleAsync("movements"))).Status);
        Assert.DoesNotContain("某某中学", (await SendAsync(HttpMethod.Get, "/canteens", foreign)).Text, StringComparison.Ordinal);

        const string Recall = "/api/batches/DM2023-0612/recall";
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, Recall, county, """{"reason":"抽检不合格"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, Recall, bureau, """{"reason":" "}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "/api/batches/none/recall", bureau, """{"reason":"抽检不合格"}""")).Status);
        var recalled = JsonDocument.Parse((await SendAsync(HttpMethod.Post, Recall, bureau, """{"reason":"抽检不合格"}""")).Text).RootElement;
        Assert.True(Assert.Single(recalled.GetProperty("canteens").EnumerateArray()).GetProperty("told").GetBoolean());
        Assert.Equal("白米饭", Assert.Single(recalled.GetProperty("meals").EnumerateArray()).GetProperty("dish").GetString());
        await portal.SettleAsync();
        Assert.Contains("抽检不合格", (await SendAsync(HttpMethod.Get, "/canteens/batches/DM2023-0612", county)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supplier_ByItsKey_WritesItsOwnDeliveriesAlone()
    {
        var (bureau, supplier) = (await portal.UnitKeyAsync("sjyj"), await portal.UnitKeyAsync("mkjgs"));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "/api/canteens/gxq-1/movements", supplier, Entry("a", "purchase"))).Status);
        await SendAsync(HttpMethod.Put, "/api/suppliers", bureau, await SampleAsync("supplier"));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/canteens", bureau, (await SampleAsync("canteen")).Replace("tcq-yz-1", "gxq-1", StringComparison.Ordinal).Replace("\"tcq\"", "\"gxq\"", StringComparison.Ordinal))).Status);

        var answer = await SendAsync(HttpMethod.Post, "/api/canteens/gxq-1/movements", supplier, $"[{Entry("a", "purchase")[1..^1]},{Entry("b", "in")[1..^1]},{Entry("c", "purchase").Replace("\"mkjgs\"", "\"sdsj\"", StringComparison.Ordinal)[1..^1]},5,{{\"id\":\"e\",\"type\":\"dish\",\"colour\":1}}]");

        Assert.Equal([201, 422, 422, 422, 422], StatusesOf(answer.Text));
        Assert.Contains("供应商和配送企业只报送自己的采购和配送", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\"colour\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/canteens/gxq-1/trace?batch=B1", supplier)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Put, "/api/suppliers", supplier, await SampleAsync("supplier"))).Status);
        foreach (var unreadable in (string[])["{}", "[]", "[", "x"])
            Assert.InRange((int)(await SendAsync(HttpMethod.Post, "/api/canteens/gxq-1/movements", supplier, unreadable)).Status, 400, 422);
    }

    [Fact]
    public async Task Page_OfACanteen_TracesAndNamesWhatIsWrong()
    {
        var (county, bureau) = (await portal.UnitKeyAsync("wys"), await portal.UnitKeyAsync("sscjgj"));
        await SendAsync(HttpMethod.Put, "/api/suppliers", bureau, await SampleAsync("supplier"));
        await SendAsync(HttpMethod.Post, "/api/canteens", county, (await SampleAsync("canteen")).Replace("tcq-yz-1", "wys-1", StringComparison.Ordinal).Replace("\"tcq\"", "\"wys\"", StringComparison.Ordinal));
        await SendAsync(HttpMethod.Post, "/api/canteens/wys-1/movements", county, (await SampleAsync("movements")).Replace("DM2023-0612", "DM-wys", StringComparison.Ordinal));

        var found = await SendAsync(HttpMethod.Get, "/canteens/wys-1?batch=DM-wys", county);
        Assert.Contains("供应商：某配送企业", found.Text, StringComparison.Ordinal);
        Assert.Contains("出库（已更正）", found.Text, StringComparison.Ordinal);
        Assert.Contains("7条，完整", found.Text, StringComparison.Ordinal);
        var wrong = await SendAsync(HttpMethod.Get, "/canteens/wys-1?dish=x&date=26.6.2023", county);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("日期应为 yyyy-MM-dd", wrong.Text, StringComparison.Ordinal);

        var refused = await SendAsync(HttpMethod.Post, "/canteens/batches/DM-wys/recall", bureau, new FormUrlEncodedContent([KeyValuePair.Create("reason", "")]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("召回原因须填写", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(HttpMethod.Post, "/canteens/batches/DM-wys/recall", bureau, new FormUrlEncodedContent([KeyValuePair.Create("reason", "抽检不合格")]))).Status);
        Assert.Contains("已通知1个食堂", (await SendAsync(HttpMethod.Get, "/canteens/batches/DM-wys", bureau)).Text, StringComparison.Ordinal);
    }

    private static int[] StatusesOf(string answer) => [.. JsonDocument.Parse(answer).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32())];

    private static string Entry(string id, string type) =>
        $$"""[{"id":"{{id}}","type":"{{type}}","batch":"B1","item":"大米","quantity":5,"unit":"公斤","price":5,"at":"2023-05-01T08:00:00+08:00","by":["配送员"],"supplier":"mkjgs"}]""";

    private Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, string? json = null) =>
        SendAsync(method, path, key, json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Headers = { { UnitKeys.Header, key } } };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task<string> SampleAsync(string name) => File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "canteens", $"{name}.json"));
}
