using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Moq;

namespace Orchestrations.Tests.Projects;

public sealed class ProjectListsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private readonly MemoryTableStore _tables = new();
    private readonly ProjectLists _lists;
    private readonly ProjectActivities _activities;

    public ProjectListsTests()
    {
        var audit = new AuditTrail(_tables);
        _lists = new ProjectLists(_tables);
        _activities = new ProjectActivities(_tables, _lists, audit, Mock.Of<IDirectory>());
    }

    [Fact]
    public async Task Counts_ProjectsThatMoveTogether_AreExact()
    {
        for (var number = 0; number < 20; number++) await InsertAsync($"p{number}");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => EnterAsync($"p{number}", 1, Stages.Establishment)));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => EnterAsync($"p{number}", 2, Stages.Publicity)));
        await EnterAsync("p3", 2, Stages.Publicity);

        var counts = (await _lists.CountsAsync()).ToDictionary(row => row.Stage, row => row.Count);
        Assert.Equal((8, 12, 0), (counts[Stages.Establishment], counts[Stages.Publicity], counts[Stages.Completed]));
        Assert.Equal(Stages.All, (await _lists.CountsAsync()).Select(row => row.Stage));
    }

    [Fact]
    public async Task EnterStage_SecondRound_LeavesOneLineInEachList()
    {
        await InsertAsync("p1");
        foreach (var (stage, place) in new[] { (Stages.TechnicalPlan, 1), (Stages.TechnicalReview, 2), (Stages.TechnicalPlan, 3) })
            await EnterAsync("p1", place, stage);

        foreach (var list in new[]
        {
            ProjectListRow.All, ProjectListRow.OfUnit("sscjgj"), ProjectListRow.OfStage(Stages.TechnicalPlan),
            ProjectListRow.OfUnitInStage("sscjgj", Stages.TechnicalPlan),
        })
        {
            var line = Assert.Single((await _tables.ReadPageAsync<ProjectListRow>(list, 10)).Rows).Value;
            Assert.Equal((Stages.TechnicalPlan, Start.AddDays(3)), (line.Stage, line.Since));
        }

        Assert.Empty((await _tables.ReadPageAsync<ProjectListRow>(ProjectListRow.OfStage(Stages.TechnicalReview), 10)).Rows);
    }

    [Fact]
    public async Task Search_NameUnitNumberOrId_FindsTheProjectAndTellsAnotherApart()
    {
        await InsertAsync("p1", number: "达数批〔2026〕12号");
        await InsertAsync("p2", number: "达数批〔2026〕2号");
        foreach (var id in new[] { "p1", "p2" }) await EnterAsync(id, 1, Stages.Establishment);
        var search = new ProjectSearch(_tables);

        Assert.Equal(["p1"], await FoundAsync("〔2026〕12号"));
        Assert.Equal(["p1", "p2"], await FoundAsync("市场监管"));
        Assert.Equal(["p2"], await FoundAsync(" p2 "));
        Assert.Empty(await FoundAsync("项目的"));
        Assert.Empty(await FoundAsync("项"));

        async Task<IEnumerable<string>> FoundAsync(string text) => (await search.FindAsync(text)).Projects.Select(project => project.Id).Order(StringComparer.Ordinal);
    }

    private Task EnterAsync(string project, int place, string stage) => _activities.EnterStage(new(project, place, stage, 1, Start.AddDays(place)));

    private async Task InsertAsync(string id, string stage = Stages.Establishment, int place = 0, string? number = null)
    {
        var row = new ProjectRow
        {
            Id = id,
            Name = $"项目{id}",
            Unit = "sscjgj",
            UnitName = "市市场监管局",
            Application = Samples.Valid,
            ApplicationHash = "hash",
            InstanceId = $"project-{id}",
            SubmittedAt = Start,
            Stage = stage,
            Place = place,
            ApprovalNumber = number,
            Policy = ProjectPolicy.Gazette,
        };
        await _tables.TryInsertAsync(row);
        if (place == 0) await ProjectSearch.IndexAsync(_tables, row, default);
    }
}
