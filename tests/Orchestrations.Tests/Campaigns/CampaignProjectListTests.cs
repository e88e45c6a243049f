using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Campaigns;

/// <summary>A unit's project list as a sheet: faults by cell, the rest as a draft (53号 四（三）).</summary>
public sealed class CampaignProjectListTests
{
    private static readonly DateOnly Today = new(2023, 7, 1);

    private static readonly string[] Header = ["项目名称", "投资方", "签约日期", "签约佐证", "落地日期", "落地佐证种类", "落地佐证", "合同金额（万元）", "备案金额（万元）", "备案号", "修改原因"];

    private static readonly string[] Right = ["甲项目", "甲公司", "2023-06-01", "合同1", "2023/6/5", "备案号", "备1", "1.2亿元", "９,000", "备1", ""];

    [Theory]
    [InlineData(4, "2023-07-02", "项目清单!E2")]
    [InlineData(2, "昨天", "项目清单!C2")]
    [InlineData(3, "", "项目清单!D2")]
    [InlineData(4, "2023-05-31", "项目清单!E2")]
    [InlineData(5, "", "项目清单!F2")]
    [InlineData(5, "施工许可证", "项目清单!F2")]
    [InlineData(6, "", "项目清单!G2")]
    [InlineData(7, "很多", "项目清单!H2")]
    [InlineData(7, "", "项目清单!H2")]
    [InlineData(7, "0", "项目清单!H2")]
    [InlineData(8, "", "项目清单!I2")]
    [InlineData(1, "", "项目清单!B2")]
    public void Cell_Wrong_IsNamedAlone(int column, string text, string cell)
    {
        string[] cells = [.. Right];
        cells[column] = text;
        var reading = Read(cells, Other);
        Assert.All(reading.Faults, fault => Assert.Equal(cell, fault.Cell));
        Assert.NotEmpty(reading.Faults);
        Assert.Equal(3, Assert.Single(reading.Lines).Row);
    }

    [Fact]
    public void Lines_Right_AreReadWithAmountsInTenThousands()
    {
        var reading = Read(Right, Other);
        Assert.Empty(reading.Faults);
        Assert.Equal((12_000m, 9_000m), (reading.Lines[0].Input.ContractAmount, reading.Lines[0].Input.FilingAmount));
        Assert.Equal([new(CampaignStage.Signed, new(2023, 6, 1), EvidenceKind.Contract, "合同1"), new(CampaignStage.Landed, new(2023, 6, 5), EvidenceKind.Filing, "备1")], reading.Lines[0].Input.Stages!);
    }

    [Fact]
    public void List_WithAnUnknownColumn_IsNotReadAtAll()
    {
        var reading = CampaignProjectList.Read(new([.. Header[..^1], "合同额"], [new(2, Right)]), [], CampaignOffice.Definition(), Today);
        Assert.Empty(reading.Lines);
        Assert.Equal("项目清单!K1", Assert.Single(reading.Faults).Cell);
    }

    [Fact]
    public void Project_TwiceInAList_OrWithAnothersFiling_IsRefused()
    {
        Assert.Contains(Read(Right, [.. Right]).Faults, fault => fault.Cell == "项目清单!A3");
        Assert.Contains(Read(Right, ["乙项目", .. Right[1..]]).Faults, fault => fault.Cell == "项目清单!J3");
    }

