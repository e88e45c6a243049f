using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

public sealed class ApplicationOverviewTests
{
    [Fact]
    public void Of_PurchaseOfServices_LeavesOutWhatDoesNotConcernIt()
    {
        var sections = ApplicationOverview.Of(Samples.Valid, "某局");

        Assert.Equal(["项目与单位", "基本情况", "技术方案", "资金来源", "购买服务", "负面清单声明", "单位声明"], sections.Select(section => section.Title));
        Assert.DoesNotContain(sections.SelectMany(section => section.Rows), row => row.IsMissing);
        Assert.Equal("某局", Row(sections, "unit").Value);
        Assert.Equal("150.00万元", Row(sections, "totalInvestment").Value);
        Assert.Equal("不属于", Row(sections, "negativeList.hardware").Value);
    }

    [Fact]
    public void Of_SelfBuild_ShowsItsCaseAndNoPurchase() =>
        Assert.Equal(["项目与单位", "基本情况", "技术方案", "资金来源", "自行建设", "负面清单声明", "单位声明"],
            ApplicationOverview.Of(Samples.SelfBuilt, "某局").Select(section => section.Title));

    [Fact]
    public void Of_NothingFilledIn_SaysSoInEveryRow()
    {
        var empty = System.Text.Json.JsonSerializer.Deserialize<ProjectApplication>("{}", ProjectJson.Options)!;

        Assert.All(ApplicationOverview.Of(empty, "").SelectMany(section => section.Rows), row => Assert.Equal(ApplicationOverview.Missing, row.Value));
    }

    [Fact]
    public void Of_KindOfTheNegativeListWithItsLaw_NamesTheLaw()
    {
        var application = Samples.Valid with { NegativeList = Samples.Valid.NegativeList! with { OffCloud = new(true, "某条例第三条"), NotShared = new(true, null) } };

        var sections = ApplicationOverview.Of(application, "某局");

        Assert.Equal("属于；法律法规的明确规定：某条例第三条", Row(sections, "negativeList.offCloud").Value);
        Assert.Equal("属于", Row(sections, "negativeList.notShared").Value);
    }

    [Fact]
    public void Of_FunctionList_IsATableAndLines()
    {
        var application = Samples.Valid with
        {
            BasicInformation = Samples.Valid.BasicInformation! with { Functions = [new("受理", "统一受理", 2m, "项"), new("查询", null, null, null)] },
        };

        var row = Row(ApplicationOverview.Of(application, "某局"), "basicInformation.functions");

        Assert.Equal([["1", "受理", "统一受理", "2", "项"], ["2", "查询", "", "", ""]], row.Table!.Lines);
        Assert.Equal("1. 受理：统一受理（2项）\n2. 查询", row.Value);
    }

    /// <summary>A correction is marked at the row that it changed, and at no other.</summary>
    [Fact]
    public void Concerns_EachChangeOfACorrection_IsOfOneRow()
    {
        var after = Samples.Valid with
        {
            TotalInvestment = 140m,
            BasicInformation = Samples.Valid.BasicInformation! with { Functions = [new("新的功能", null, null, null)] },
            NegativeList = Samples.Valid.NegativeList! with { OffCloud = new(true, "某条例") },
        };
        var rows = ApplicationOverview.Of(after, "某局").SelectMany(section => section.Rows).ToList();

        var marked = CorrectionRules.Changes(Samples.Valid, after).Select(change => Assert.Single(rows, row => row.Concerns(change.Field)).Field);

        Assert.Equal(["basicInformation.functions", "negativeList.offCloud", "totalInvestment"], marked.Distinct().Order(StringComparer.Ordinal));
    }

    private static OverviewRow Row(IReadOnlyList<OverviewSection> sections, string field) =>
        Assert.Single(sections.SelectMany(section => section.Rows), row => row.Field == field);
}
