using System.Globalization;
using Dazhou.Serverless.Documents;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A table of a 简报, for the document and its page.</summary>
/// <param name="Columns">the headings</param>
/// <param name="Lines">the lines, each as long as the headings</param>
public sealed record BriefTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Lines);

/// <summary>Numbered notes of a 简报 under a heading.</summary>
/// <param name="Heading">the heading</param>
/// <param name="Lines">the notes; never none</param>
public sealed record BriefNote(string Heading, IReadOnlyList<string> Lines);

/// <summary>What the 简报 of a compiled week says, in words and tables (53号 四（三）、（四）、（五）).</summary>
/// <param name="reading">the campaign</param>
/// <param name="week">the compiled week</param>
public sealed class CampaignBrief(CampaignReading reading, CampaignWeekRow week)
{
    private static readonly CampaignFigure[] Shown =
    [
        CampaignFigure.SignedCount, CampaignFigure.SignedContract, CampaignFigure.LandedCount, CampaignFigure.LandedContract, CampaignFigure.StartedCount,
        CampaignFigure.Investment, CampaignFigure.Items,
    ];

    private static readonly string[] Heads = ["签约（个）", "合同额", "落地（个）", "合同额", "开工（个）", "实际投资", "信息（条）"];

    /// <summary>The title.</summary>
    public string Title => week.Week == CampaignWeekRow.Final ? $"{reading.Definition.Name}最终情况" : $"{reading.Definition.Name}第{week.Week}周情况";

    /// <summary>第3周（…）, or 行动期间.</summary>
    public string Span => CampaignTimeRules.Week(reading.Definition, week.Week)?.Title ?? "行动期间";

    /// <summary>The names of the units, as charts and tables have them.</summary>
    public IReadOnlyList<string> UnitNames => [.. week.Units.Select(unit => reading.Row.NameOf(unit.Unit))];

    /// <summary>The total in a paragraph.</summary>
    public string Overview
    {
        get
        {
            var (now, total) = (Sum(unit => unit.Week), Sum(unit => unit.Total));
            var reports = week.Week == CampaignWeekRow.Final ? "" : $"{week.Units.Count}个单位中，{Reports()}。";
            return $"{reports}{(week.Week == CampaignWeekRow.Final ? "" : $"本周全市{Sentence(now)}。")}截至{Span}，累计{Sentence(total)}。";
        }
    }

    /// <summary>The week of each unit.</summary>
    public BriefTable WeekTable => Table(unit => unit.Week, withState: week.Week != CampaignWeekRow.Final);

    /// <summary>The totals of each unit, and of the city.</summary>
    public BriefTable TotalTable => Table(unit => unit.Total, withState: false);

    /// <summary>The bars: landed and started projects of each unit.</summary>
    public IReadOnlyList<ChartSeries> UnitSeries =>
    [
        new("落地项目", [.. week.Units.Select(unit => (decimal)unit.Total.LandedCount)]),
        new("开工项目", [.. week.Units.Select(unit => (decimal)unit.Total.StartedCount)]),
    ];

    /// <summary>The weeks up to this one.</summary>
    public IReadOnlyList<string> TrendLabels => [.. Weeks.Select(it => $"第{it.Number}周")];

    /// <summary>The lines: the city's totals, week by week.</summary>
    public IReadOnlyList<ChartSeries> TrendSeries =>
    [
        new("签约", [.. Totals.Select(total => (decimal)total.SignedCount)]),
        new("落地", [.. Totals.Select(total => (decimal)total.LandedCount)]),
        new("开工", [.. Totals.Select(total => (decimal)total.StartedCount)]),
    ];

    /// <summary>The figures of the lines.</summary>
    public BriefTable Trend => new(
        ["周次", "签约（个）", "落地（个）", "开工（个）"],
        [.. TrendLabels.Zip(Totals, (label, total) => (IReadOnlyList<string>)[label, Text(total.SignedCount), Text(total.LandedCount), Text(total.StartedCount)])]);

    /// <summary>综合排位 with the number of the 考核办法, or as 测算.</summary>
    public string RankingTitle => reading.Row.Method is { } method ? $"综合排位（按{method.Number}）" : "综合排位（测算，考核办法未录入）";

    /// <summary>The places.</summary>
    public BriefTable RankingTable => new(
        ["位次", "单位", "得分", "进步"],
        [.. week.Ranking.Select(unit => (IReadOnlyList<string>)[CampaignSections.PlaceOf(unit), reading.Row.NameOf(unit.Unit), unit.Points.ToString("0.00", CultureInfo.InvariantCulture), ProgressOf(unit)])]);

