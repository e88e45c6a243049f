using Dazhou.Serverless.Ledgers;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Ledgers;

/// <summary>Points of units by what stands in the record.</summary>
public sealed class AssessmentRulesTests
{
    private static readonly DateOnly From = new(2023, 5, 26);
    private static readonly DateOnly Due = new(2023, 12, 15);
    private static readonly DateOnly On = new(2024, 1, 1);

    [Theory]
    [InlineData("2023-12-15", "")]
    [InlineData("2023-12-16", "1.Late")]
    public void Task_ClosedAroundItsDueDate_IsLateFromTheNextDay(string closed, string lost) =>
        Assert.Equal(lost, Lost("lead", Task([Signed("lead"), Signed("co"), Act(TaskActKind.Closed, "office", closed)])));

    [Fact]
    public void Task_FinishedInTimeAndReviewedLater_IsNotLate()
    {
        TaskAct[] acts = [Signed("lead"), Signed("co"), Act(TaskActKind.ClosingAsked, "lead", "2023-12-15")];
        Assert.Equal("", Lost("lead", Task([.. acts, Act(TaskActKind.Closed, "office", "2023-12-28")])));
        // It is not the unit's fault that nobody reviewed it.
        Assert.Equal("", Lost("lead", Task(acts)));
        // Returned by the review and never finished.
        Assert.Equal("1.Open 1.Returned", Lost("lead", Task([.. acts, Act(TaskActKind.ClosingRefused, "office", "2023-12-16")])));
        // Returned, and finished again after the due date.
        Assert.Equal("1.Late 1.Returned", Lost("lead", Task([.. acts, Act(TaskActKind.ClosingRefused, "office", "2023-12-16"), Act(TaskActKind.ClosingAsked, "lead", "2023-12-20")])));
    }

    [Fact]
    public void Task_NotFinished_CostsTheLeadMoreThanTheCoUnit()
    {
        var task = Task([Signed("lead"), Signed("co"), Act(TaskActKind.Criticised, "lead", "2023-12-16")]);
        var points = Assess([task]);
        Assert.Equal(("1.Open 1.Criticised", 94m), (Keys(points[0]), PointsOf(points[0])));
        Assert.Equal(("1.CoOpen", 99m), (Keys(points[1]), PointsOf(points[1])));
        Assert.Equal(("", 100m), (Keys(points[2]), PointsOf(points[2])));
        // Extended beyond the day of the assessment: not due yet.
        var extended = Task([Signed("lead"), Signed("co"), Act(TaskActKind.ExtensionAsked, "lead", "2023-12-01") with { Until = On.AddDays(30) }, Act(TaskActKind.ExtensionDecided, "lead", "2023-12-02") with { Until = On.AddDays(30), Agreed = true, Answers = 3 }]);
        Assert.Equal(("", ""), (Lost("lead", extended), Lost("co", extended)));
    }

    [Fact]
    public void Task_ReturnedToAnotherUnit_CountsForWhoHasIt()
    {
        var task = Task(
        [
            Signed("co"), Act(TaskActKind.ReturnAsked, "lead", "2023-06-01") with { ToUnit = "other" },
            Act(TaskActKind.ReturnDecided, "lead", "2023-06-02") with { ToUnit = "other", Agreed = true, Answers = 2 },
        ]);
        Assert.Equal(("", "1.Open 1.Unsigned"), (Lost("lead", task), Lost("other", task)));
    }

    [Fact]
    public void Figure_MissedOrNeverReported_CostsTheLeadAndThoseToStriveForNobody()
    {
        TaskFigure[] figures = [new("平台", FigureDirection.AtLeast, 80, "个"), new("示范", FigureDirection.StriveFor, 1, "个"), new("天数", FigureDirection.AtMost, 5, "日")];
        TaskAct[] closed = [Signed("lead"), Signed("co"), Act(TaskActKind.Reported, "lead", "2023-12-01") with { Figures = [79, 0, 5], Percent = 90 }, Act(TaskActKind.Closed, "office", "2023-12-10")];
        var line = Assert.Single(Assess([Task(closed, figures)])[0].Lines);
        Assert.Equal((PointKind.Figure, 1), (line.Kind, line.Count));
        Assert.Contains("平台", line.Says, StringComparison.Ordinal);
        Assert.Equal(2, Assess([Task([Signed("lead"), Signed("co"), Act(TaskActKind.Closed, "office", "2023-12-10")], figures)])[0].Lines.Single().Count);
    }

    [Fact]
    public void Reports_LateOrMissing_CountOncePerCycleAndNotForWhoWasNotAsked()
    {
        CompilationRow Cycle(int number, UnitCompiled unit, CycleMode mode = CycleMode.Report) => new()
        {
            Ledger = "l",
            Mode = mode,
            Dates = new(number, From, From, default, default),
            Units = [unit],
            OpenedAt = default,
            CompiledAt = default(DateTimeOffset),
        };
        var points = AssessmentRules.Assess(new(["lead"], new(), On, [],
        [
            Cycle(1, new("lead", "甲局", Asked: true)), Cycle(2, new("lead", "甲局", Asked: true) { At = DateTimeOffset.UnixEpoch, DaysLate = 2 }), Cycle(3, new("lead", "甲局", Asked: false)),
            Cycle(4, new("lead", "甲局", Asked: true) { At = DateTimeOffset.UnixEpoch }), Cycle(5, new("lead", "甲局", Asked: true), CycleMode.Inspection),
        ]));
        Assert.Equal(("cycle1.MissingReport cycle2.LateReport", 96m), (Keys(points[0]), PointsOf(points[0])));
    }

