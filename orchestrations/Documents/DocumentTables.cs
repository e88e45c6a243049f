using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>Tables and forms, as wide as the text.</summary>
internal static class DocumentTables
{
    // Label, value, label, value: short answers stand side by side, as on the forms of offices.
    private static readonly int[] FormColumns = [1800, 2624, 1800, 2624];
    private const int ShortLabel = 12;
    private const int ShortValue = 24;
    private const int Word = 10;

    /// <summary>A list.</summary>
    public static Table Of(TableBlock block) => Of(block, DocumentPage.TextWidth);

    /// <summary>A form.</summary>
    public static Table Of(FormBlock form)
    {
        var table = Empty(FormColumns);
        foreach (var section in form.Sections)
        {
            table.Append(new TableRow(new TableRowProperties(new CantSplit()), Cell(section.Heading, DocumentStyles.CellSection, FormColumns, 0, 4, shaded: true)));
            for (var i = 0; i < section.Lines.Count; i++)
            {
                if (IsQuestion(section.Lines[i], section.Declares))
                    table.Append(Question(section.Lines[i]));
                else if (i + 1 < section.Lines.Count && IsShort(section.Lines[i]) && IsShort(section.Lines[i + 1]))
                    table.Append(Pair(section.Lines[i], section.Lines[++i]));
                else
                    table.Append(Whole(section.Lines[i]));
            }
        }

        return table;
    }

    private static Table Of(TableBlock block, int width)
    {
        var shares = Math.Max(1, block.Columns.Sum(column => column.Share));
        var widths = block.Columns.Select(column => width * column.Share / shares).ToArray();
        var table = Empty(widths);
        var heading = new TableRow(new TableRowProperties(new CantSplit(), new TableHeader()));
        for (var i = 0; i < widths.Length; i++) heading.Append(Cell(block.Columns[i].Heading, DocumentStyles.CellHeading, widths, i));
        table.Append(heading);
        foreach (var line in block.Lines)
        {
            var row = new TableRow();
            for (var i = 0; i < widths.Length; i++)
                row.Append(Cell(i < line.Count ? line[i] : "", block.Columns[i].IsNumber ? DocumentStyles.CellFigure : DocumentStyles.Cell, widths, i));
            table.Append(row);
        }

        return table;
    }

    private static bool IsShort(FormLine line) =>
        line.Table is null && DocumentText.Width(line.Label) <= ShortLabel && DocumentText.Width(line.Value) <= ShortValue
        && !line.Value.Contains('\n', StringComparison.Ordinal);

    /// <summary>A declaration, or another long label with a word for an answer.</summary>
    private static bool IsQuestion(FormLine line, bool declares) =>
        line.Table is null && (declares || DocumentText.Width(line.Label) > ShortLabel) && DocumentText.Width(line.Value) <= Word;

    private static TableRow Question(FormLine line) => new(
        new TableRowProperties(new CantSplit()),
        Cell(line.Label, DocumentStyles.Cell, FormColumns, 0, 3), Cell(line.Value, DocumentStyles.CellFigure, FormColumns, 3));

    private static TableRow Pair(FormLine one, FormLine other) => new(
        new TableRowProperties(new CantSplit()),
        Cell(one.Label, DocumentStyles.CellHeading, FormColumns, 0), Cell(one.Value, DocumentStyles.Cell, FormColumns, 1),
        Cell(other.Label, DocumentStyles.CellHeading, FormColumns, 2), Cell(other.Value, DocumentStyles.Cell, FormColumns, 3));

    private static TableRow Whole(FormLine line)
    {
        var value = Cell(line.Table is null ? line.Value : "", DocumentStyles.Cell, FormColumns, 1, 3);
        if (line.Table is { } table)
        {
            // A cell ends with a paragraph, also behind a table.
            value.InsertBefore(Of(table, FormColumns[1..].Sum() - 200), value.GetFirstChild<Paragraph>());
            value.GetFirstChild<Paragraph>()!.ParagraphProperties!.ParagraphStyleId!.Val = DocumentStyles.Gap;
        }

        return new(Cell(line.Label, DocumentStyles.CellHeading, FormColumns, 0), value);
    }

    private static Table Empty(int[] widths) => new(
        new TableProperties(
            new TableStyle { Val = DocumentStyles.Table },
            new TableWidth { Width = Text(widths.Sum()), Type = TableWidthUnitValues.Dxa },
            new TableJustification { Val = TableRowAlignmentValues.Center },
            new TableLayout { Type = TableLayoutValues.Fixed }),
        new TableGrid(widths.Select(width => new GridColumn { Width = Text(width) })));

    private static TableCell Cell(string text, string style, int[] widths, int at, int span = 1, bool shaded = false)
    {
        var properties = new TableCellProperties { TableCellWidth = new() { Width = Text(widths[at..(at + span)].Sum()), Type = TableWidthUnitValues.Dxa } };
        if (span > 1) properties.GridSpan = new() { Val = span };
        if (shaded) properties.Shading = new() { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "EDEDED" };
        properties.TableCellVerticalAlignment = new() { Val = TableVerticalAlignmentValues.Center };
        var cell = new TableCell(properties);
        foreach (var line in DocumentText.Lines(text))
            cell.Append(DocumentWriter.Styled(style, line.Length > 0 ? new Run(DocumentWriter.TextOf(line)) : null));
        return cell;
    }

    private static string Text(int twips) => twips.ToString(CultureInfo.InvariantCulture);
}
