using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Functions.Tests.Portal;

/// <summary>Project lists of the nine units over HTTP and on the page (达市府办函〔2023〕53号 四（三）).</summary>
public sealed class CampaignImportTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private readonly string _id = $"c-{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task Samples_OfTheNineUnits_AreTakenOnceAndTheCitysTableIsTheirSum()
    {
        await OpenAsync();
        var units = Directory.GetFiles(Samples, "*.csv").Select(path => Path.GetFileNameWithoutExtension(path)!).ToList();
        Assert.Equal(["dcq", "djq", "dzx", "gxq", "kjx", "qx", "tcq", "wys", "xhx"], units.Order(StringComparer.Ordinal));
        foreach (var unit in units)
        {
            Assert.Equal((4, 0, 0), await TakenAsync(unit));
            Assert.Equal((0, 0, 4), await TakenAsync(unit));
        }

        // A unit lists for itself alone, and a bureau and others for nobody.
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync($"/api/campaigns/{_id}/projects/import", await portal.UnitKeyAsync("sjxj"), SampleOf("tcq"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"/api/campaigns/{_id}/projects/import", await portal.UnitKeyAsync("sjyj"), SampleOf("tcq"))).Status);

        // Written by one library, read by another.
        var (city, one) = (await RowsAsync("projects.xlsx", "sjxj"), await RowsAsync("projects.xlsx", "tcq"));
        Assert.Equal((37, 5), (city.Count, one.Count));
        Assert.Equal(("项目名称", "修改原因"), (city[0][0], city[0][^1]));
        var column = Array.IndexOf(city[0], "签约佐证");
        Assert.Equal(27, city.Skip(1).Count(row => row[column].Length > 0));
        var total = await RowsAsync("attachment-1.xlsx", "sjxj");
        Assert.Contains(total, row => row is ["27", .., "0"] && row[2] == "18" && row[5] == "9");
    }

    [Fact]
    public async Task List_WithAFault_OnThePage_NamesTheCellAndKeepsTheRestAsDraft()
    {
        await OpenAsync();
        var (key, path) = (await portal.UnitKeyAsync("kjx"), $"/campaigns/{_id}/import");
        var lines = (await File.ReadAllLinesAsync(SampleOf("kjx"))).ToList();
        lines[2] = lines[2].Replace("营业执照", "施工许可证", StringComparison.Ordinal);
        var refused = await PostAsync(path, key, new MultipartFormDataContent { { new StringContent(string.Join('\n', lines)), "file", "清单.csv" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("项目清单!M3：“落地佐证种类”“落地”的佐证应为备案号、核准文号、营业执照（附件1备注1）", WebUtility.HtmlDecode(refused.Text), StringComparison.Ordinal);
        Assert.Contains("没有错误的3个项目已存为草稿", refused.Text, StringComparison.Ordinal);
        Assert.Single(await RowsAsync("projects.xlsx", "kjx"));

        Assert.Contains("新列入3个项目", (await PostAsync(path, key, new FormUrlEncodedContent([KeyValuePair.Create("act", "draft")]))).Text, StringComparison.Ordinal);
        // A repeated click finds them listed.
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await PostAsync(path, key, new FormUrlEncodedContent([KeyValuePair.Create("act", "draft")]))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"/api/campaigns/{_id}/projects/draft", key, new StringContent(""))).Status);
        Assert.Equal((1, 0, 3), await TakenAsync("kjx"));

        foreach (var (content, text) in ((HttpContent, string)[])[(new MultipartFormDataContent { { new StringContent("x"), "act" } }, "请选择要导入的文件"), (new MultipartFormDataContent { { new ByteArrayContent("PK no workbook"u8.ToArray()), "file", "x.xlsx" } }, "不是可读的")])
        {
            var wrong = await PostAsync(path, key, content);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
            Assert.Contains(text, wrong.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(path, await portal.UnitKeyAsync("sjxj"), new FormUrlEncodedContent([KeyValuePair.Create("act", "draft")]))).Status);
    }

    private static string Samples => Path.Combine(Repository.Root, "samples", "campaigns", "projects");

    private static string SampleOf(string unit) => Path.Combine(Samples, $"{unit}.csv");

    private async Task OpenAsync()
    {
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "campaigns", "season-3.json")))!;
        definition["id"] = _id;
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/api/campaigns", await portal.UnitKeyAsync("sjxj"), JsonContent.Create(definition))).Status);
    }

    private async Task<(int Listed, int Changed, int Unchanged)> TakenAsync(string unit)
    {
        var (status, text) = await PostAsync($"/api/campaigns/{_id}/projects/import", await portal.UnitKeyAsync(unit), SampleOf(unit));
        Assert.True(status == HttpStatusCode.OK, text);
        var answer = JsonDocument.Parse(text).RootElement;
        return (answer.GetProperty("listed").GetInt32(), answer.GetProperty("changed").GetInt32(), answer.GetProperty("unchanged").GetInt32());
    }

    private async Task<List<string[]>> RowsAsync(string file, string unit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/campaigns/{_id}/{file}") { Headers = { { UnitKeys.Header, await portal.UnitKeyAsync(unit) } } };
        using var answer = await portal.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var book = SpreadsheetDocument.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), isEditable: false);
        var shared = book.WorkbookPart!.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
        var sheet = (WorksheetPart)book.WorkbookPart.GetPartById(book.WorkbookPart.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().First().Id!.Value!);
        return [.. sheet.Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>()
            .Select(cell => cell.DataType?.Value == CellValues.SharedString ? shared[int.Parse(cell.CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture)] : cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "").ToArray())];
    }

    private Task<(HttpStatusCode Status, string Text)> PostAsync(string path, string key, string file) => PostAsync(path, key, new ByteArrayContent(File.ReadAllBytes(file)));

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(string path, string key, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { UnitKeys.Header, key } } };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
