using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>The plan table of a year and its mid-year adjustment.</summary>
public sealed class PlanTableRulesTests
{
    private static readonly PlanLine Line = new(
        "p1", "某平台", "sjyj", "市教育局", 300m, 200m, FundingKind.MunicipalBudget, [], Implementation.SelfBuild, PlanOrigin.AnnualPlan);

    private static readonly ProjectRow Project = new()
    {
        Id = "p1",
        Name = "某平台",
        Unit = "sjyj",
        UnitName = "市教育局",
        Application = Samples.SelfBuilt,
        ApplicationHash = "",
        InstanceId = "project-p1",
        SubmittedAt = default,
        Stage = Stages.Publicity,
        Policy = ProjectPolicy.Gazette,
        ApprovalNumber = "达数批〔2026〕1号",
    };

    private static readonly PlanProposalCase Facts = new(new(PlanChangeKind.Changed, "p1", 100m, "资金安排"), 0, Project, Line, BeingDecided: false, WhyNotAdded: "不在库");

    [Fact]
    public void Table_OfEachVersion_IsWhatItsChangesMake()
    {
        var other = Line with { Project = "p2", Origin = PlanOrigin.OneByOne };
        PlanVersionRow[] versions =
        [
            Version(1, new PlanChange(PlanChangeKind.Added, Line)),
            Version(2, new PlanChange(PlanChangeKind.Added, other)),
            Version(3, new(PlanChangeKind.Changed, Line with { ThisYear = 50m }), new(PlanChangeKind.Dropped, other)),
            Version(4),
        ];

        Assert.Equal([("p1", 200m)], Lines(1));
        Assert.Equal([("p1", 200m), ("p2", 200m)], Lines(2));
        Assert.Equal([("p1", 50m)], Lines(3));
        Assert.Equal(Lines(3), Lines(null));

        IEnumerable<(string, decimal)> Lines(int? version) =>
            PlanTableRules.TableAt(versions.Reverse(), version).Select(line => (line.Project, line.ThisYear));
    }

    /// <summary>Any history of changes: a project stands at most once, as its last change says.</summary>
    [Property]
    public bool Table_AnyChanges_HoldsEachProjectOnceAsItWasLast((byte Project, byte Kind, PositiveInt Amount)[] changes)
    {
        var versions = changes.Select((change, i) => Version(
            i + 1, new PlanChange((PlanChangeKind)(change.Kind % 3), Line with { Project = $"p{change.Project % 4}", ThisYear = change.Amount.Item }))).ToList();
        var table = PlanTableRules.TableAt(versions);

        return Enumerable.Range(0, 4).All(number =>
        {
            var last = versions.SelectMany(version => version.Changes).LastOrDefault(change => change.Line.Project == $"p{number}");
            var stands = table.Where(line => line.Project == $"p{number}").ToList();
            return last is null or { Kind: PlanChangeKind.Dropped } ? stands.Count == 0 : stands.Count == 1 && stands[0].ThisYear == last.Line.ThisYear;
        });
    }

    [Fact]
    public void Line_WithoutAStatedYear_TakesTheWhole()
    {
        Assert.Equal(320m, PlanTableRules.LineOf(Project, null, PlanOrigin.OneByOne).ThisYear);
        Assert.Equal(120m, PlanTableRules.LineOf(Project, 120m, PlanOrigin.OneByOne).ThisYear);
    }

    [Theory]
    [InlineData("2026-06-30T23:59", false, false)]
    [InlineData("2026-07-01T09:00", false, true)]
    [InlineData("2026-07-31T23:59", false, true)]
    [InlineData("2026-08-20T09:00", false, true)]
    [InlineData("2026-12-31T23:59", false, true)]
    [InlineData("2027-01-01T00:00", false, false)]
    [InlineData("2026-07-15T09:00", true, false)]
    public void Adjustment_FromJulyToTheEndOfTheYear_OneAtATime(string at, bool undecided, bool may) =>
        Assert.Equal(may, PlanAdjustmentRules.WhyNot(2026, Lives.Life.At(at), undecided) is null);

    [Fact]
    public void Proposal_InAndAfterJuly_HasUntilTheEndOfTheMonthOrASignaturesDays()
    {
        Assert.Equal(new FixedDate(new(2026, 7, 31)), PlanTableRules.ProposalPeriod(2026, new(2026, 7, 31), ProjectPolicy.Gazette));
        Assert.Equal(new WorkingDays(5), PlanTableRules.ProposalPeriod(2026, new(2026, 8, 1), ProjectPolicy.Gazette));
    }

    [Fact]
    public void Change_EachCondition_IsNamedWithFieldAndArticle()
    {
        Assert.Empty(PlanAdjustmentRules.Evaluate(Facts));
        Assert.Equal(
            ["changes[0].kind 第十三条", "changes[0].project 第十三条", "changes[0].reason 第十三条"],
            PlanAdjustmentRules.Evaluate(Facts with { Proposal = new(null, "nobody", null, " "), Project = null, Standing = null }).Select(failure => $"{failure.Field} {failure.Article}"));
        Assert.Equal(["adjustment-changes"], Names(Facts with { Proposal = Facts.Proposal with { ThisYear = 200m } }));
        Assert.Equal(["adjustment-amount"], Names(Facts with { Proposal = Facts.Proposal with { ThisYear = null } }));
        Assert.Equal(["adjustment-amount"], Names(Facts with { Proposal = Facts.Proposal with { ThisYear = 0.001m } }));
        Assert.Empty(PlanAdjustmentRules.Evaluate(Facts with { Proposal = Facts.Proposal with { ThisYear = 320m } }));
        Assert.Equal(["adjustment-within-total"], Names(Facts with { Proposal = Facts.Proposal with { ThisYear = 320.01m } }));
        Assert.Equal(["adjustment-standing"], Names(Facts with { Standing = null }));
        Assert.Equal(["adjustment-standing"], Names(Facts with { Standing = null, Proposal = Facts.Proposal with { Kind = PlanChangeKind.Dropped, ThisYear = null } }));
        Assert.Equal(["adjustment-being-decided"], Names(Facts with { BeingDecided = true }));
    }

    [Fact]
    public void Addition_OfAProject_NeedsItEstablishedOrWaitingInTheLibrary()
    {
        var added = Facts with { Proposal = new(PlanChangeKind.Added, "p1", null, "急需"), Standing = null };

        Assert.Empty(PlanAdjustmentRules.Evaluate(added));
        Assert.Equal(["adjustment-added-once"], Names(added with { Standing = Line }));
        Assert.Equal(["adjustment-added-ready"], Names(added with { Project = Project with { ApprovalNumber = null } }));
        Assert.Equal(["adjustment-added-ready"], Names(added with { Project = Project with { Stage = Stages.Terminated } }));
        Assert.Empty(PlanAdjustmentRules.Evaluate(added with { Project = Project with { ApprovalNumber = null }, WhyNotAdded = null }));
    }

    private static IEnumerable<string> Names(PlanProposalCase facts) => PlanAdjustmentRules.Evaluate(facts).Select(failure => failure.Rule);

    private static PlanVersionRow Version(int version, params PlanChange[] changes) => new()
    {
        Year = 2026,
        Version = version,
        Key = $"{version}",
        Title = "",
        Article = "",
        At = default,
        Changes = changes,
    };
}