    /// <summary>更正, 考评纪律, 待确认 and 简报信息, as far as there are any.</summary>
    public IReadOnlyList<BriefNote> Notes =>
    [
        .. new BriefNote[]
        {
            new("更正", [.. week.Corrections.Select(CorrectionText)]),
            new("考评纪律", [.. reading.Findings.Where(finding => finding.At <= week.At).Select(FindingText)]),
            new("统计口径", [.. reading.Definition.Windows.Where(window => window.ToConfirm).Select(window => $"{window.Group.Chinese()}按第二季要求填报，统计期间{ChinaTime.Text(window.From)}至{ChinaTime.Text(window.To)}待确认")]),
            new("工作动态", [.. reading.Sources.Items.Where(item => item.Edited is not null && item.At <= week.At && InWeek(item)).Select(item => $"{reading.Row.NameOf(item.Unit)}：{item.Edited}")]),
        }.Where(note => note.Lines.Count > 0),
    ];

    /// <summary>第2周通川区落地数量由3改为2.</summary>
    public string CorrectionText(FigureCorrection correction) =>
        $"第{correction.Week}周{reading.Row.NameOf(correction.Unit)}{CampaignSections.LabelOf(correction.Figure)}由{Value(correction.Figure, correction.Before)}改为{Value(correction.Figure, correction.After)}";

    private IReadOnlyList<CampaignWeek> Weeks =>
        [.. CampaignTimeRules.Weeks(reading.Definition).Where(it => week.Week == CampaignWeekRow.Final || it.Number <= week.Week)];

    private IReadOnlyList<CampaignFigures> Totals => [.. Weeks.Select(it =>
        CampaignFigureRules.OfUnits(reading.Sources, CampaignFigureRules.UpTo(reading.Definition, it.To)).Aggregate(CampaignFigures.Zero, (sum, unit) => sum + unit.Figures))];

    private string FindingText(CampaignFindingRow finding) =>
        $"{reading.Row.NameOf(finding.Unit)}{finding.Kind}，{(finding.Disqualifies ? "取消考评资格，予以通报批评" : "原认定已撤销")}{(finding is { Grave: true, Disqualifies: true } ? "，并移送问责" : "")}";

    private bool InWeek(CampaignItemRow item) =>
        CampaignTimeRules.Week(reading.Definition, week.Week) is not { } of || of.Days.Contains(ChinaTime.DayOf(item.At));

    private BriefTable Table(Func<CompiledUnit, CampaignFigures> of, bool withState)
    {
        IReadOnlyList<string> Line(string name, string? state, CampaignFigures figures) =>
            [name, .. withState ? [state ?? ""] : Array.Empty<string>(), .. Shown.Select(figure => CampaignSections.TextOf(figures, figure))];
        return new(
            ["单位", .. withState ? ["报送"] : Array.Empty<string>(), .. Heads],
            [
                .. week.Units.Select(unit => Line($"{reading.Row.NameOf(unit.Unit)}{(reading.Disqualified.Contains(unit.Unit) ? "（取消考评资格）" : "")}", unit.State.Chinese(), of(unit))),
                Line("全市", null, Sum(of)),
            ]);
    }

    private CampaignFigures Sum(Func<CompiledUnit, CampaignFigures> of) => week.Units.Aggregate(CampaignFigures.Zero, (sum, unit) => sum + of(unit));

    private string Reports() => string.Join('，', week.Units.GroupBy(unit => unit.State).OrderBy(group => group.Key)
        .Select(group => $"{group.Key.Chinese()}{group.Count()}个{(group.Key == ReportState.Reported ? "" : $"（{string.Join('、', group.Select(unit => reading.Row.NameOf(unit.Unit)))}）")}"));

    private static string Sentence(CampaignFigures figures) =>
        $"新签约项目{figures.SignedCount}个、合同金额{CampaignTexts.Yi(figures.SignedContract)}亿元，落地项目{figures.LandedCount}个、合同金额{CampaignTexts.Yi(figures.LandedContract)}亿元，"
        + $"开工项目{figures.StartedCount}个，新增实际投资{CampaignTexts.Yi(figures.Investment)}亿元";

    private static string ProgressOf(UnitPlace unit) => unit.Progress switch
    {
        null => "—",
        0 => "持平",
        > 0 => $"上升{unit.Progress}位",
        _ => $"下降{-unit.Progress}位",
    };

    private static string Value(CampaignFigure figure, decimal? value) => value is null ? "空" : CampaignFigureRules.IsAmount(figure) ? CampaignTexts.Yi(value) : Text((int)value.Value);

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
