using Dazhou.Serverless.Campaigns;
using FsCheck.Xunit;
using static Orchestrations.Tests.Campaigns.CampaignOffice;

namespace Orchestrations.Tests.Campaigns;

/// <summary>What 53号 and its attachments say, at each boundary.</summary>
public sealed class CampaignRulesTests
{
    private static readonly CampaignDefinition Third = Definition() with { Units = Units, Receivers = ["sjxj", "sjhj"] };
    private static readonly DateOnly Today = Day("2023-07-01");

    [Theory]
    [InlineData("2023-05-24T23:59:59+08:00", "未开始")]
    [InlineData("2023-05-25T00:00:00+08:00", "动员部署")]
    [InlineData("2023-05-31T23:59:59+08:00", "动员部署")]
    [InlineData("2023-06-01T00:00:00+08:00", "集中攻坚")]
    [InlineData("2023-08-29T15:59:59+00:00", "集中攻坚")]
    [InlineData("2023-08-29T16:00:00+00:00", "总结")]
    [InlineData("2023-09-05T23:59:59+08:00", "总结")]
    [InlineData("2023-09-06T00:00:00+08:00", "已结束")]
    public void Phase_AtAnInstant_IsThatOfShanghai(string at, string phase) => Assert.Equal(phase, CampaignTimeRules.PhaseAt(Third, DateTimeOffset.Parse(at)));

    [Fact]
    public void Weeks_OfTheThirdSeason_RunFromMondayToSundayAndEndWithTheTwentyNinth()
    {
        var weeks = CampaignTimeRules.Weeks(Third);
        Assert.Equal(15, weeks.Count);
        Assert.Equal((Day("2023-05-22"), Day("2023-05-28")), (weeks[0].From, weeks[0].To));
        Assert.Equal((Day("2023-08-28"), Day("2023-08-29")), (weeks[14].From, weeks[14].To));
        Assert.Equal(DateTimeOffset.Parse("2023-05-29T09:00+08:00"), weeks[0].Opens);
        Assert.Equal((DateTimeOffset.Parse("2023-06-02T00:00+08:00"), Day("2023-06-01")), (weeks[0].Closes, weeks[0].LastDay));
        Assert.Equal(weeks[1].Closes, weeks[0].TakesUntil);
        // The last two close on the same Thursday, and both are taken until the final table.
        Assert.Equal(weeks[14].Closes, weeks[13].Closes);
        Assert.All(weeks.Skip(13), week => Assert.Equal(DateTimeOffset.Parse("2023-09-05T09:00+08:00"), week.TakesUntil));
        Assert.All(weeks.Take(14), week => Assert.Equal(DayOfWeek.Monday, week.From.DayOfWeek));
    }

    [Theory]
    [InlineData("2023-05-21", 0)]
    [InlineData("2023-05-22", 1)]
    [InlineData("2023-08-29", 1)]
    [InlineData("2023-08-30", 0)]
    public void Landed_OutsideTheWindow_CountsNowhere(string day, int landed) => Assert.Equal(landed, Total(Project(landed: day)).LandedCount);

    [Fact]
    public void Counts_OnlyManufacturingThatWasNotStruckOut()
    {
        Assert.Equal(0, Total(Project() with { Manufacturing = false }).SignedCount);
        Assert.Equal(0, Total(Project() with { StruckBy = "弄虚作假" }).SignedCount);
        Assert.Null(Total(Project() with { FilingAmount = null }).LandedFiling);
        Assert.Equal(9_000m, Total(Project()).LandedFiling);
    }

    [Theory]
    [InlineData(CampaignStage.Landed, EvidenceKind.Contract, "备1", "evidenceKind")]
    [InlineData(CampaignStage.Landed, EvidenceKind.Filing, " ", "evidence")]
    [InlineData(CampaignStage.Landed, EvidenceKind.Filing, "备1", null)]
    [InlineData(CampaignStage.Started, EvidenceKind.Permit, "证1", "stage")]
    public void Stage_WithoutItsEvidence_IsNotEntered(CampaignStage stage, EvidenceKind kind, string evidence, string? field)
    {
        var project = Project() with { Stages = [new(CampaignStage.Signed, Day("2023-06-01"), EvidenceKind.Contract, "合同"), new(stage, Day("2023-06-02"), kind, evidence)] };
        Assert.Equal(field is null ? [] : [field], Fields(project));
    }