    [Fact]
    public void List_OfTooManyLines_IsRefusedWhole()
    {
        SheetRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new SheetRow(i + 2, [$"项目{i}", .. Other[1..]]))];
        Assert.Equal(CampaignProjectList.MostLines, CampaignProjectList.Read(new(Header, Rows(CampaignProjectList.MostLines)), [], CampaignOffice.Definition(), Today).Lines.Count);
        Assert.Empty(CampaignProjectList.Read(new(Header, Rows(CampaignProjectList.MostLines + 1)), [], CampaignOffice.Definition(), Today).Lines);
    }

    [Property]
    public Property List_WrittenAndReadAgain_SaysTheSame() => Prop.ForAll(
        Gen.Choose(0, 3).Two().SelectMany(depth => Gen.Choose(1, 9_999_999).Select(amount => (Depth: depth.Item1, Filed: depth.Item2 > 1, Amount: amount))).ToArbitrary(), facts =>
        {
            var landed = facts.Filed ? new StageEntry(CampaignStage.Landed, new(2023, 6, 3), EvidenceKind.Filing, "备7") : new StageEntry(CampaignStage.Landed, new(2023, 6, 3), EvidenceKind.Licence, "照7");
            StageEntry[] stages = [new(CampaignStage.Lead, new(2023, 5, 22), EvidenceKind.Talks, "记录"), new(CampaignStage.Signed, new(2023, 6, 1), EvidenceKind.Contract, "合同"), landed, new(CampaignStage.Started, new(2023, 6, 9), EvidenceKind.Plant, "厂房")];
            var project = new CampaignProjectRow
            {
                Campaign = "c",
                Id = "p",
                Unit = "tcq",
                Name = "甲",
                Investor = "乙",
                ListedAt = default,
                Stages = [.. stages.Take(facts.Depth + 1)],
                ContractAmount = facts.Amount / 100m,
                FilingAmount = facts is { Filed: true, Depth: >= 2 } ? facts.Amount : null,
                FilingNumber = facts is { Filed: true, Depth: >= 2 } ? "备7" : null,
                Investments = [new(new(2023, 6, 1), 5m), new(new(2023, 6, 2), facts.Amount)],
                Industry = CampaignIndustry.Drones,
                Stored = true,
            };
            var reading = CampaignProjectList.Read(CampaignProjectList.Write([project]), [project], CampaignOffice.Definition(), Today);
            var line = Assert.Single(reading.Lines);
            var merged = CampaignProjectRules.Merge(project, CampaignProjectList.InputFor(project, line.Input), Today);
            return reading.Faults.Count == 0 && CampaignProjectChanges.Of(project, merged).Count == 0;
        });

    [Fact]
    public async Task List_WithAFault_IsKeptAsDraftUntilTheUnitListsItOrSendsTheWholeAgain()
    {
        await using var office = await CampaignOffice.OpenAsync("2023-07-01T09:00:00+08:00");
        var row = await CampaignOffice.StartAsync(office);
        var imports = office.Get<CampaignProjectImports>();
        var refused = await imports.ImportAsync(office.Client, row, "tcq", SheetOf(Wrong, Other), "tcq.office");
        Assert.Equal((0, 1), (refused.Listed, refused.Drafted));
        Assert.Empty((await CampaignOffice.ReadAsync(office)).Sources.Projects);
        Assert.Null(await imports.DraftAsync(row.Definition.Id, "dcq"));

        Assert.Equal(1, (await imports.TakeDraftAsync(office.Client, row, "tcq", "tcq.office"))!.Listed);
        Assert.Null(await imports.TakeDraftAsync(office.Client, row, "tcq", "tcq.office"));
        Assert.Equal("乙项目", Assert.Single((await CampaignOffice.ReadAsync(office)).Sources.Projects).Name);

        // The corrected whole lists the rest; once more, it changes nothing; a correction needs its reason.
        Assert.Equal(new ProjectListReceipt(1, 0, 1, [], 0), await ImportAsync(Right, Other), Same);
        Assert.Equal(new ProjectListReceipt(0, 0, 2, [], 0), await ImportAsync(Right, Other), Same);
        string[] corrected = [.. Right];
        corrected[7] = "13000";
        Assert.Equal("项目清单!K2", Assert.Single((await ImportAsync(corrected, Other)).Faults).Cell);
        corrected[10] = "补充合同";
        Assert.Equal(new ProjectListReceipt(0, 1, 1, [], 0), await ImportAsync(corrected, Other), Same);
        Assert.Null(await imports.DraftAsync(row.Definition.Id, "tcq"));
        var project = (await CampaignOffice.ReadAsync(office)).Sources.Projects.Single(its => its.Name == "甲项目");
        Assert.Equal((13_000m, "补充合同"), (project.ContractAmount, project.Changes[^1].Reason));

        Task<ProjectListReceipt> ImportAsync(params string[][] rows) => imports.ImportAsync(office.Client, row, "tcq", SheetOf(rows), "tcq.office");

        static bool Same(ProjectListReceipt one, ProjectListReceipt other) =>
            (one.Listed, one.Changed, one.Unchanged, one.Faults.Count, one.Drafted) == (other.Listed, other.Changed, other.Unchanged, other.Faults.Count, other.Drafted);
    }

    private static string[] Other => ["乙项目", "乙公司", "2023-06-02", "合同2", "", "", "", "500", "", "", ""];

    private static string[] Wrong => [.. Right[..7], "很多", .. Right[8..]];

    private static ProjectListReading Read(params string[][] rows) => CampaignProjectList.Read(SheetOf(rows), [], CampaignOffice.Definition(), Today);

    private static Sheet SheetOf(params string[][] rows) => new(Header, [.. rows.Select((cells, i) => new SheetRow(i + 2, cells))]);
}
