using System.Net;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Directory;

namespace Functions.Tests.Portal;

/// <summary>Registers for evacuations over HTTP and on their pages (达市府办发〔2023〕21号).</summary>
public sealed class EvacuationRegisterTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private const string Api = "/api/evacuations/registers/tcq";

    [Fact]
    public async Task Registers_ByApi_AreKeptByTheirCountyAndReadMasked()
    {
        var (county, city, foreign) = (await portal.UnitKeyAsync("tcq"), await portal.UnitKeyAsync("syjj"), await portal.UnitKeyAsync("dcq"));
        foreach (var register in (string[])["units", "shelters", "risk-points", "households", "plans", "officers", "duty"])
        {
            var (status, answer) = await SendAsync(HttpMethod.Post, $"{Api}/{register}?whole=true", county, Json(await SampleAsync(register)));
            Assert.True(status == HttpStatusCode.OK, answer);
            Assert.Equal(0, JsonDocument.Parse(answer).RootElement.GetProperty("errors").GetArrayLength());
        }

        // Another county has no part in it; 市应急局 reads, and keeps nothing.
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"{Api}/units", foreign)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, $"{Api}/units", foreign, Json(await SampleAsync("units")))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"{Api}/units", city, Json(await SampleAsync("units")))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"{Api}/secrets", county)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/evacuations/registers/szj/units", county)).Status);

        foreach (var path in (string[])[$"{Api}/households?names=true", "/evacuations/tcq/households?names=true"])
        {
            var read = await SendAsync(HttpMethod.Get, path, city);
            Assert.Contains("某**", read.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("0818-0000001", read.Text, StringComparison.Ordinal);
        }

        // Who is on duty there sees them, and that is noted.
        using (var page = await portal.GetAsAsync("/evacuations/tcq/households?names=true", "tcq.office@dazhou.example"))
            Assert.Contains("0818-0000001", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"person\":\"tcq.office\"", (await SendAsync(HttpMethod.Get, "/api/evacuations/access/tcq", city)).Text, StringComparison.Ordinal);
        Assert.Contains("tcq.office", (await SendAsync(HttpMethod.Get, "/evacuations/tcq", city)).Text, StringComparison.Ordinal);

        var overview = JsonDocument.Parse((await SendAsync(HttpMethod.Get, Api, city)).Text).RootElement;
        Assert.Contains(overview.GetProperty("gaps").EnumerateArray(), gap => gap.GetProperty("text").GetString() == "没有一对一责任人" && gap.GetProperty("article").GetString() == "五、（五）");
        Assert.Contains("没有村级灾害信息员B岗", (await SendAsync(HttpMethod.Get, "/evacuations/tcq", county)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_WithFaults_AreRefusedByEntryAndField()
    {
        var county = await portal.UnitKeyAsync("wys");
        var (status, answer) = await SendAsync(HttpMethod.Post, "/api/evacuations/registers/wys/shelters", county, Json("""
            { "entries": [
              { "id": "hall", "area": "wys-01", "name": "活动室", "kind": "活动室", "capacity": 10, "safeFrom": ["山洪"] },
              { "id": "hall", "area": "tcq-01", "name": "活动室", "kind": "活动室", "capacity": "十人", "safeFrom": ["山洪"], "colour": "绿" } ] }
            """));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var errors = JsonDocument.Parse(answer).RootElement.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.GetProperty("sheet")} {error.GetProperty("row")} {error.GetProperty("column")}").ToList();
        Assert.Contains("避险安置点 1 colour", errors);
        Assert.Contains("避险安置点 1 area", errors);
        Assert.Contains("避险安置点 2 area", errors);
        Assert.Contains("避险安置点 2 capacity", errors);
        Assert.Contains("避险安置点 2 id", errors);

        foreach (var unreadable in (string[])["{}", """{"entries":[]}""", """{"entries":[1]}""", """{"entries":"x"}"""])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Post, "/api/evacuations/registers/wys/shelters", county, Json(unreadable))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/evacuations/registers/wys/shelters", county, Json("{"))).Status);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await SendAsync(HttpMethod.Post, "/api/evacuations/registers/wys/shelters", county, new ByteArrayContent("PK no workbook"u8.ToArray()))).Status);
        Assert.Contains("\"entries\":0", (await SendAsync(HttpMethod.Get, "/api/evacuations/registers/wys", county)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workbook_OnThePage_IsTakenOrRefusedByCell()
    {
        var county = await portal.UnitKeyAsync("xhx");
        var empty = SheetFiles.Read(await portal.Http.GetByteArrayAsync("/api/evacuations/registers/xhx/units.xlsx"), "", CancellationToken.None)["最小工作单元"];
        Assert.Equal("编号", empty.Header[0]);
        string[] right = ["xhx-01-01-1", "xhx-01-01-1", "单元", "镇", "村", "某某", "0818-0000001", "县岗", "镇岗", "村岗", "户岗"];
        var taken = await PostFileAsync(empty with { Rows = [new(2, right)] }, county);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Contains("新增1条", taken.Text, StringComparison.Ordinal);

        var refused = await PostFileAsync(empty with { Rows = [new(2, [.. right[..6], "不知道", .. right[7..]])] }, county);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("最小工作单元第2行G列", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("不知道", refused.Text, StringComparison.Ordinal);

        var nothing = await SendAsync(HttpMethod.Post, "/evacuations/xhx/units", county, new MultipartFormDataContent { { new StringContent("true"), "whole" } });
        Assert.Contains("请选择要导入的文件", nothing.Text, StringComparison.Ordinal);
        Assert.Contains("\"entries\":1", (await SendAsync(HttpMethod.Get, "/api/evacuations/registers/xhx", county)).Text, StringComparison.Ordinal);
    }

    private Task<(HttpStatusCode Status, string Text)> PostFileAsync(Sheet sheet, string key) => SendAsync(
        HttpMethod.Post, "/evacuations/xhx/units", key, new MultipartFormDataContent { { new ByteArrayContent(SheetFiles.WriteXlsx([new("最小工作单元", sheet)])), "file", "单元.xlsx" } });

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Headers = { { UnitKeys.Header, key } } };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static Task<string> SampleAsync(string register) => File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "evacuations", $"{register}.json"));
}
