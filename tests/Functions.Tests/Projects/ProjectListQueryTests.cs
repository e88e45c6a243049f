using Dazhou.Serverless.Functions.Projects.Lists;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using MiniExcelLibs;

namespace Functions.Tests.Projects;

/// <summary>A list by its address, and as a workbook.</summary>
public sealed class ProjectListQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 10, 0, 0, ChinaTime.Offset);

    [Theory]
    [InlineData("?unit=sjyj&stage=Publicity&year=2026&from=1%2C000&to=2%E4%BA%BF&light=red&sort=-amount")]
    [InlineData("?q=%E5%B9%B3%E5%8F%B0&sort=due")]
    [InlineData("")]
    public void Address_ReadAndWritten_IsTheSameList(string address)
    {
        var query = Read(address);

        Assert.Empty(query.Faults);
        Assert.Equal(query.Filter, Read(query.With()).Filter);
        Assert.Equal(query.Search, Read(query.With()).Search);
    }

    [Fact]
    public void Address_Amounts_AreUnderstoodAsPeopleTypeThem()
    {
        var query = Read("?from=1%2C000&to=2%E4%BA%BF");

        Assert.Equal((1000m, 20_000m), (query.Filter.From, query.Filter.To));
        Assert.Equal(("1,000", "2亿"), query.Typed);
    }

    [Theory]
    [InlineData("?from=many", "from")]
    [InlineData("?from=2&to=1", "to")]
    [InlineData("?year=26a", "year")]
    [InlineData("?light=green", "light")]
    [InlineData("?sort=colour", "sort")]
    public void Address_ThatCannotBeRead_NamesTheField(string address, string field) => Assert.Equal(field, Assert.Single(Read(address).Faults).Field);

    [Fact]
    public void Address_OfAReaderHeldToAUnit_CannotAskForAnother()
    {
        Assert.Equal("sjyj", ProjectListQuery.Read(QueryOf("?unit=szjj"), heldTo: "sjyj").Filter.Unit);
        Assert.True(Read("?stage=Nowhere").NoSuchStage);
    }

    [Fact]
    public void Address_OfThePlainLists_IsReadPageByPage()
    {
        Assert.True(Read("?unit=sjyj&stage=Publicity&after=x").Filter.IsPlain);
        Assert.False(Read("?year=2026").Filter.IsPlain);
        Assert.False(Read("?sort=name").Filter.IsPlain);
    }

    [Fact]
    public void Export_OfAList_HasItsProjectsInItsOrderAndSaysWhatTheyAre()
    {
        var lines = Enumerable.Range(0, 7).Select(number => Line($"p{number}", number * 10.5m)).ToList();
        var filter = new ProjectFilter { From = 20m, Order = ProjectOrder.Amount };
        var shown = filter.Apply(lines, Now);

        var file = ProjectListExport.Write(new(shown, Cut: true), "不低于20.00万元；总投资，最大的在前", Now);

        using var stream = new MemoryStream(file);
        var rows = stream.Query(useHeaderRow: true, sheetName: "项目").Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal(shown.Select(line => (line.Name, (double)line.TotalInvestment)), rows.Select(row => ((string)row["项目名称"]!, Convert.ToDouble(row["总投资（万元）"]))));
        Assert.Equal(("市教育局项目负责人", "还有3天"), ((string)rows[0]["当前办理人"]!, $"还有{rows[0]["剩余天数"]}天"));
        Assert.Equal("黄", rows[0]["预警"]);
        var says = stream.Query(useHeaderRow: true, sheetName: "说明").Cast<IDictionary<string, object?>>().Select(row => $"{row["内容"]}：{row["说明"]}").ToList();
        Assert.Contains("筛选和排序：不低于20.00万元；总投资，最大的在前", says);
        Assert.Contains(says, line => line.Contains($"至多{ProjectQueries.MostFiltered}个", StringComparison.Ordinal));
    }

    [Fact]
    public void Export_OfNothing_HasItsHeads()
    {
        using var stream = new MemoryStream(ProjectListExport.Write(new([], Cut: false), "全部项目", Now));

        Assert.Contains("总投资（万元）", stream.GetColumns(useHeaderRow: true, sheetName: "项目"));
    }

    private static ProjectListQuery Read(string address) => ProjectListQuery.Read(QueryOf(address), heldTo: null);

    private static QueryCollection QueryOf(string address) => new(QueryHelpers.ParseQuery(address));

    private static ProjectListRow Line(string id, decimal amount) => new()
    {
        List = ProjectListRow.All,
        Id = id,
        Name = $"项目{id}",
        Unit = "sjyj",
        UnitName = "市教育局",
        TotalInvestment = amount,
        Stage = Stages.Publicity,
        Since = Now.AddDays(-3),
        SubmittedAt = Now.AddDays(-30),
        Standing = new()
        {
            Holder = "市教育局项目负责人",
            Awaited = "提交合同",
            Next = new()
            {
                Stage = Stages.Publicity,
                Article = "第三十五条",
                Period = Period.Parse("7 days"),
                From = ChinaTime.DayOf(Now),
                Due = ChinaTime.StartOf(ChinaTime.DayOf(Now).AddDays(4)),
            },
        },
    };
}
