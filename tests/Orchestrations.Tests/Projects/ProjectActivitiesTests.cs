using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Moq;

namespace Orchestrations.Tests.Projects;

public sealed class ProjectActivitiesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private readonly MemoryTableStore _tables = new();
    private readonly ProjectActivities _activities;
    private readonly ProjectQueries _queries;

    public ProjectActivitiesTests()
    {
        var audit = new AuditTrail(_tables);
        var lists = new ProjectLists(_tables);
        _activities = new ProjectActivities(_tables, lists, audit, Mock.Of<IDirectory>());
        _queries = new ProjectQueries(_tables, audit, lists);
    }

    [Fact]
    public async Task EnterStage_NextStage_MovesTheProjectFromListToList()
    {
        await InsertAsync();
        await _activities.EnterStage(Entry(1, Stages.Establishment));
        await _activities.EnterStage(Entry(2, Stages.Publicity));

        Assert.Empty((await _queries.ListAsync(unit: null, Stages.Establishment, 10)).Rows);
        Assert.Equal("p1", Assert.Single((await _queries.ListAsync(unit: null, Stages.Publicity, 10)).Rows).Value.Id);
        Assert.Equal([Stages.Establishment, Stages.Publicity], (await _queries.StagesOfAsync("p1")).Select(stage => stage.Stage));
        Assert.Equal(["进入立项审批", "具体功能清单开始公示"], (await _queries.FindAsync("p1"))!.History.Select(line => line.Action));
    }

    [Fact]
    public async Task EnterStage_Repeated_ChangesNothing()
    {
        await InsertAsync();
        await _activities.EnterStage(Entry(1, Stages.Establishment));
        await _activities.EnterStage(Entry(1, Stages.Establishment));

        Assert.Single((await _queries.FindAsync("p1"))!.History);
        Assert.Single(await _queries.StagesOfAsync("p1"));
    }

    [Fact]
    public async Task EnterStage_RepeatedAfterTheNextOne_DoesNotLeadBack()
    {
        await InsertAsync();
        await _activities.EnterStage(Entry(1, Stages.Establishment));
        await _activities.EnterStage(Entry(2, Stages.Publicity));

        await _activities.EnterStage(Entry(1, Stages.Establishment));

        Assert.Equal(Stages.Publicity, (await _queries.FindAsync("p1"))!.Stage);
        Assert.Empty((await _queries.ListAsync(unit: null, Stages.Establishment, 10)).Rows);
        Assert.Single((await _queries.ListAsync(unit: null, Stages.Publicity, 10)).Rows);
    }

    [Fact]
    public async Task Find_UnknownProject_IsNull() => Assert.Null(await _queries.FindAsync("nobody"));

    private static StageEntry Entry(int place, string stage) => new("p1", place, stage, 1, Start.AddDays(place));

    private Task<bool> InsertAsync() => _tables.TryInsertAsync(new ProjectRow
    {
        Id = "p1",
        Name = "测试项目",
        Unit = "sscjgj",
        UnitName = "市市场监管局",
        Application = Samples.Valid,
        ApplicationHash = "hash",
        InstanceId = "project-p1",
        SubmittedAt = Start,
        Stage = Stages.Establishment,
        Policy = ProjectPolicy.Gazette,
    });
}
