using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Dazhou.Serverless.Documents;

/// <summary>How a cell of a printed table looks; the order is that of the formats in the workbook.</summary>
public enum PrintedStyle
{
    /// <summary>plain text, wrapped</summary>
    Text,

    /// <summary>the title: large, in the middle</summary>
    Title,

    /// <summary>a head: framed, in the middle, wrapped</summary>
    Head,

    /// <summary>a framed text</summary>
    Cell,

    /// <summary>a framed number</summary>
    Number,
}

/// <summary>A cell of a printed table; rows and columns count from 1.</summary>
/// <param name="Row">the first row</param>
/// <param name="Column">the first column</param>
/// <param name="Text">the text; null for a number or nothing</param>
/// <param name="Style">how it looks</param>
public sealed record PrintedCell(int Row, int Column, string? Text, PrintedStyle Style)
{
    /// <summary>The number; null for a text or nothing.</summary>
    public decimal? Value { get; init; }

    /// <summary>The last row, if it is merged over several.</summary>
    public int LastRow { get; init; } = Row;

    /// <summary>The last column, if it is merged over several.</summary>
    public int LastColumn { get; init; } = Column;
}

/// <summary>A sheet laid out as it is printed, on A4 landscape.</summary>
/// <param name="Name">the sheet's name</param>
/// <param name="Widths">the widths of the columns, in characters</param>
/// <param name="Cells">the cells</param>
public sealed record PrintedSheet(string Name, IReadOnlyList<double> Widths, IReadOnlyList<PrintedCell> Cells)
{
    /// <summary>The row whose heads are printed on every page; null for none.</summary>
    public int? HeadRow { get; init; }

    /// <summary>Heights of rows in points, where text is wrapped over several lines.</summary>
    public IReadOnlyDictionary<int, double> Heights { get; init; } = new Dictionary<int, double>();
}

/// <summary>Writes printed tables as XLSX, with merged heads and frames.</summary>
internal static class PrintedSheets
{
    private const int LongestName = 31;
    private const int LongestText = 32_000;

    public static byte[] Write(IReadOnlyList<PrintedSheet> sheets)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var list = book.Workbook.AppendChild(new Sheets());
            var titles = new DefinedNames();
            foreach (var (sheet, i) in sheets.Select((sheet, i) => (sheet, i)))
            {
                if (sheet.HeadRow is { } head)
                    titles.Append(new DefinedName(string.Create(CultureInfo.InvariantCulture, $"'{NameOf(sheet)}'!${head}:${head}")) { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)i });
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = Worksheet(sheet);
                list.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet
                {
                    Id = book.GetIdOfPart(part),
                    SheetId = (uint)(i + 1),
                    Name = NameOf(sheet),
                });
            }

            if (titles.HasChildren) book.Workbook.Append(titles);
        }

        return stream.ToArray();
    }

    private static string NameOf(PrintedSheet sheet) => sheet.Name.Length > LongestName ? sheet.Name[..LongestName] : sheet.Name;

    private static Worksheet Worksheet(PrintedSheet sheet)
    {
        var columns = new Columns();
        for (var i = 0; i < sheet.Widths.Count; i++)
            columns.Append(new Column { Min = (uint)(i + 1), Max = (uint)(i + 1), Width = sheet.Widths[i], CustomWidth = true });
        var data = new SheetData();
        var merges = new MergeCells();
        // A merged cell is framed only where each of its cells is.
        var all = sheet.Cells.SelectMany(Spread).OrderBy(cell => cell.Row).ThenBy(cell => cell.Column);
        foreach (var row in all.GroupBy(cell => cell.Row))
        {
            var line = new Row { RowIndex = (uint)row.Key };
            if (sheet.Heights.TryGetValue(row.Key, out var height)) (line.Height, line.CustomHeight) = (height, true);
            line.Append(row.Select(Written));
            data.Append(line);
        }

        foreach (var cell in sheet.Cells.Where(cell => cell.LastRow > cell.Row || cell.LastColumn > cell.Column))
            merges.Append(new MergeCell { Reference = $"{NameOf(cell.Row, cell.Column)}:{NameOf(cell.LastRow, cell.LastColumn)}" });
        var worksheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }), columns, data);
        if (merges.HasChildren) worksheet.Append(merges);
        worksheet.Append(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        return worksheet;
    }

    private static IEnumerable<PrintedCell> Spread(PrintedCell cell) =>
        from row in Enumerable.Range(cell.Row, cell.LastRow - cell.Row + 1)
        from column in Enumerable.Range(cell.Column, cell.LastColumn - cell.Column + 1)
        select row == cell.Row && column == cell.Column ? cell : new PrintedCell(row, column, null, cell.Style);

    private static Cell Written(PrintedCell cell) => cell switch
    {
        { Value: { } number } => new Cell { CellReference = NameOf(cell.Row, cell.Column), StyleIndex = (uint)cell.Style, CellValue = new(number.ToString(CultureInfo.InvariantCulture)) },
        { Text: { Length: > 0 } text } => new Cell
        {
            CellReference = NameOf(cell.Row, cell.Column),
            StyleIndex = (uint)cell.Style,
            DataType = CellValues.InlineString,
            InlineString = new(new Text(Writable(text)) { Space = SpaceProcessingModeValues.Preserve }),
        },
        _ => new Cell { CellReference = NameOf(cell.Row, cell.Column), StyleIndex = (uint)cell.Style },
    };

    /// <summary>What people typed may hold characters that XML does not know, and more of them than a cell takes.</summary>
    private static string Writable(string text)
    {
        var known = string.Concat(text.Where(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter)));
        return known.Length <= LongestText ? known : known[..LongestText];
    }

    /// <summary>A1 for row 1 and column 1; tables here have at most 26 columns.</summary>
    public static string NameOf(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + column - 1)}{row}");

    private static Stylesheet Styles()
    {
        static Border Frame(bool framed) => framed
            ? new(
                new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin }, new TopBorder { Style = BorderStyleValues.Thin },
                new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())
            : new(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder());
        static CellFormat Format(uint font, uint border, HorizontalAlignmentValues align, uint number = 0) => new(
            new Alignment { Horizontal = align, Vertical = VerticalAlignmentValues.Center, WrapText = true })
        {
            FontId = font,
            BorderId = border,
            NumberFormatId = number,
            ApplyNumberFormat = true,
            ApplyAlignment = true,
            ApplyFont = true,
            ApplyBorder = true,
        };
        return new(
            new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "0.####" }) { Count = 1 },
            new Fonts(
                new Font(new FontSize { Val = 11 }, new FontName { Val = "宋体" }),
                new Font(new FontSize { Val = 16 }, new FontName { Val = "方正小标宋简体" })),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(Frame(framed: false), Frame(framed: true)),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(
                Format(0, 0, HorizontalAlignmentValues.Left), Format(1, 0, HorizontalAlignmentValues.Center), Format(0, 1, HorizontalAlignmentValues.Center),
                Format(0, 1, HorizontalAlignmentValues.Left), Format(0, 1, HorizontalAlignmentValues.Right)));
    }
}
