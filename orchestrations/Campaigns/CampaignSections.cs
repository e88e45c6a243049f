using System.Globalization;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What is decided or confirmed about campaigns, as sections for forms and deciders.</summary>
public static class CampaignSections
{
    /// <summary>A figure in the table's unit: 个, 条, or 亿元; — for empty.</summary>
    public static string TextOf(CampaignFigures figures, CampaignFigure figure) => figures.Of(figure) is not { } value ? "—"
        : CampaignFigureRules.IsAmount(figure) ? CampaignTexts.Yi(value) : value.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A figure's name with its unit.</summary>
    public static string LabelOf(CampaignFigure figure) => figure switch
    {
        CampaignFigure.Items => $"{figure.Chinese()}（条）",
        _ when CampaignFigureRules.IsAmount(figure) => $"{figure.Chinese()}（亿元）",
        _ => $"{figure.Chinese()}（个）",
    };

    /// <summary>A project, as its deciders read it.</summary>
    public static SubjectSection Of(CampaignProjectRow row) => new("项目", "附件1、附件2",
    [
        new("项目名称", row.Name),
        new("投资方", row.Investor),
        .. row.Stages.Select(entry => new SubjectRow(entry.Stage.Chinese(), $"{ChinaTime.Text(entry.On)}，{entry.Kind?.Chinese()}{entry.Evidence}")),
        new("合同金额", CampaignProjectChanges.Amount(row.ContractAmount) ?? "—"),
        new("备案金额", CampaignProjectChanges.Amount(row.FilingAmount) ?? "—"),
        new("简介", row.Introduction ?? "—"),
        .. row.Categories.Select(claim => new SubjectRow(claim.Code.Chinese(), $"{claim.State.Chinese()}：{claim.List}{(claim.Year is { } year ? $"（{year}年）" : "")}")),
    ]);

    /// <summary>A unit's week to confirm: this week's figures, last week's beside them, and the total.</summary>
    public static IReadOnlyList<SubjectSection> OfUnit(CampaignReading reading, string unit)
    {
        if (CampaignTimeRules.CurrentWeek(reading.Definition, reading.At) is not { } week) return [];
        var last = CampaignTimeRules.Week(reading.Definition, week.Number - 1);
        var now = CampaignFigureRules.OfUnit(reading.Sources, unit, week.Days);
        var before = last is null ? null : CampaignFigureRules.OfUnit(reading.Sources, unit, last.Days);
        var total = CampaignFigureRules.OfUnit(reading.Sources, unit, CampaignFigureRules.UpTo(reading.Definition, week.To));
        var lines = Enum.GetValues<CampaignFigure>()
            .Select(figure => (IReadOnlyList<string>)[LabelOf(figure), TextOf(now, figure), before is null ? "—" : TextOf(before, figure), TextOf(total, figure)]).ToList();
        return
        [
            new($"{week.Title}数据", "附件1",
            [
                new("由项目清单汇总", string.Join('\n', lines.Select(line => $"{line[0]}：本周{line[1]}，上周{line[2]}，累计{line[3]}"))) { Table = new(["指标", "本周", "上周", "累计"], lines) },
            ]),
        ];
    }

    /// <summary>The evaluation to decide: places and totals of all units.</summary>
    public static IReadOnlyList<SubjectSection> OfAll(CampaignReading reading)
    {
        var ranking = reading.Compiled.FirstOrDefault(week => week.Week == CampaignWeekRow.Final)?.Ranking ?? reading.Ranking();
        IReadOnlyList<IReadOnlyList<string>> lines =
            [.. ranking.Select(unit => (IReadOnlyList<string>)[PlaceOf(unit), reading.Row.NameOf(unit.Unit), unit.Points.ToString("0.##", CultureInfo.InvariantCulture)])];
        return
        [
            new(reading.Row.Method is { } method ? $"综合排位（{method.Number}）" : "综合排位（测算）", $"{reading.Definition.Document}四（四）",
                [new("排位", string.Join('\n', lines.Select(line => string.Join(' ', line)))) { Table = new(["位次", "单位", "得分"], lines) }]),
        ];
    }

    /// <summary>第1位, or 取消考评资格.</summary>
    public static string PlaceOf(UnitPlace unit) => unit.Place is { } place ? $"第{place}位" : "取消考评资格";
}
