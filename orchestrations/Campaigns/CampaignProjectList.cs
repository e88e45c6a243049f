using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A line of a project list that breaks no rule.</summary>
/// <param name="Row">its row in the file</param>
/// <param name="Input">what it says of the project</param>
public sealed record ProjectLine(int Row, CampaignProjectInput Input);

/// <summary>A project list as read.</summary>
/// <param name="Lines">the lines without a fault</param>
/// <param name="Faults">the faults by cell</param>
public sealed record ProjectListReading(IReadOnlyList<ProjectLine> Lines, IReadOnlyList<SheetFault> Faults);

/// <summary>Reads and writes a unit's project list as a sheet, by the rules of the form (53号 二、四（五）, 附件1备注1—3). Pure.</summary>
public static class CampaignProjectList
{
    /// <summary>The name of the sheet.</summary>
    public const string Title = "项目清单";

    /// <summary>The maximum number of projects in a file: its draft is one record.</summary>
    public const int MostLines = 200;

    /// <summary>Returns projects as a sheet that can be taken in again; without projects an empty form.</summary>
    public static Sheet Write(IEnumerable<CampaignProjectRow> projects) =>
        new([.. CampaignProjectColumns.All.Select(column => column.Title)], [.. projects.Select((project, i) => new SheetRow(i + 2, CampaignProjectColumns.Write(project)))]);

    /// <summary>Reads a unit's list. A line that names a listed project changes it: what it leaves empty stays.</summary>
    /// <param name="sheet">the list</param>
    /// <param name="listed">the unit's projects as they stand</param>
    /// <param name="definition">the campaign</param>
    /// <param name="today">today, Asia/Shanghai</param>
    public static ProjectListReading Read(Sheet sheet, IReadOnlyList<CampaignProjectRow> listed, CampaignDefinition definition, DateOnly today)
    {
        var faults = new List<SheetFault>();
        var reader = new SheetReader(Title, sheet, CampaignProjectColumns.All, faults);
        if (sheet.Rows.Count == 0) faults.Add(new($"{Title}!2", "清单中没有项目"));
        if (sheet.Rows.Count > MostLines) return new([], [new($"{Title}!1", $"一次导入不超过{MostLines}个项目，现有{sheet.Rows.Count}行，请分次导入")]);
        // A misspelt title would lose its data silently in every row.
        if (!reader.IsReadable || reader.HasFault(new(1, []))) return new([], faults);
        var (lines, names, filings) = (new List<ProjectLine>(), new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var row in reader.Rows)
        {
            var input = InputOf(reader, row);
            if (!reader.HasFault(row)) CheckLine(reader, row, input, listed, definition, today);
            if (!names.Add(KeyOf(input.Name, input.Investor))) reader.Fail(row, CampaignProjectColumns.Of("name")!, "同一投资方的同名项目在清单中重复了");
            if (input.FilingNumber is { } filing && !filings.TryAdd(DuplicateRules.Normal(filing), row.Number))
                reader.Fail(row, CampaignProjectColumns.Of("filingNumber")!, $"备案号与第{filings[DuplicateRules.Normal(filing)]}行相同，一个项目只列一次");
            if (!reader.HasFault(row)) lines.Add(new(row.Number, input));
        }

        return new(lines, faults);
    }

    /// <summary>Returns the listed project that a line names; null for a new one.</summary>
    public static CampaignProjectRow? Find(IEnumerable<CampaignProjectRow> listed, CampaignProjectInput input) =>
        listed.FirstOrDefault(project => KeyOf(project.Name, project.Investor) == KeyOf(input.Name, input.Investor));

    /// <summary>Returns a line's input for the project that stands: its stages are added to those that the list leaves empty.</summary>
    public static CampaignProjectInput InputFor(CampaignProjectRow? project, CampaignProjectInput input) => input with
    {
        Stages = [.. (project?.Stages ?? []).Where(entry => input.Stages!.All(given => given.Stage != entry.Stage)), .. input.Stages!],
    };