    [Fact]
    public void Task_OfWhichEachDoesItsPart_CountsByTheUnitsOwnReport()
    {
        var definition = new TaskDefinition { N = 1, Title = "接入学校食堂", Units = ["a", "b", "c"], Due = Due };
        var task = Task(definition, [], ["a", "b", "c"],
        [
            Act(TaskActKind.Reported, "a", "2023-12-15") with { Percent = 100 }, Act(TaskActKind.Reported, "b", "2023-12-20") with { Percent = 100 }, Act(TaskActKind.Reported, "c", "2023-12-10") with { Percent = 100 },
            Act(TaskActKind.Reported, "c", "2023-12-12") with { Percent = 80 },
        ]);
        var points = AssessmentRules.Assess(new(["a", "b", "c", "office"], new(), On, [task], []));
        Assert.Equal(["", "1.Late", "1.Open", ""], points.Select(Keys));
    }

    [Fact]
    public void Points_OfAPolicyWithoutThem_AreNotDeducted()
    {
        var none = new AssessmentPoints { Open = 0, CoOpen = 0, Unsigned = 0 };
        Assert.All(AssessmentRules.Assess(new(["lead", "co"], none, On, [Task([])], [])), unit => Assert.Empty(unit.Lines));
    }

    [Property]
    public bool Points_OfAnyRecord_AreWithinTheirBoundsAndDoNotDependOnTheOrder(int seed, byte count)
    {
        var random = new Random(seed);
        var tasks = Enumerable.Range(0, count % 40).Select(i => Any(random, i)).ToList();
        var units = new[] { "lead", "co", "other", "office" };
        var points = AssessmentRules.Assess(new(units, new(), On, tasks, []));
        AssessedTask[] shuffled = [.. tasks];
        string[] reordered = [.. units];
        random.Shuffle(shuffled);
        random.Shuffle(reordered);
        var again = AssessmentRules.Assess(new(reordered, new(), On, shuffled, [])).ToDictionary(unit => unit.Unit);
        return points.All(unit =>
            PointsOf(unit) is >= 0 and <= AssessmentRules.Full
            && unit.Lines.SequenceEqual(again[unit.Unit].Lines)
            && unit.Lines.Select(line => line.Key).Distinct().Count() == unit.Lines.Count);
    }

    [Property]
    public bool Points_WithAnyDeductionCancelled_AreNeverFewer(int seed, byte cancelled)
    {
        var random = new Random(seed);
        var lines = AssessmentRules.Assess(new(["lead"], new(), On, [.. Enumerable.Range(0, 30).Select(i => Any(random, i))], []))[0].Lines;
        return AssessmentRules.PointsOf(lines, [.. lines.Take(cancelled).Select(line => line.Key)]) >= AssessmentRules.PointsOf(lines, []);
    }

    private static AssessedTask Any(Random random, int number)
    {
        TaskActKind[] kinds = [TaskActKind.Signed, TaskActKind.Reported, TaskActKind.Criticised, TaskActKind.ClosingAsked, TaskActKind.ClosingRefused, TaskActKind.Closed, TaskActKind.Reopened, TaskActKind.Urged];
        var day = From;
        var acts = Enumerable.Range(0, random.Next(8)).Select(_ =>
        {
            day = day.AddDays(random.Next(60));
            return Act(kinds[random.Next(kinds.Length)], random.Next(3) == 0 ? "co" : "lead", day.ToString("yyyy-MM-dd")) with { Percent = random.Next(101) };
        }).ToArray();
        return Task(new() { N = number + 1, Title = "任务", Lead = ["lead"], Units = ["co"], Due = Due }, ["lead"], ["co"], acts, number);
    }

    private static AssessedTask Task(TaskAct[] acts, TaskFigure[]? figures = null) =>
        Task(new() { N = 1, Title = "任务", Lead = ["lead"], Units = ["co"], Due = Due, Figures = figures }, ["lead"], ["co"], acts);

    private static AssessedTask Task(TaskDefinition definition, string[] lead, string[] units, TaskAct[] acts, int ordinal = 0)
    {
        var begin = TaskRules.Begin(definition, lead, units, "office", On.AddDays(-1));
        var row = new LedgerTaskRow { Of = "l", Ordinal = ordinal, Key = $"{definition.N}", Definition = definition, Section = 0, Lead = lead, Units = units, State = begin };
        return new(row, begin, acts);
    }

    private static TaskAct Signed(string unit) => Act(TaskActKind.Signed, unit, "2023-05-27");

    private static TaskAct Act(TaskActKind kind, string unit, string day) =>
        new() { Kind = kind, Unit = unit, By = unit, At = DateTimeOffset.Parse($"{day}T10:00+08:00"), Key = $"{kind}|{unit}|{day}" };

    private static IReadOnlyList<UnitPoints> Assess(AssessedTask[] tasks) => AssessmentRules.Assess(new(["lead", "co", "other"], new(), On, tasks, []));

    private static string Lost(string unit, AssessedTask task) => Keys(Assess([task]).Single(points => points.Unit == unit));

    private static string Keys(UnitPoints points) => string.Join(' ', points.Lines.Select(line => line.Key));

    private static decimal PointsOf(UnitPoints points) => AssessmentRules.PointsOf(points.Lines, []);
}
