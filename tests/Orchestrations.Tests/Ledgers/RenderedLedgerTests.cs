using System.Globalization;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Documents;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Ledgers;

/// <summary>Workbooks and documents of ledgers as they are printed, from ledgers that were lived; see <see cref="RenderedDocumentTests"/>.</summary>
public sealed class RenderedLedgerTests(RenderedLedgers rendered) : IClassFixture<RenderedLedgers>
{
    [SkippableTheory]
    [InlineData("放管服台账", true, 20, "达市府办发〔2023〕16号", "一、大力开展营商环境提升行动", "推进情况", "已梳理事项（完成45%）", "数据接口未开通")]
    [InlineData("食堂台账", true, 2, "达市府办发〔2023〕11号", "成果形式", "主要负责同志", "2023年6月30日")]
    [InlineData("推进情况汇总", false, 4, "第1期推进情况汇总", "未报：", "难点", "数据未通", "问题反馈", "逾期任务")]
    [InlineData("推进情况汇总表", true, 5, "第1期推进情况汇总", "未报：", "迟3日", "第25项：数据接口未开通")]
    [InlineData("逾期通报", false, 1, "任务逾期未完成的通报", "特此通报")]
    [InlineData("考核结果", false, 2, "年度目标绩效考核结果", "异议及答复", "已办结", "核减1项", "已核减")]
    [InlineData("考核结果表", true, 2, "扣分明细", "已核减", "建成平台")]
    public async Task File_Rendered_IsOnePageWideOnA4AndHasItsText(string name, bool landscape, int pages, params string[] texts)
    {
        rendered.Require();

        var facts = await rendered.RunAsync("pdfinfo", rendered.PdfOf(name));
        var text = (await rendered.RunAsync("pdftotext", "-raw", rendered.PdfOf(name), "-")).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("LEDGER_PICTURES") is { Length: > 0 } folder)
            await rendered.RunAsync("pdftoppm", "-png", "-r", "60", "-l", "4", rendered.PdfOf(name), Path.Combine(folder, name));

        Assert.Matches(landscape ? @"Page size: +84\d(\.\d+)? x 59\d(\.\d+)? pts" : @"Page size: +59\d(\.\d+)? x 84\d(\.\d+)? pts", facts);
        // A table that is wider than its page would take as many pages again.
        Assert.InRange(PagesOf(facts), 1, pages);
        // A workbook's heads stand on every page.
        if (name == "放管服台账") Assert.Equal(PagesOf(facts), Regex.Count(text, "问题反馈"));
        Assert.All(texts, expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    private static int PagesOf(string facts) => int.Parse(Regex.Match(facts, @"Pages: +(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
}

/// <summary>The files of a quarter of 放管服, of the canteens' ledger, and of an assessment.</summary>
public sealed class RenderedLedgers : RenderedDocuments
{
    private const string Quarter = "fangguanfu-2023";

    protected override async Task<IReadOnlyDictionary<string, byte[]>> FilesAsync()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using (var office = await LedgerLifeTests.OpenAsync("2023-05-26T10:00+08:00"))
        {
            await LedgerLifeTests.StartAsync(office, KnownLedgers.Find(Quarter)!, "szgfj");
            await LedgerLifeTests.StartAsync(office, KnownLedgers.Find("shitang-2023")!, "sjyj");
            await office.AdvanceToAsync("2023-06-21T10:00+08:00");
            await LedgerLifeTests.HandInAsync(
                office, "szgfj", LedgerKinds.Report.Step, LedgerLifeTests.Report("数据未通", ("25.text", "已梳理事项"), ("25.percent", 45), ("25.problems", "数据接口未开通")));
            await office.AdvanceToAsync("2023-07-03T10:00+08:00");
            await LedgerLifeTests.HandInAsync(office, "tcq", LedgerKinds.Report.Step, LedgerLifeTests.Report("无"));
            await office.AdvanceToAsync("2023-07-12T10:00+08:00");
            files["放管服台账.xlsx"] = await SheetAsync(office, Quarter);
            files["食堂台账.xlsx"] = await SheetAsync(office, "shitang-2023");
            files["推进情况汇总.docx"] = await DocumentAsync(office, LedgerSubject.Of(Quarter), CompilationDocument.NameOf(CycleMode.Report, 1));
            files["逾期通报.docx"] = await DocumentAsync(office, LedgerSubject.OfTask(Quarter, "17"), LateDocument.Name);
            var ledger = (await office.Get<LedgerBook>().FindAsync(Quarter))!;
            files["推进情况汇总表.xlsx"] = CompilationSheet.Write(ledger, (await office.Get<LedgerBook>().CompiledAsync(ledger))[0]);
        }

        await using (var office = await AssessmentLifeTests.LiveAsync())
        {
            var ledger = (await office.Get<LedgerBook>().FindAsync(AssessmentLifeTests.Id))!;
            var round = (await office.Get<AssessmentBook>().FindAsync(ledger.Id))!;
            files["考核结果.docx"] = await DocumentAsync(office, LedgerSubject.Of(ledger.Id), AssessmentDocument.Name);
            files["考核结果表.xlsx"] = AssessmentSheet.Write(ledger, round.Ranked, AssessmentTexts.StateOf(round, office.Now));
        }

        return files;
    }

    private static async Task<byte[]> SheetAsync(VirtualOffice office, string id)
    {
        var book = office.Get<LedgerBook>();
        var ledger = (await book.FindAsync(id))!;
        var lines = new List<LedgerSheetLine>();
        foreach (var task in await book.TasksAsync(ledger)) lines.Add(new(task, await book.ActsAsync(task)));
        return LedgerSheet.Write(ledger, lines, ChinaTime.DayOf(office.Now));
    }

    private static async Task<byte[]> DocumentAsync(VirtualOffice office, string subject, string name)
    {
        var documents = office.Get<IDocumentStore>();
        using var copy = new MemoryStream();
        await using var content = await documents.OpenReadAsync((await documents.FindAsync(subject, name))!);
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }
}
