using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Keeps the 简报 of compiled weeks (53号 四（三）: 市经信局定期编发).</summary>
public sealed class CampaignBriefs(IDocumentStore documents)
{
    /// <summary>Writes the 简报 of a compiled week; the same content is one version.</summary>
    public Task<DocumentInfo> SaveAsync(CampaignReading reading, CampaignWeekRow week, CancellationToken cancellation = default) => documents.SaveAsync(
        CampaignSubject.IdOf(reading.Definition.Id), NameOf(week.Week), $"{TitleOf(week.Week)}.docx", $"brief-{week.Week}", Write(reading, week), cancellation);

    /// <summary>Returns the 简报 of a week, by default its newest version; null before it closes.</summary>
    public Task<DocumentInfo?> FindAsync(string campaign, int week, CancellationToken cancellation = default) =>
        documents.FindAsync(CampaignSubject.IdOf(campaign), NameOf(week), version: null, cancellation);

    /// <summary>第3期简报, or 最终统计表.</summary>
    public static string TitleOf(int week) => week == CampaignWeekRow.Final ? "最终统计表" : $"第{week}期简报";

    /// <summary>Writes the document: tables, and two charts with their figures beside them.</summary>
    public static OfficialDocument Write(CampaignReading reading, CampaignWeekRow week)
    {
        var brief = new CampaignBrief(reading, week);
        return new()
        {
            Form = DocumentForm.Document,
            Issuer = reading.Row.NameOf(reading.Definition.Receivers[0]),
            Number = TitleOf(week.Week),
            Title = brief.Title,
            Body =
            [
                DocumentBlocks.Heading("总体情况"),
                DocumentBlocks.Text(brief.Overview),
                DocumentBlocks.Heading("各单位情况"),
                DocumentBlocks.Text($"{brief.Span}各单位情况：金额单位为亿元。"),
                Table(brief.WeekTable),
                DocumentBlocks.Text("累计情况："),
                Table(brief.TotalTable),
                new ChartBlock("各单位累计落地、开工项目（个）", IsLine: false, brief.UnitNames, brief.UnitSeries),
                DocumentBlocks.Text("逐周累计情况："),
                Table(brief.Trend),
                new ChartBlock("全市逐周累计项目（个）", IsLine: true, brief.TrendLabels, brief.TrendSeries),
                DocumentBlocks.Heading(brief.RankingTitle),
                Table(brief.RankingTable),
                .. brief.Notes.SelectMany(note => new[] { DocumentBlocks.Heading(note.Heading) }.Concat(note.Lines.Select(line => DocumentBlocks.Point(line)))),
            ],
            Signatures = [reading.Row.NameOf(reading.Definition.Receivers[0])],
            On = ChinaTime.DayOf(week.At.AddTicks(-1)),
            Imprint = new(
                [.. reading.Definition.Receivers.Skip(1).Concat(reading.Definition.Units).Select(reading.Row.NameOf)],
                reading.Row.NameOf(reading.Definition.Receivers[0]), ChinaTime.DayOf(week.At.AddTicks(-1))),
        };
    }

    private static TableBlock Table(BriefTable table) =>
        new([.. table.Columns.Select((column, i) => new TableColumn(column, i == 0 ? 3 : 2, IsNumber: i > 0))], table.Lines);

    private static string NameOf(int week) => $"brief-{week:D2}";
}