    [Theory]
    [InlineData(EvidenceKind.Filing, null, "备1", "filingAmount")]
    [InlineData(EvidenceKind.Licence, null, null, null)]
    [InlineData(EvidenceKind.Licence, 0, null, "filingAmount")]
    [InlineData(EvidenceKind.Approval, 100, null, "filingAmount")]
    [InlineData(EvidenceKind.Licence, 100, "备1", null)]
    public void FilingAmount_WithoutAFiling_IsEmptyAndNotZero(EvidenceKind kind, int? amount, string? number, string? field)
    {
        var project = Project() with { FilingAmount = amount, FilingNumber = number, Stages = [Project().Stages[0], new(CampaignStage.Landed, Day("2023-06-02"), kind, "证")] };
        Assert.Equal(field is null ? [] : [field], Fields(project).Distinct());
    }

    [Fact]
    public void Stage_GoneBackTo_NeedsAReasonAndKeepsWhatStood()
    {
        var before = Project();
        var after = CampaignProjectRules.Merge(before, new() { Stage = CampaignStage.Signed }, Today);
        Assert.Equal(CampaignStage.Signed, after.Stage!.Stage);
        Assert.Equal(["reason"], CampaignProjectRules.Check(after, before, null, Third, Today).Select(failure => failure.Field));
        Assert.Empty(CampaignProjectRules.Check(after, before, "备案撤销", Third, Today));
        var recorded = CampaignProjectChanges.Record(before, after, DateTimeOffset.Parse("2023-07-01T10:00+08:00"), "tcq", "备案撤销");
        Assert.Contains(recorded.Changes, change => change is { Field: "stages.Landed", After: null, Reason: "备案撤销", Version: 2 });
    }

