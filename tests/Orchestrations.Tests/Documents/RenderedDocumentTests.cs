using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Documents;
using Orchestrations.Tests.Projects;

namespace Orchestrations.Tests.Documents;

/// <summary>Every kind of document as it is printed: LibreOffice lays all of them out in one go, and the pages are read back.</summary>
public sealed class RenderedDocumentTests(RenderedDocuments rendered) : IClassFixture<RenderedDocuments>
{
    private const double PointsOfMillimetre = 72 / 25.4;

    public static TheoryData<string, int> Pages => new()
    {
        { "立项批复", 4 }, { "技术审查意见", 2 }, { "概算批复", 2 }, { "前置核准复函", 2 }, { "通报", 2 }, { "专家论证纪要", 2 }, { "价格咨询统计", 1 }, { "年度计划", 1 }, { "申报表", 3 },
    };

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Document_Rendered_HasItsPagesOnA4AndItsText(string kind, int pages)
    {
        rendered.Require();

        var facts = await rendered.RunAsync("pdfinfo", rendered.PdfOf(kind));
        var text = (await rendered.RunAsync("pdftotext", "-raw", rendered.PdfOf(kind), "-")).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);

        Assert.Matches(@"Page size: +59\d\.\d+ x 84\d\.\d+ pts \(A4\)", facts);
        // Typefaces of other widths move a line, not a document: a page more or less.
        Assert.InRange(int.Parse(Regex.Match(facts, @"Pages: +(\d+)").Groups[1].Value, CultureInfo.InvariantCulture), Math.Max(1, pages - 1), pages + 1);
        Assert.Contains(kind switch { "申报表" => "项目申报表", "年度计划" => "年度信息化项目计划", "通报" => "特此通报", "立项批复" => "立项的批复", "概算批复" => "概算的批复", "前置核准复函" => "核准的复函", _ => kind }, text, StringComparison.Ordinal);
        Assert.Contains(SampleDocuments.Project.UnitName, text, StringComparison.Ordinal);
        if (kind != "申报表")
            Assert.Contains("达州市数字经济局2026年3月9日", text, StringComparison.Ordinal);
    }

    /// <summary>版记 ends at the foot of the type area of the last page, 262 mm below the upper edge.</summary>
    [SkippableTheory]
    [InlineData("立项批复")]
    [InlineData("前置核准复函")]
    public async Task Imprint_Rendered_StandsAtTheFootOfTheLastPage(string kind)
    {
        rendered.Require();

        var words = await WordsAsync(kind);

        var (page, _, bottom) = words.Last(word => word.Text.Contains("印发", StringComparison.Ordinal)).At;
        Assert.Equal(words.Max(word => word.At.Page), page);
        Assert.InRange(bottom / PointsOfMillimetre, 255, 263);
    }

    /// <summary>发文机关标志 begins 35 mm below the upper edge of the type area, or 30 mm below that of the page on a letter.</summary>
    [SkippableTheory]
    [InlineData("通报", "达州市数字经济局文件", 72)]
    [InlineData("技术审查意见", "达州市数字经济局", 30)]
    public async Task Issuer_Rendered_StandsWhereTheStandardHasIt(string kind, string issuer, double millimetres)
    {
        rendered.Require();

        var (page, top, _) = (await WordsAsync(kind)).First(word => word.Text == issuer).At;

        Assert.Equal(1, page);
        Assert.InRange(top / PointsOfMillimetre, millimetres - 4, millimetres + 4);
    }

    private async Task<List<(string Text, (int Page, double Top, double Bottom) At)>> WordsAsync(string kind)
    {
        var words = new List<(string, (int, double, double))>();
        var page = 0;
        foreach (var line in (await rendered.RunAsync("pdftotext", "-bbox", rendered.PdfOf(kind), "-")).Split('\n'))
        {
            if (line.Contains("<page ", StringComparison.Ordinal)) page++;
            if (Regex.Match(line, @"yMin=""([\d.]+)"" xMax=""[\d.]+"" yMax=""([\d.]+)"">(.*)</word>") is { Success: true } word)
                words.Add((word.Groups[3].Value, (page, Number(word.Groups[1].Value), Number(word.Groups[2].Value))));
        }

        return words;

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}

/// <summary>The sample documents as PDF; made once, by one process with a profile of its own.</summary>
public class RenderedDocuments : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("documents-").FullName;
    private string? _missing;

    public string PdfOf(string kind) => Path.Combine(_folder, $"{kind}.pdf");

    /// <summary>Skips where the machine has no LibreOffice or Poppler; with CI=true that is a failure.</summary>
    public void Require()
    {
        if (_missing is null) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", _missing);
        Skip.If(true, _missing);
    }

    public async Task InitializeAsync()
    {
        string[] needed = ["soffice", "pdfinfo", "pdftotext"];
        if (needed.FirstOrDefault(tool => !IsThere(tool)) is { } tool)
        {
            _missing = $"本机没有 {tool}，跳过公文排版测试（需要 LibreOffice 和 Poppler：libreoffice-writer-nogui、poppler-utils）。";
            return;
        }

        foreach (var (name, content) in await FilesAsync()) await File.WriteAllBytesAsync(Path.Combine(_folder, name), content);
        await RunAsync(
            "soffice",
            ["--headless", $"-env:UserInstallation={new Uri(Path.Combine(_folder, "profile")).AbsoluteUri}", "--convert-to", "pdf", "--outdir", _folder, .. Directory.GetFiles(_folder)]);
    }

    /// <summary>What is laid out, by file name.</summary>
    protected virtual Task<IReadOnlyDictionary<string, byte[]>> FilesAsync() => Task.FromResult<IReadOnlyDictionary<string, byte[]>>(
        SampleDocuments.All.ToDictionary(document => $"{document.Key}.docx", document => DocumentWriter.Write(document.Value), StringComparer.Ordinal));

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await error}");
        return await output;
    }

    private static bool IsThere(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
