using System.Text.Json;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Projects;

public sealed class PolicyBookTests
{
    private static readonly DateOnly Today = new(2026, 3, 9);

    private readonly PolicyBook _book = new(new MemoryTableStore());

    [Fact]
    public void GazetteFile_Values_AreThoseOfTheRecordAndComplete()
    {
        var file = PolicyBook.GazetteFile();
        Assert.Equal(ProjectPolicy.Gazette, PolicyBook.Read(file));
        var named = file.GetProperty("values").EnumerateObject().Select(value => value.Name).Order();
        var record = JsonSerializer.SerializeToElement(ProjectPolicy.Gazette, RecordJson.Options).EnumerateObject().Select(value => value.Name);
        Assert.Equal(record.Except(["version"]).Order(), named);
    }

    [Fact]
    public void Policy_StoredBeforeLibraryAndExpertsCameFirst_StillMeansTheLeadershipAtOnce()
    {
        var stored = JsonSerializer.Deserialize<ProjectPolicy>("""{"version":"2023-9","publicityDays":7}""", RecordJson.Options)!;

        Assert.Equal(Stages.Establishment, Stages.FirstOf(stored));
        Assert.Equal(Stages.LibraryAdmission, Stages.FirstOf(ProjectPolicy.Gazette));
    }

    [Fact]
    public void Read_FileThatLeavesValuesOut_TakesTheGazettes()
    {
        var file = JsonSerializer.Deserialize<JsonElement>("""{"version":"own-1","values":{"publicityDays":{"value":10}}}""");

        Assert.Equal(ProjectPolicy.Gazette with { Version = "own-1", PublicityDays = 10 }, PolicyBook.Read(file));
    }

    [Theory]
    [InlineData("publicityDays", 7, "第三十五条")]
    [InlineData("technicalPlanDays", 60, "第三十六条")]
    [InlineData("technicalReviewDays", 10, "第三十七条")]
    [InlineData("budgetReviewWorkingDays", 30, "第三十八条")]
    [InlineData("constructionYears", 1, "第四十二条")]
    [InlineData("supplementShare", 0.10, "第四十三条")]
    [InlineData("adjustmentShare", 0.15, "第四十五条")]
    [InlineData("trialRunMonths", 1, "第四十七条")]
    [InlineData("evaluationFromMonths", 12, "第五十二条")]
    [InlineData("evaluationUntilMonths", 24, "第五十二条")]
    [InlineData("minimumInvestment", 30, "第二条")]
    [InlineData("mayorFrom", 200, "第十条")]
    [InlineData("standingMeetingFrom", 500, "第十条")]
    [InlineData("partyCommitteeFrom", 1000, "第十条")]
    public void GazetteFile_Value_IsTheArticles(string name, double value, string article)
    {
        var entry = PolicyBook.GazetteFile().GetProperty("values").GetProperty(name);
        Assert.Equal(value, entry.GetProperty("value").GetDouble());
        Assert.Equal(article, entry.GetProperty("article").GetString());
    }

    [Fact]
    public async Task Find_NothingSet_IsTheGazettes() =>
        Assert.Equal(ProjectPolicy.Gazette, await _book.FindAsync(PolicyBook.Municipal, Today));

    [Fact]
    public async Task Find_OnADay_IsTheOneThatHoldsThen()
    {
        Assert.Null(await _book.SetAsync("qx", Today, Own("2026-1", 10)));
        Assert.Null(await _book.SetAsync("qx", Today.AddDays(10), Own("2026-2", 15)));
        Assert.Equal(7, (await _book.FindAsync("qx", Today.AddDays(-1))).PublicityDays);
        Assert.Equal(10, (await _book.FindAsync("qx", Today)).PublicityDays);
        Assert.Equal(15, (await _book.FindAsync("qx", Today.AddDays(10))).PublicityDays);
        Assert.Equal(7, (await _book.FindAsync("dzx", Today.AddDays(10))).PublicityDays);
    }

    [Fact]
    public async Task Set_DayThatHasOne_IsRefusedAndKeepsIt()
    {
        await _book.SetAsync("qx", Today, Own("2026-1", 10));
        Assert.NotNull(await _book.SetAsync("qx", Today, Own("2026-2", 15)));
        Assert.Equal("2026-1", (await _book.FindAsync("qx", Today)).Version);
    }

    public static TheoryData<ProjectPolicy, string> Wrong => new()
    {
        { ProjectPolicy.Gazette with { PublicityDays = 10 }, "版本号" },
        { Own("x", 0), "期限" },
        { Own("x", 7) with { MayorFrom = 500 }, "立项审定" },
        { Own("x", 7) with { SupplementMayorFrom = 6000 }, "补充合同" },
        { Own("x", 7) with { AdjustmentShare = 15 }, "比例" },
        { Own("x", 7) with { SmallestPanel = 4 }, "单数" },
        { Own("x", 7) with { EvaluationUntilMonths = 12 }, "自评价" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Set_PolicyThatContradictsItself_IsRefusedWithTheReason(ProjectPolicy policy, string reason)
    {
        Assert.Contains(reason, await _book.SetAsync("qx", Today, policy));
        Assert.Equal(ProjectPolicy.Gazette, await _book.FindAsync("qx", Today));
    }

    [Fact]
    public void Read_FileWithSomeValues_TakesTheOthersFromTheGazette()
    {
        var policy = Read("""{"version":"qx-1","values":{"publicityDays":{"value":10,"article":"第五条"}}}""");
        Assert.Equal(ProjectPolicy.Gazette with { Version = "qx-1", PublicityDays = 10 }, policy);
    }

    [Theory]
    [InlineData("""{"version":"qx-1","values":{"publicityDay":{"value":10}}}""")]
    [InlineData("""{"version":"qx-1","values":{"publicityDays":{"value":"ten"}}}""")]
    public void Read_NameOrValueThatNoRuleKnows_IsRefused(string json) => Assert.Throws<JsonException>(() => Read(json));

    private static ProjectPolicy Own(string version, int publicityDays) => ProjectPolicy.Gazette with { Version = version, PublicityDays = publicityDays };

    private static ProjectPolicy Read(string json) => PolicyBook.Read(JsonDocument.Parse(json).RootElement);
}