    [Fact]
    public void Investment_AnotherDay_IsAddedWithoutAReasonAndTheSameDayCorrected()
    {
        var first = CampaignProjectRules.Merge(Project(), new() { Investment = 100m, InvestedOn = Day("2023-06-10") }, Today);
        var second = CampaignProjectRules.Merge(first, new() { Investment = 50m, InvestedOn = Day("2023-06-17") }, Today);
        Assert.Empty(CampaignProjectRules.Check(second, first, null, Third, Today));
        Assert.Equal(150m, Total(second).Investment);
        var corrected = CampaignProjectRules.Merge(second, new() { Investment = 60m, InvestedOn = Day("2023-06-17") }, Today);
        Assert.Equal(["reason"], CampaignProjectRules.Check(corrected, second, null, Third, Today).Select(failure => failure.Field));
        Assert.Equal(160m, Total(corrected).Investment);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void Introduction_EndsAtTwoHundredCharacters(int length, int faults) => Assert.Equal(faults, Fields(Project() with { Introduction = new('字', length) }).Count());

    [Theory]
    [InlineData(30, false)]
    [InlineData(31, true)]
    public void Quiet_SignedAndNotLanded_IsAlarmedAfterThePeriod(int days, bool quiet)
    {
        var project = Project() with { Stages = [Project().Stages[0] with { On = Today.AddDays(-days) }] };
        Assert.Equal(quiet, CampaignProjectRules.IsQuiet(project, Third, Today));
        Assert.False(CampaignProjectRules.IsQuiet(Project(), Third, Today.AddYears(1)));
    }

    [Theory]
    [InlineData(2023, "母公司", true, null)]
    [InlineData(2022, "一级子公司", true, null)]
    [InlineData(2021, "母公司", true, "categoryYear")]
    [InlineData(2024, "母公司", true, "categoryYear")]
    [InlineData(2023, "二级子公司", true, "categoryRelation")]
    [InlineData(2023, "母公司", false, "outsideProvince")]
    public void FiveHundred_OfThisOrLastYear_IsTheParentOrItsSubsidiaryFromOutside(int year, string relation, bool outside, string? field) => Assert.Equal(
        field is null ? [] : [field],
        CategoryRules.Check([new(CategoryCode.World500) { List = "《财富》世界500强", Year = year, Relation = relation, OutsideProvince = outside }], Third.Categories, Today).Select(failure => failure.Field));

    [Theory]
    [InlineData("2023-07-01", 0)]
    [InlineData("2023-06-30", 1)]
    [InlineData(null, 1)]
    public void Champion_OfAList_MustBeInForce(string? until, int faults) => Assert.Equal(
        faults, CategoryRules.Check([new(CategoryCode.Champion) { List = "第七批", Year = 2022, ValidUntil = until is null ? null : Day(until) }], Third.Categories, Today).Count);

    [Theory]
    [InlineData("有限责任公司（外商投资企业法人独资）", 0)]
    [InlineData("有限责任公司（港澳台投资）", 0)]
    [InlineData("有限责任公司（自然人独资）", 1)]
    public void Foreign_ByTheLicencesType(string type, int faults) => Assert.Equal(faults, CategoryRules.Check([new(CategoryCode.Foreign) { List = type }], Third.Categories, Today).Count);

    [Fact]
    public void Claim_OfAReviewedCategory_StaysOpenUntilDecidedAndKeepsItsOutcomeWhileUnchanged()
    {
        var claim = new CategoryClaim(CategoryCode.FillsGap) { List = "首台套" };
        Assert.Equal(CategoryState.Claimed, CategoryRules.StateOf(claim with { State = CategoryState.Confirmed }, []));
        Assert.Equal(CategoryState.Confirmed, CategoryRules.StateOf(claim, [claim with { State = CategoryState.Confirmed }]));
        Assert.Equal(CategoryState.Claimed, CategoryRules.StateOf(claim with { List = "其他" }, [claim with { State = CategoryState.Confirmed }]));
        Assert.Equal(CategoryState.Listed, CategoryRules.StateOf(new(CategoryCode.Foreign), []));
    }

    [Theory]
    [InlineData(null, 0, 0, "2023-05-29T08:59+08:00", ReportState.NotOpen, false)]
    [InlineData(null, 0, 0, "2023-05-29T09:00+08:00", ReportState.Waiting, false)]
    [InlineData(null, 0, 0, "2023-06-02T00:00+08:00", ReportState.Missing, true)]
    [InlineData("2023-06-01T23:59:59+08:00", 0, 0, "2023-06-05T00:00+08:00", ReportState.Reported, false)]
    [InlineData("2023-06-02T00:00+08:00", 0, 0, "2023-06-05T00:00+08:00", ReportState.Late, true)]
    [InlineData("2023-06-01T10:00+08:00", 1, 0, "2023-06-05T00:00+08:00", ReportState.Returned, false)]
    [InlineData("2023-06-01T10:00+08:00", 1, 1, "2023-06-05T00:00+08:00", ReportState.Reported, false)]
    public void Report_AtTheClosing_IsInTimeOrLate(string? first, int returned, int again, string at, ReportState state, bool late) => Assert.Equal(
        (state, late),
        CompilationRules.StateOf(
            CampaignTimeRules.Weeks(Third)[0], DateTimeOffset.Parse("2023-05-25T09:00+08:00"), first is null ? null : DateTimeOffset.Parse(first), returned, again, DateTimeOffset.Parse(at)));

    [Fact]
    public void Rank_Ties_ShareAPlaceAndTheDisqualifiedHasNone()
    {
        var places = RankingRules.Rank(
            [("a", Figures(2)), ("b", Figures(2)), ("c", Figures(1)), ("d", Figures(9))], [new(CampaignFigure.SignedCount, 10m)], new HashSet<string> { "d" },
            new Dictionary<string, int> { ["a"] = 3, ["c"] = 1 });
        Assert.Equal([("a", 1, 2), ("b", 1, null), ("c", 3, -2), ("d", null, (int?)null)], places.Select(unit => (unit.Unit, unit.Place, unit.Progress)));
        Assert.Equal(10m, places[0].Points);
    }

    [Fact]
    public void Definition_OfTheSample_IsWholeAndEachFaultIsNamed()
    {
        var units = Units.Select(Unit).ToList();
        Assert.Empty(CampaignDefinitionRules.Check(Third, units, [Unit("sjxj"), Unit("sjhj")]));
        Assert.Equal(
            ["id", "name", "document", "season", "start", "phases", "units", "receivers", "weeks", "windows", "windows", "windows", "windows", "windows", "weights"],
            CampaignDefinitionRules.Check(new(), [], []).Select(failure => failure.Field));
        var gap = Third with { Phases = [Third.Phases[0], Third.Phases[1] with { From = Day("2023-06-02") }, Third.Phases[2]] };
        Assert.Equal(["phases[1].from"], CampaignDefinitionRules.Check(gap, units, [Unit("sjxj")]).Select(failure => failure.Field));
        Assert.Equal(["units[0]"], CampaignDefinitionRules.Check(Third, units, [Unit("tcq")]).Select(failure => failure.Field));
    }

    [Property]
    public bool Rank_AnyOrderOfUnits_IsTheSame(byte[] counts, int seed)
    {
        var figures = counts.Take(20).Select((count, i) => ($"u{i}", Figures(count % 5))).ToList();
        var shuffled = figures.ToArray();
        new Random(seed).Shuffle(shuffled);
        FigureWeight[] weights = [new(CampaignFigure.SignedCount, 10m), new(CampaignFigure.SignedContract, 7m)];
        return RankingRules.Rank(figures, weights, new HashSet<string>()).SequenceEqual(RankingRules.Rank([.. shuffled], weights, new HashSet<string>()));
    }

    [Property]
    public bool Totals_AnyOrderOfCorrections_EqualTheSumOfTheProjects(ushort[] amounts, int seed)
    {
        var inputs = amounts.Take(12).Select((amount, i) => (Project: i % 3, Input: new CampaignProjectInput { Investment = amount + 1m, InvestedOn = Day("2023-06-01").AddDays(i) })).ToArray();
        var shuffled = inputs.ToArray();
        new Random(seed).Shuffle(shuffled);
        return Invested(inputs) == Invested(shuffled) && Invested(inputs) == inputs.Sum(input => input.Input.Investment);

        static decimal Invested(IEnumerable<(int Project, CampaignProjectInput Input)> changes)
        {
            var projects = Enumerable.Range(0, 3).Select(i => Project() with { Id = $"p{i}", Unit = Units[i], Investor = $"投资方{i}", FilingNumber = $"备{i}" }).ToArray();
            foreach (var (project, input) in changes) projects[project] = CampaignProjectRules.Merge(projects[project], input, Today);
            return CampaignFigureRules.OfUnits(new(Third, projects, [], []), new(DateOnly.MinValue, DateOnly.MaxValue)).Sum(unit => unit.Figures.Investment);
        }
    }

    [Property]
    public bool Duplicate_OfAnyUnits_CountsAtMostAsOftenAsDecided(byte[] units, bool decided)
    {
        var projects = units.Take(9).Select((unit, i) => Project() with { Id = $"p{i}", Unit = Units[unit % 9], Name = $"项目{i}" }).ToList();
        IReadOnlyList<CampaignDuplicateRow> decisions = !decided || projects.Count == 0 ? []
            : [.. DuplicateRules.KeysOf(projects[0]).Select(key => new CampaignDuplicateRow { Campaign = "c", Key = key, Projects = [.. projects.Select(project => project.Id)], Counting = ["p0"], Reason = "r", By = "b", At = default })];
        var counted = CampaignFigureRules.Accepted(new(Third, projects, decisions, [])).Count;
        return projects.DistinctBy(project => project.Unit).Count() < 2 ? counted == projects.Count : counted == (decided ? 1 : 0);
    }

    [Property]
    public bool Weeks_AnyDays_EachCountsInExactlyOneWeek(byte offset)
    {
        var day = Day("2023-05-22").AddDays(offset % 100);
        var project = Project() with { Stages = [new(CampaignStage.Signed, day, EvidenceKind.Contract, "合同")] };
        return CampaignTimeRules.Weeks(Third).Sum(week => CampaignFigureRules.Of(Third, project, week.Days).SignedCount) == 1;
    }

    private static CampaignFigures Figures(int count) => CampaignFigures.Zero with { SignedCount = count, SignedContract = count * 3m };

    private static CampaignFigures Total(CampaignProjectRow project) =>
        CampaignFigureRules.OfUnit(new(Third, [project], [], []), project.Unit, new(DateOnly.MinValue, DateOnly.MaxValue));

    private static IEnumerable<string> Fields(CampaignProjectRow project) => CampaignProjectRules.Check(project, null, null, Third, Today).Select(failure => failure.Field);

    private static CampaignProjectRow Project(string landed = "2023-06-02") => new()
    {
        Campaign = Season,
        Id = "p",
        Unit = "tcq",
        Name = "甲项目",
        Investor = "甲公司",
        Stages = [new(CampaignStage.Signed, Day("2023-05-20"), EvidenceKind.Contract, "合同"), new(CampaignStage.Landed, Day(landed), EvidenceKind.Filing, "备1")],
        ContractAmount = 10_000m,
        FilingAmount = 9_000m,
        FilingNumber = "备1",
        ListedAt = default,
    };

    private static Dazhou.Serverless.Directory.UnitRow Unit(string id) => new() { Id = id, Name = id, Kind = Dazhou.Serverless.Directory.UnitKind.County };
}
