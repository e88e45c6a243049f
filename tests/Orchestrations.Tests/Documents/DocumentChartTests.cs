using Dazhou.Serverless.Documents;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Orchestrations.Tests.Documents;

/// <summary>Charts in documents.</summary>
public sealed class DocumentChartTests
{
    private static readonly OfficialDocument Document = new()
    {
        Form = DocumentForm.Plain,
        Title = "两张图",
        Body =
        [
            new ChartBlock("柱", IsLine: false, ["甲", "乙"], [new("落地", [1m, 2m]), new("开工", [0m, 1.5m])]),
            new ChartBlock("线", IsLine: true, ["第1周", "第2周"], [new("签约", [1m, 3m])]),
        ],
    };

    [Fact]
    public void Write_Charts_AreValidHaveColoursAndTheirFigures()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(DocumentWriter.Write(Document)), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(fault => fault.Description));
        var charts = document.MainDocumentPart!.ChartParts.Select(part => part.ChartSpace!.OuterXml).ToList();
        Assert.Equal(2, charts.Count);
        Assert.All(charts, chart => Assert.Contains("1F5FA8", chart, StringComparison.Ordinal));
        Assert.Contains(charts, chart => chart.Contains(">1.5<", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_ChartsTwice_GivesTheSameBytes() => Assert.Equal(DocumentWriter.Write(Document), DocumentWriter.Write(Document));
}