    private static CampaignProjectInput InputOf(SheetReader reader, SheetRow row)
    {
        return new()
        {
            Name = Text("name"),
            Investor = Text("investor"),
            Manufacturing = CampaignProjectColumns.Answer(reader, row, Column("manufacturing")),
            Industry = CampaignProjectColumns.Word<CampaignIndustry>(reader, row, Column("industry")),
            Source = CampaignProjectColumns.Word<SourceRegion>(reader, row, Column("source")),
            Stages = CampaignProjectColumns.StagesOf(reader, row),
            ContractAmount = CampaignProjectColumns.Amount(reader, row, Column("contractAmount")),
            FilingAmount = CampaignProjectColumns.Amount(reader, row, Column("filingAmount")),
            FilingNumber = Text("filingNumber"),
            Investment = CampaignProjectColumns.Amount(reader, row, Column("investment")),
            InvestedOn = CampaignProjectColumns.Day(reader, row, Column("investedOn")),
            Fdi = CampaignProjectColumns.Amount(reader, row, Column("fdi")),
            FdiOn = CampaignProjectColumns.Day(reader, row, Column("fdiOn")),
            Responsible = Text("responsible"),
            Stored = CampaignProjectColumns.Answer(reader, row, Column("stored")),
            Introduction = Text("introduction"),
            Remark = Text("remark"),
            Reason = Text("reason"),
        };

        static string Column(string field) => CampaignProjectColumns.Of(field)!;

        string? Text(string field) => reader.Text(row, Column(field)) is { Length: > 0 } text ? text : null;
    }

    private static void CheckLine(
        SheetReader reader, SheetRow row, CampaignProjectInput input, IReadOnlyList<CampaignProjectRow> listed, CampaignDefinition definition, DateOnly today)
    {
        var before = Find(listed, input);
        if (before?.StruckBy is not null) reader.Fail(row, CampaignProjectColumns.Of("name")!, "该项目已被认定不实，不再修改");
        // Without a day, a payment would be another one each time that the file is sent.
        if (input is { Investment: not null, InvestedOn: null }) reader.Fail(row, CampaignProjectColumns.Of("investedOn")!, "请填写新增实际投资的日期");
        if (input is { Fdi: not null, FdiOn: null }) reader.Fail(row, CampaignProjectColumns.Of("fdiOn")!, "请填写制造业FDI投资的日期");
        if (input.FilingNumber is { } filing && listed.FirstOrDefault(other => other.Id != before?.Id && other.FilingNumber is { } its && DuplicateRules.Normal(its) == DuplicateRules.Normal(filing)) is { } twice)
            reader.Fail(row, CampaignProjectColumns.Of("filingNumber")!, $"备案号{filing}已经用于本单位的“{twice.Name}”，一个项目只列一次");
        var project = CampaignProjectRules.Merge(before ?? New, InputFor(before, input), today);
        foreach (var failure in CampaignProjectRules.Check(project, before, input.Reason, definition, today))
        {
            var column = CampaignProjectColumns.Of(failure.Field) ?? StageColumn(project, before, failure, input.Reason, definition, today);
            reader.Fail(row, column, $"{failure.Message}（{failure.Article}）");
        }
    }

    /// <summary>The column of a failure of stages: that of the first stage with which it appears.</summary>
    private static string StageColumn(
        CampaignProjectRow project, CampaignProjectRow? before, RuleFailure failure, string? reason, CampaignDefinition definition, DateOnly today)
    {
        for (var count = 1; count <= project.Stages.Count; count++)
        {
            var part = project with { Stages = [.. project.Stages.Take(count)] };
            if (CampaignProjectRules.Check(part, before, reason, definition, today).Any(other => other.Field == failure.Field && other.Message == failure.Message))
                return CampaignProjectColumns.Of(part.Stages[^1].Stage, failure.Field);
        }

        return CampaignProjectColumns.Of(CampaignStage.Lead, failure.Field);
    }

    private static CampaignProjectRow New { get; } = new() { Campaign = "", Id = "", Unit = "", Name = "", Investor = "", ListedAt = default };

    private static string KeyOf(string? name, string? investor) => $"{DuplicateRules.Normal(name ?? "")}|{DuplicateRules.Normal(investor ?? "")}";
}
