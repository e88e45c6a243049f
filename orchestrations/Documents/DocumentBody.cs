using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>正文: paragraphs, numbered items and tables.</summary>
internal static class DocumentBody
{
    /// <summary>The text.</summary>
    /// <param name="blocks">Its pieces.</param>
    /// <param name="signed">Whether a signature follows, from which the last paragraph must not be parted.</param>
    /// <param name="main">The part that keeps its charts.</param>
    public static IEnumerable<OpenXmlElement> Of(IReadOnlyList<DocumentBlock> blocks, bool signed, MainDocumentPart main)
    {
        var counters = new int[5];
        for (var i = 0; i < blocks.Count; i++)
        {
            var last = signed && i == blocks.Count - 1;
            var elements = blocks[i] switch
            {
                TextBlock text => Paragraphs(text.Text, lead: null, level: 0, last),
                ItemBlock item => Item(item, counters, last),
                TableBlock table => [Gap(), DocumentTables.Of(table), Gap()],
                ChartBlock chart => [DocumentCharts.Of(chart, main)],
                FormBlock form => [DocumentTables.Of(form), Gap()],
                var unknown => throw new ArgumentException($"Nobody writes a {unknown.GetType().Name}.", nameof(blocks)),
            };
            foreach (var element in elements) yield return element;
        }
    }

    private static IEnumerable<OpenXmlElement> Item(ItemBlock item, int[] counters, bool last)
    {
        if (item.Level is < 1 or > 4) throw new ArgumentException($"There is no level {item.Level}.", nameof(item));
        counters[item.Level]++;
        Array.Clear(counters, item.Level + 1, counters.Length - item.Level - 1);
        var lead = Mark(item.Level, counters[item.Level]) + DocumentText.Line(item.Lead);
        return item.Text is null
            ? [DocumentWriter.Styled(DocumentStyles.Heading(item.Level), DocumentWriter.RunOf(lead))]
            : Paragraphs(item.Text, lead, item.Level, last);
    }

    private static string Mark(int level, int number) => level switch
    {
        1 => $"{DocumentText.Numeral(number)}、",
        2 => $"（{DocumentText.Numeral(number)}）",
        3 => string.Create(CultureInfo.InvariantCulture, $"{number}. "),
        _ => string.Create(CultureInfo.InvariantCulture, $"（{number}）"),
    };

    private static IEnumerable<OpenXmlElement> Paragraphs(string text, string? lead, int level, bool last)
    {
        var lines = DocumentText.Lines(text);
        for (var i = 0; i < lines.Count; i++)
        {
            var paragraph = DocumentWriter.Styled(last && i == lines.Count - 1 ? DocumentStyles.LastBody : DocumentStyles.Body);
            if (i == 0 && lead is not null) paragraph.Append(new Run(new RunProperties(new RunStyle { Val = DocumentStyles.Lead(level) }), DocumentWriter.TextOf(lead)));
            if (lines[i].Length > 0) paragraph.Append(new Run(DocumentWriter.TextOf(lines[i].TrimStart())));
            yield return paragraph;
        }
    }

    /// <summary>Two tables without a paragraph between would be one.</summary>
    private static Paragraph Gap() => DocumentWriter.Styled(DocumentStyles.Gap);
}
