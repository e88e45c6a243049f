using System.Globalization;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The columns of a unit's project list as a sheet (53号 二、四（五）, 附件1备注1、2).</summary>
internal static class CampaignProjectColumns
{
    /// <summary>修改原因, the only column that is no part of the project.</summary>
    public const string Reason = "修改原因";

    private static readonly string[] DayForms = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"];

    private static readonly (string Field, string Title)[] Plain =
    [
        ("name", "项目名称"), ("investor", "投资方"), ("manufacturing", "制造业项目"), ("industry", "产业"), ("source", "来源区域"),
        ("contractAmount", "合同金额（万元）"), ("filingAmount", "备案金额（万元）"), ("filingNumber", "备案号"),
        ("investment", "新增实际投资（万元）"), ("investedOn", "新增实际投资日期"), ("fdi", "制造业FDI投资总额（万元）"), ("fdiOn", "FDI日期"),
        ("responsible", "责任人岗位"), ("stored", "已经入库"), ("introduction", "简介"), ("remark", "备注"), ("reason", Reason),
    ];

    /// <summary>All columns, in the order in which they are written; files may have them in any order and leave out what they do not fill in.</summary>
    public static IReadOnlyList<SheetColumn> All { get; } =
    [
        .. Plain.Take(5).Select(column => new SheetColumn(column.Title, column.Field is "name" or "investor")),
        .. Enum.GetValues<CampaignStage>().SelectMany(StageColumns).Select(title => new SheetColumn(title, Required: false)),
        .. Plain.Skip(5).Select(column => new SheetColumn(column.Title, Required: false)),
    ];

    /// <summary>The column of a field; null for the fields of stages and for what no column has.</summary>
    public static string? Of(string field) => Plain.FirstOrDefault(column => column.Field == field).Title;

    /// <summary>The column of a field of a stage.</summary>
    public static string Of(CampaignStage stage, string field) => field switch
    {
        "evidenceKind" when CampaignProjectRules.EvidenceOf(stage).Count > 1 => KindOf(stage),
        "evidence" or "evidenceKind" => EvidenceOf(stage),
        _ => DayOf(stage),
    };

    /// <summary>Returns the stages that a row fills in; what only one kind of evidence can prove needs no kind.</summary>
    public static IReadOnlyList<StageEntry> StagesOf(SheetReader reader, SheetRow row)
    {
        var stages = new List<StageEntry>();
        foreach (var stage in Enum.GetValues<CampaignStage>())
        {
            if (StageColumns(stage).All(column => reader.Text(row, column).Length == 0)) continue;
            EvidenceKind? kind = CampaignProjectRules.EvidenceOf(stage) is [var only] ? only : CampaignWords<EvidenceKind>.Parse(reader.Text(row, KindOf(stage)));
            stages.Add(new(stage, Day(reader, row, DayOf(stage)) ?? default, kind, reader.Text(row, EvidenceOf(stage))));
        }

        return stages;
    }

    /// <summary>Returns the cells of a project, by the order of <see cref="All"/>; of several payments the last one.</summary>
    public static IReadOnlyList<string> Write(CampaignProjectRow project)
    {
        var paid = project.Investments.Count == 0 ? null : project.Investments[^1];
        string[] plain =
        [
            project.Name, project.Investor, YesNo(project.Manufacturing), project.Industry?.Chinese() ?? "", project.Source?.Chinese() ?? "",
            Text(project.ContractAmount), Text(project.FilingAmount), project.FilingNumber ?? "",
            Text(paid?.Amount), Text(paid?.On), Text(project.Fdi), Text(project.FdiOn),
            project.Responsible ?? "", YesNo(project.Stored), project.Introduction ?? "", project.Remark ?? "", "",
        ];
        return [.. plain.Take(5), .. Enum.GetValues<CampaignStage>().SelectMany(stage => StageCells(stage, project.Of(stage))), .. plain.Skip(5)];
    }

    /// <summary>Reads a day; null for an empty cell and, with a fault, for one that is no day.</summary>
    public static DateOnly? Day(SheetReader reader, SheetRow row, string column)
    {
        if (DateOnly.TryParseExact(reader.Text(row, column), DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        reader.Require(false, row, column, "应为日期，例如 2023-06-01");
        return null;
    }

    /// <summary>Reads an amount, 万元 unless the cell says 亿元; null for an empty cell and, with a fault, for one that is no amount.</summary>
    public static decimal? Amount(SheetReader reader, SheetRow row, string column)
    {
        var amount = Numerals.Amount(reader.Text(row, column));
        reader.Require(amount is not null, row, column, "应为金额，例如 12000（万元）或者 1.2亿元");
        return amount;
    }

    /// <summary>Reads a word of a list; null for an empty cell and, with a fault, for another word.</summary>
    public static T? Word<T>(SheetReader reader, SheetRow row, string column)
        where T : struct, Enum
    {
        var word = CampaignWords<T>.Parse(reader.Text(row, column));
        reader.Require(word is not null, row, column, $"应为{string.Join('、', CampaignWords<T>.Choices.Select(choice => choice.Value))}之一");
        return word;
    }

    /// <summary>Reads 是 or 否; null for an empty cell and, with a fault, for anything else.</summary>
    public static bool? Answer(SheetReader reader, SheetRow row, string column)
    {
        var text = reader.Text(row, column);
        reader.Require(text is "是" or "否", row, column, "应填“是”或者“否”");
        return text is "是" ? true : text is "否" ? false : null;
    }

    private static IEnumerable<string> StageColumns(CampaignStage stage) =>
        CampaignProjectRules.EvidenceOf(stage).Count > 1 ? [DayOf(stage), KindOf(stage), EvidenceOf(stage)] : [DayOf(stage), EvidenceOf(stage)];

    private static IEnumerable<string> StageCells(CampaignStage stage, StageEntry? entry) => CampaignProjectRules.EvidenceOf(stage).Count > 1
        ? [Text(entry?.On), entry?.Kind?.Chinese() ?? "", entry?.Evidence ?? ""]
        : [Text(entry?.On), entry?.Evidence ?? ""];

    private static string DayOf(CampaignStage stage) => $"{stage.Chinese()}日期";

    private static string KindOf(CampaignStage stage) => $"{stage.Chinese()}佐证种类";

    private static string EvidenceOf(CampaignStage stage) => $"{stage.Chinese()}佐证";

    private static string YesNo(bool value) => value ? "是" : "否";

    private static string Text(decimal? amount) => amount is { } value ? Numerals.Plain(value) : "";

    private static string Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
