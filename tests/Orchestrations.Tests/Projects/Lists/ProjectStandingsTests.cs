using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Moq;

namespace Orchestrations.Tests.Projects;

/// <summary>The lines of the lists tell who holds a project and what is due next, after every change of its records.</summary>
public sealed class ProjectStandingsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private readonly MemoryTableStore _tables = new();
    private readonly ProjectStandings _standings;
    private readonly ProjectActivities _activities;
    private readonly DeadlineBook _book;

    public ProjectStandingsTests()
    {
        var directory = new Mock<IDirectory>();
        directory.Setup(it => it.FindPersonAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => id == "gone" ? null : new PersonRow { Id = id, Name = $"姓名{id}", Unit = "szjj", Post = "规划科", Mail = $"{id}@dazhou.example" });
        directory.Setup(it => it.FindUnitAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => new UnitRow { Id = id, Name = id == "szjj" ? "市数字经济局" : "市市场监管局", Kind = UnitKind.Department });
        var audit = new AuditTrail(_tables);
        _standings = new ProjectStandings(_tables, directory.Object);
        _activities = new ProjectActivities(_tables, new ProjectLists(_tables, _standings), audit, directory.Object);
        _book = new DeadlineBook(_tables, audit, new WorkCalendarSource(_tables), new SubjectWatchers([_standings]));
    }

    [Fact]
    public async Task Lines_WhenAStepOpensIsDecidedInPartAndCloses_NameWhoIsStillAsked()
    {
        await InsertAsync();
        await EnterAsync(1, Stages.Establishment);
        await StepAsync("review", ["a", "b"]);
        Assert.All(await LinesAsync(Stages.Establishment), line => Assert.Equal(("审核", "市数字经济局规划科姓名a、市数字经济局规划科姓名b"), (line.Standing!.Awaited, line.Standing.Holder)));

        await _tables.TryInsertAsync(new DecisionRow { Subject = "p1", Step = "review", Round = 1, Person = "a", Decision = Decision.Agree, At = Start });
        await _standings.ChangedAsync("p1");
        Assert.All(await LinesAsync(Stages.Establishment), line => Assert.Equal("市数字经济局规划科姓名b", line.Standing!.Holder));

        var seen = (await _tables.FindAsync<ApprovalStepRow>("p1", new StepRound("review", 1).RowKey))!;
        await _tables.TryReplaceAsync(seen, seen.Value with { Outcome = new("review", 1, ApprovalResult.Agreed, [], Start, Start.AddDays(1), 1, 0) });
        await _standings.ChangedAsync("p1");
        Assert.All(await LinesAsync(Stages.Establishment), line => Assert.Null(line.Standing!.Holder));
    }

    [Fact]
    public async Task Lines_WhenADeadlineOpensIsExtendedAndEnds_TellTheNextOne()
    {
        await InsertAsync();
        await EnterAsync(1, Stages.TechnicalPlan);
        var plan = PlanOf("TechnicalPlan|1", "60 days");
        await _book.OpenAsync(plan, Start, instanceId: null);
        var due = plan.Deadline.Due;
        Assert.All(await LinesAsync(Stages.TechnicalPlan), line => Assert.Equal(due, line.Standing!.Next!.Due));
        Assert.All(await LinesAsync(Stages.TechnicalPlan), line => Assert.Equal(("提交项目建设技术方案", "市数字经济局规划科姓名contact"), (line.Standing!.Awaited, line.Standing.Holder)));

        Assert.Null(await _book.ExtendAsync("p1", plan.Step, plan.Deadline.LastDay.AddDays(30), new DeadlineAct("more", "szjj", Start), cancellation: default));
        Assert.All(await LinesAsync(Stages.TechnicalPlan), line => Assert.True(line.Standing!.Next!.Due > due));

        await _book.PauseAsync("p1", step: null, new DeadlineAct("pause", "szjj", Start.AddDays(1)));
        Assert.All(await LinesAsync(Stages.TechnicalPlan), line => Assert.True(line.Standing!.IsPaused));

        await _book.CloseAsync(plan, Start.AddDays(2), DeadlineState.Done);
        Assert.All(await LinesAsync(Stages.TechnicalPlan), line => Assert.Null(line.Standing!.Next));
    }

    [Fact]
    public async Task EnterStage_NextStage_TakesTheStandingAlongAndLeavesNoLineBehind()
    {
        await InsertAsync();
        await EnterAsync(1, Stages.Establishment);
        await _book.OpenAsync(PlanOf("Rectification|1", "30 days"), Start, instanceId: null);
        await EnterAsync(2, Stages.Publicity);
        await _standings.ChangedAsync("p1");

        Assert.Empty((await _tables.ReadPageAsync<ProjectListRow>(ProjectListRow.OfStage(Stages.Establishment), 10)).Rows);
        Assert.All(await LinesAsync(Stages.Publicity), line => Assert.NotNull(line.Standing!.Next));
    }

    [Fact]
    public async Task Changed_Subjects_ThatAreNoProjectOrInNoList_WriteNothing()
    {
        await _standings.ChangedAsync("annual-2026");
        await _standings.ChangedAsync("p9");
        await InsertAsync();
        await _standings.ChangedAsync("p1");

        Assert.Empty((await _tables.ReadPageAsync<ProjectListRow>(ProjectListRow.All, 10)).Rows);
    }

    [Fact]
    public void Waits_ExpertsOfOnePanel_AreOneWaitAndTheProjectsOwnStageComesFirst()
    {
        var facts = new StandingFacts("sscjgj", Stages.ExpertArgumentation, [], [], [Ask("Rectification.report", 1, "x", Stages.Rectification), .. Enumerable.Range(1, 3).Select(n => Ask("ExpertArgumentation.opinion", n, $"e{n}", Stages.ExpertArgumentation))], []);

        var waits = StandingRules.Waits(facts);

        Assert.Equal(["提交专家论证意见", "提交整改报告"], waits.Select(wait => wait.What));
        Assert.Equal(["e1", "e2", "e3"], waits[0].People);
    }

    /// <summary>Whoever reads in the moment between the request and its watch's first turn is told the period all the same.</summary>
    [Fact]
    public void Waits_AskedBeforeItsWatchOpened_AreDueAsAskedAndThenAsTheDeadlineStands()
    {
        var plan = PlanOf("Procurement.contract|1", "30 days");
        var ask = Ask("Procurement.contract", 1, "x", Stages.Procurement) with { Deadline = plan.Deadline };
        Assert.Equal((plan.Deadline.Due, null), DueOf([]));

        var extended = plan.Deadline with { Due = plan.Deadline.Due.AddDays(9) };
        var row = new DeadlineRow { Plan = plan, Deadline = extended, State = DeadlineState.Open, Light = Light.None, OpenedAt = Start, Counting = plan.Deadline.Period, CountedFrom = plan.Deadline.From };
        Assert.Equal((extended.Due, row), DueOf([row]));

        (DateTimeOffset? Due, DeadlineRow? Row) DueOf(IReadOnlyList<DeadlineRow> rows)
        {
            var wait = Assert.Single(StandingRules.Waits(new("sscjgj", Stages.Procurement, [], [], [ask], rows)));
            return (wait.Due, wait.Deadline);
        }
    }

    [Theory]
    [InlineData(Stages.Completed)]
    [InlineData(Stages.Refused)]
    [InlineData(Stages.Terminated)]
    [InlineData(Stages.Lapsed)]
    public void Waits_OfAnEnd_AreNone(string stage) =>
        Assert.Empty(StandingRules.Waits(new("sscjgj", stage, [], [], [Ask("PostEvaluation.self", 1, "x", Stages.PostEvaluation)], [])));

    private static AskRow Ask(string step, int round, string person, string stage) => new()
    {
        Subject = "p1",
        Step = step,
        Round = round,
        Stage = stage,
        ToDo = "请提交",
        Article = "第十条",
        Person = person,
        OpenedAt = Start,
    };

    private static WatchPlan PlanOf(string step, string period) => new()
    {
        Subject = "p1",
        Step = DeadlineKey.Parse(step),
        Title = "项目",
        ToDo = "请提交项目建设技术方案",
        Unit = "sscjgj",
        Deadline = DeadlineRules.Compute(step.Split('|')[0], "第三十六条", Period.Parse(period), ChinaTime.DayOf(Start), WorkCalendar.Default),
        Responsible = [new("contact")],
    };

    private async Task StepAsync(string key, IReadOnlyList<string> approvers)
    {
        await _tables.TryInsertAsync(new ApprovalStepRow
        {
            Subject = new("project", "p1", "项目"),
            Stage = Stages.Establishment,
            Step = new() { Key = key, Act = Act.Review, Approvers = [.. approvers.Select(_ => ProjectPosts.Planners)], Article = "第十条" },
            Round = 1,
            Summary = "摘要",
            InstanceId = "i",
            Approvers = approvers,
            OpenedAt = Start,
        });
        await _standings.ChangedAsync("p1");
    }

    private Task EnterAsync(int place, string stage) => _activities.EnterStage(new("p1", place, stage, 1, Start.AddDays(place)));

    private async Task<IReadOnlyList<ProjectListRow>> LinesAsync(string stage)
    {
        var lines = new List<ProjectListRow>();
        foreach (var list in new[] { ProjectListRow.All, ProjectListRow.OfUnit("sscjgj"), ProjectListRow.OfStage(stage), ProjectListRow.OfUnitInStage("sscjgj", stage) })
            lines.Add(Assert.Single((await _tables.ReadPageAsync<ProjectListRow>(list, 10)).Rows).Value);
        return lines;
    }

    private Task InsertAsync() => _tables.TryInsertAsync(new ProjectRow
    {
        Id = "p1",
        Name = "项目",
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
