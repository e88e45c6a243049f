using Dazhou.Serverless.Documents;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What a cycle brought together, as XLSX: a row for each unit, the missing named.</summary>
public static class CompilationSheet
{
    private const int First = 5;
    private const double LineHeight = 15;
    private const double HighestRow = 405;

    /// <summary>Writes the workbook, the same for the same cycle.</summary>
    public static byte[] Write(LedgerRow ledger, CompilationRow compiled)
    {
        var chapters = CompilationTexts.Chapters(compiled);
        (string Head, double Width)[] columns = [("序号", 6), ("单位", 24), ("报送时间", 20), .. chapters.Select(chapter => (chapter.Title, chapters.Count > 2 ? 34.0 : 60.0))];
        var cells = new List<PrintedCell>
        {
            new(1, 1, $"{ledger.Title}{CompilationTexts.TitleOf(compiled)}", PrintedStyle.Title) { LastColumn = columns.Length },
            new(2, 1, $"{ledger.Document}，截至{ChinaTime.Text(compiled.Dates.Day)}。{CompilationTexts.SummaryOf(compiled)}", PrintedStyle.Text) { LastColumn = columns.Length },
        };
        var heights = new Dictionary<int, double> { [1] = 36, [2] = 34, [First - 1] = 30 };
        if (compiled.Units.Count > 0)
        {
            var handedIn = CompilationTexts.HandedInOf(compiled);
            cells.Add(new(3, 1, handedIn, PrintedStyle.Text) { LastColumn = columns.Length });
            heights[3] = HeightOf([(handedIn, columns.Sum(column => column.Width))]);
        }

        cells.AddRange(columns.Select((column, i) => new PrintedCell(First - 1, i + 1, column.Head, PrintedStyle.Head)));
        for (var i = 0; i < compiled.Units.Count; i++)
        {
            var unit = compiled.Units[i];
            string?[] texts = [unit.Name, CompilationTexts.ReportOf(unit), .. chapters.Select(chapter => chapter.Of(unit))];
            cells.Add(new(First + i, 1, null, PrintedStyle.Number) { Value = i + 1 });
            cells.AddRange(texts.Select((text, column) => new PrintedCell(First + i, column + 2, text, PrintedStyle.Cell)));
            heights[First + i] = HeightOf([.. texts.Select((text, column) => (text, columns[column + 1].Width))]);
        }

        return PrintedSheets.Write([new("汇总", [.. columns.Select(column => column.Width)], cells) { Heights = heights, HeadRow = First - 1 }]);
    }

    /// <summary>As high as the longest cell needs, a Chinese character taking two places.</summary>
    internal static double HeightOf(IReadOnlyList<(string? Text, double Width)> cells) =>
        Math.Min(HighestRow, 4 + (LineHeight * cells.Max(cell => (cell.Text ?? "").Split('\n').Sum(line => Math.Max(1, Math.Ceiling(line.Length * 2 / (cell.Width - 1)))))));
}
