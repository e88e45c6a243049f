using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Home;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;

namespace Functions.Tests.Projects;

/// <summary>Lists, search and 工作台 read by key and by page: what they read does not grow with the number of projects.</summary>
public sealed class ListReadingTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);
    private static readonly string[] Units = ["sscjgj", "sjyj", "swjw"];

    private readonly MeteredTables _tables = new(new MemoryTableStore());
    private readonly ServiceProvider _services;

    public ListReadingTests()
    {
        var services = new ServiceCollection();
        services.AddMemoryRecords().AddDirectory().AddDeadlines().AddLinks().AddApprovals().AddProjects();
        services.AddSingleton<ITableStore>(_tables);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(Mock.Of<IHostEnvironment>(environment => environment.EnvironmentName == "Production"));
        services.AddHttpClient();
        services.AddSingleton<OnlineAddress>();
        services.AddSingleton<MailTroubles>();
        services.AddProjectPages().AddHome();
        _services = services.BuildServiceProvider();
    }

    [Fact]
    public async Task ListPage_MoreProjects_ReadsOnePage()
    {
        await SeedAsync(0, 60);
        var few = await ReadListsAsync();
        await SeedAsync(60, 300);
        var many = await ReadListsAsync();

        Assert.Equal(few, many);
        Assert.All(many, cost => Assert.True(cost.Calls == 1 && cost.Rows <= 10, $"{cost}"));
    }

    [Fact]
    public async Task Search_MoreProjects_ReadsAsManyPagesAsItHasPairs()
    {
        await SeedAsync(0, 300);
        _tables.Reset();
        var found = await Reader.SearchAsync("第217号平台", unit: null, default);

        Assert.Equal("第217号平台项目", Assert.Single(found.Projects).Name);
        Assert.False(found.More);
        Assert.True(_tables.Calls <= 10, $"{_tables.Calls} calls");

        _tables.Reset();
        var common = await Reader.SearchAsync("平台", unit: null, default);
        Assert.True(common.More);
        Assert.Equal((ProjectSearch.MostFound, "第299号平台项目"), (common.Projects.Count, common.Projects[0].Name));
        Assert.True(_tables.Rows <= 300, $"{_tables.Rows} rows");
    }

    [Fact]
    public async Task Workboard_MoreProjects_ReadsCountsAndOnePageOfDeadlines()
    {
        await SeedAsync(0, 60);
        await ReadBoardAsync();
        var few = (_tables.Calls, _tables.Rows);
        await SeedAsync(60, 300);
        var stages = await ReadBoardAsync();

        Assert.Equal(few, (_tables.Calls, _tables.Rows));
        Assert.Equal(300, stages.Sum(stage => stage.Count));
        Assert.Equal(100, stages.Single(stage => stage.Stage == Stages.Publicity).Count);

        // What the page reads, and what its section of projects does.
        async Task<IReadOnlyList<StageCountRow>> ReadBoardAsync()
        {
            _tables.Reset();
            await _services.GetRequiredService<WorkboardReader>().ReadAsync(reader: null, default);
            return await _services.GetRequiredService<ProjectQueries>().CountsAsync();
        }
    }

    [Fact]
    public async Task List_PageAfterPage_HasEveryProjectOnceAndTheNewestFirst()
    {
        await SeedAsync(0, 55);
        var seen = new List<ProjectListRow>();
        string? after = null;
        do
        {
            var page = (await Reader.ListAsync(Stages.TechnicalPlan, unit: null, 5, after, default))!;
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(18, seen.DistinctBy(project => project.Id).Count());
        Assert.Equal(seen.OrderByDescending(project => project.Since), seen);
        var own = (await Reader.ListAsync(stage: null, "sjyj", 100, after: null, default))!.Items;
        Assert.Equal(18, own.Count);
        Assert.All(own, project => Assert.Equal("sjyj", project.Unit));
        Assert.Null(await Reader.ListAsync("NoStage", unit: null, 5, after: null, default));
    }

    private ProjectReader Reader => _services.GetRequiredService<ProjectReader>();

    private async Task<IReadOnlyList<(int Calls, int Rows)>> ReadListsAsync()
    {
        var costs = new List<(int, int)>();
        foreach (var (stage, unit) in new[] { (null, null), (Stages.Publicity, null), (null, "sjyj"), (Stages.Publicity, "sjyj") })
        {
            _tables.Reset();
            var list = (await Reader.ListAsync(stage, unit, size: 5, after: null, default))!;
            Assert.Equal(5, list.Items.Count);
            costs.Add((_tables.Calls, _tables.Rows));
        }

        return costs;
    }

    /// <summary>Projects as their lives leave them, a third in each of three stages; each has a deadline in some days.</summary>
    private async Task SeedAsync(int from, int to)
    {
        var activities = ActivatorUtilities.CreateInstance<ProjectActivities>(_services);
        var book = _services.GetRequiredService<DeadlineBook>();
        for (var number = from; number < to; number++)
        {
            var at = Start.AddHours(number);
            var project = new ProjectRow
            {
                Id = $"p{number:D5}",
                Name = $"第{number}号平台项目",
                Unit = Units[number / 3 % 3],
                UnitName = "某局",
                Application = JsonSerializer.Deserialize<ProjectApplication>("""{"totalInvestment":150}""", ProjectJson.Options)!,
                ApplicationHash = "hash",
                InstanceId = $"project-p{number:D5}",
                SubmittedAt = at,
                Stage = Stages.Establishment,
                Policy = ProjectPolicy.Gazette,
            };
            await _tables.TryInsertAsync(project);
            await ProjectSearch.IndexAsync(_tables, project, default);
            var stages = new[] { Stages.Establishment, Stages.Publicity, Stages.TechnicalPlan }.Take((number % 3) + 1);
            foreach (var (stage, place) in stages.Select((stage, index) => (stage, index + 1)))
                await activities.EnterStage(new(project.Id, place, stage, 1, at.AddMinutes(place)));
            await book.OpenAsync(
                new()
                {
                    Subject = project.Id,
                    Step = DeadlineKey.Parse("TechnicalPlan|1"),
                    Title = project.Name,
                    ToDo = "请提交项目建设技术方案",
                    Unit = project.Unit,
                    Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", Period.Parse("60 days"), ChinaTime.DayOf(at), WorkCalendar.Default),
                    Responsible = [],
                },
                at,
                instanceId: null);
        }
    }
}
