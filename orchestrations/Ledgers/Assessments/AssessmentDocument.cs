using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The decided result of an assessment, as DOCX: the points, objections with their answers, and every deduction.</summary>
public static class AssessmentDocument
{
    /// <summary>Its name among the ledger's documents.</summary>
    public const string Name = "assessment";

    /// <summary>The document.</summary>
    public static OfficialDocument Of(LedgerRow ledger, AssessmentRound round) => new()
    {
        Form = DocumentForm.Plain,
        Title = $"{ledger.Title}\n年度目标绩效考核结果",
        Body = [.. Body(ledger, round)],
        Signatures = [ledger.NameOf(ledger.Assessor ?? ledger.Coordinator)],
        On = ChinaTime.DayOf(round.Row.DecidedAt!.Value),
    };

    private static IEnumerable<DocumentBlock> Body(LedgerRow ledger, AssessmentRound round)
    {
        yield return Text($"依据{ledger.Document}，对{round.Units.Count}个单位办理台账任务的情况进行考核。{AssessmentTexts.RulesOf(ledger.Policy.Points)}");
        yield return Heading("考核得分");
        yield return new TableBlock(
            [new("序号", 1, true), new("单位", 5), new("扣分", 2, true), new("得分", 2, true)],
            [.. round.Ranked.Select((unit, i) => (IReadOnlyList<string>)[$"{i + 1}", unit.Name, AssessmentTexts.Number(AssessmentRules.Full - unit.Points), AssessmentTexts.Number(unit.Points)])]);
        yield return Heading("异议及答复");
        yield return Text(AssessmentTexts.AnswersOf(round));
        foreach (var unit in round.Units.Where(unit => AssessmentTexts.ObjectionOf(unit).Length > 0)) yield return new ItemBlock(2, $"{unit.Name}：", AssessmentTexts.ObjectionOf(unit));
        yield return Heading("扣分明细");
        var lines = round.Ranked.SelectMany(unit => unit.Lines.Select(line => (IReadOnlyList<string>)
            [unit.Name, line.Says, AssessmentTexts.Number(line.Points), unit.IsCancelled(line) ? "已核减" : ""])).ToList();
        if (lines.Count == 0) yield return Text("各单位没有扣分。");
        else yield return new TableBlock([new("单位", 3), new("事实", 7), new("扣分", 1, true), new("核减", 2, true)], lines);
    }
}

/// <summary>An assessment as XLSX: the points, and every deduction.</summary>
public static class AssessmentSheet
{
    /// <summary>Writes the workbook.</summary>
    /// <param name="ledger">the ledger</param>
    /// <param name="units">the units that the reader may see, in their order</param>
    /// <param name="state">the state of the assessment in words</param>
    public static byte[] Write(LedgerRow ledger, IReadOnlyList<AssessedUnitRow> units, string state) =>
        PrintedSheets.Write(
        [
            SheetOf(
                "得分", ledger, state, [("序号", 8), ("单位", 40), ("扣分", 14), ("得分", 14), ("异议", 50)],
                [.. units.Select((unit, i) => (IReadOnlyList<object?>)[(decimal)(i + 1), unit.Name, AssessmentRules.Full - unit.Points, unit.Points, AssessmentTexts.ObjectionOf(unit)])]),
            SheetOf(
                "扣分明细", ledger, state, [("单位", 28), ("扣分事项", 18), ("事实", 70), ("扣分", 10), ("核减", 10)],
                [.. units.SelectMany(unit => unit.Lines.Select(line => (IReadOnlyList<object?>)
                    [unit.Name, AssessmentTexts.Chinese(line.Kind), line.Says, line.Points, unit.IsCancelled(line) ? "已核减" : ""]))]),
        ]);

    private static PrintedSheet SheetOf(
        string name, LedgerRow ledger, string state, IReadOnlyList<(string Head, double Width)> columns, IReadOnlyList<IReadOnlyList<object?>> lines)
    {
        const int First = 4;
        var cells = new List<PrintedCell>
        {
            new(1, 1, $"{AssessmentTexts.TitleOf(ledger.Title)}：{name}", PrintedStyle.Title) { LastColumn = columns.Count },
            new(2, 1, $"{ledger.Document}，{state}", PrintedStyle.Text) { LastColumn = columns.Count },
        };
        cells.AddRange(columns.Select((column, i) => new PrintedCell(First - 1, i + 1, column.Head, PrintedStyle.Head)));
        var heights = new Dictionary<int, double> { [1] = 36, [2] = 20, [First - 1] = 30 };
        for (var row = 0; row < lines.Count; row++)
        {
            cells.AddRange(lines[row].Select((value, i) => value is decimal number
                ? new(First + row, i + 1, null, PrintedStyle.Number) { Value = number }
                : new PrintedCell(First + row, i + 1, (string?)value, PrintedStyle.Cell)));
            heights[First + row] = CompilationSheet.HeightOf([.. lines[row].Select((value, i) => (value as string, columns[i].Width))]);
        }

        return new(name, [.. columns.Select(column => column.Width)], cells) { Heights = heights, HeadRow = First - 1 };
    }
}
