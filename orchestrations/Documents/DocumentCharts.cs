using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>
/// Draws charts that office programs can edit (DrawingML). Their figures stand in the chart itself: a workbook embedded for each would be
/// a second place in which they could be changed.
/// </summary>
internal static class DocumentCharts
{
    private const long Width = 5_400_000;
    private const long Height = 2_700_000;

    // Without colours of their own, readers without a theme draw nothing.
    private static readonly string[] Colours = ["1F5FA8", "A8321F", "2C7A3F", "7A5A1F", "5A3F8A", "3F7A7A"];

    private static readonly XNamespace C = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly XNamespace Wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Adds a chart to the document, and returns the paragraph in which it stands.</summary>
    public static Paragraph Of(ChartBlock chart, MainDocumentPart main)
    {
        var number = main.ChartParts.Count() + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"rIdChart{number}");
        var part = main.AddNewPart<ChartPart>("application/vnd.openxmlformats-officedocument.drawingml.chart+xml", id);
        using (var stream = new MemoryStream(Encoding.UTF8.GetBytes(Space(chart).ToString(SaveOptions.DisableFormatting)))) part.FeedData(stream);
        var paragraph = DocumentWriter.Styled(DocumentStyles.Gap);
        // The style's lines are of a fixed height, which would cut the chart off.
        paragraph.ParagraphProperties!.SpacingBetweenLines = new() { Line = "240", LineRule = LineSpacingRuleValues.Auto };
        paragraph.ParagraphProperties.Indentation = new() { FirstLine = "0", FirstLineChars = 0 };
        paragraph.Append(new Run(new Drawing(Inline(chart, id, number).ToString(SaveOptions.DisableFormatting))));
        return paragraph;
    }

    private static XElement Inline(ChartBlock chart, string id, int number) => new(
        W + "drawing",
        new XAttribute(XNamespace.Xmlns + "w", W),
        new XElement(
            Wp + "inline",
            new XElement(Wp + "extent", new XAttribute("cx", Width), new XAttribute("cy", Height)),
            // The description tells who cannot see it where the figures stand.
            new XElement(Wp + "docPr", new XAttribute("id", number), new XAttribute("name", chart.Title), new XAttribute("descr", $"{chart.Title}，数据见所附表格")),
            new XElement(
                A + "graphic",
                new XElement(
                    A + "graphicData", new XAttribute("uri", C.NamespaceName),
                    new XElement(C + "chart", new XAttribute(XNamespace.Xmlns + "c", C), new XAttribute(XNamespace.Xmlns + "r", R), new XAttribute(R + "id", id))))));

    private static XElement Space(ChartBlock chart) => new(
        C + "chartSpace", new XAttribute(XNamespace.Xmlns + "c", C), new XAttribute(XNamespace.Xmlns + "a", A),
        new XElement(
            C + "chart",
            new XElement(C + "title", new XElement(C + "tx", new XElement(C + "rich", new XElement(A + "bodyPr"), Words(chart.Title))), Value("overlay", 0)),
            Value("autoTitleDeleted", 0),
            new XElement(C + "plotArea", new XElement(C + "layout"), Plot(chart), Axis("catAx", 1, 2, "b"), Axis("valAx", 2, 1, "l")),
            new XElement(C + "legend", Value("legendPos", "b"), Value("overlay", 0)),
            Value("plotVisOnly", 1)));

    private static XElement Words(string text) =>
        new(A + "p", new XElement(A + "pPr", new XElement(A + "defRPr", new XAttribute("sz", 1200), new XAttribute("b", 0))), new XElement(A + "r", new XElement(A + "t", text)));

    private static XElement Plot(ChartBlock chart) => chart.IsLine
        ? new(C + "lineChart", Value("grouping", "standard"), Value("varyColors", 0), chart.Series.Select((series, i) => Series(chart, series, i)), Value("marker", 1), Value("axId", 1), Value("axId", 2))
        : new(C + "barChart", Value("barDir", "col"), Value("grouping", "clustered"), Value("varyColors", 0), chart.Series.Select((series, i) => Series(chart, series, i)), Value("gapWidth", 80), Value("axId", 1), Value("axId", 2));

    private static XElement Series(ChartBlock chart, ChartSeries series, int index) => new(
        C + "ser", Value("idx", index), Value("order", index),
        new XElement(C + "tx", new XElement(C + "strRef", new XElement(C + "f", $"序列{index + 1}"), Points("strCache", [series.Name]))),
        new XElement(C + "spPr", chart.IsLine ? new XElement(A + "ln", new XAttribute("w", 28_575), Fill(index)) : Fill(index)),
        chart.IsLine ? new XElement(C + "marker", Value("symbol", "circle"), Value("size", 6), new XElement(C + "spPr", Fill(index))) : null,
        new XElement(C + "cat", new XElement(C + "strRef", new XElement(C + "f", "分类"), Points("strCache", chart.Labels))),
        new XElement(C + "val", new XElement(C + "numRef", new XElement(C + "f", $"数值{index + 1}"), Points("numCache", series.Values.Select(Number)))));

    private static XElement Fill(int index) => new(A + "solidFill", new XElement(A + "srgbClr", new XAttribute("val", Colours[index % Colours.Length])));

    private static XElement Points(string name, IEnumerable<string> values)
    {
        var list = values.ToList();
        return new(C + name, Value("ptCount", list.Count), list.Select((value, i) => new XElement(C + "pt", new XAttribute("idx", i), new XElement(C + "v", value))));
    }

    private static XElement Axis(string name, int id, int crosses, string position) => new(
        C + name, Value("axId", id), new XElement(C + "scaling", Value("orientation", "minMax")), Value("delete", 0), Value("axPos", position),
        name == "valAx" ? new XElement(C + "majorGridlines") : null, Value("crossAx", crosses));

    private static XElement Value(string name, object value) => new(C + name, new XAttribute("val", value));

    private static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
