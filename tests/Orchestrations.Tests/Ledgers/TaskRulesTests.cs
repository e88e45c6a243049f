using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Ledgers;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Ledgers;

/// <summary>Due dates, lights, states and cycles of tasks at their boundaries.</summary>
public sealed class TaskRulesTests
{
    private static readonly DateOnly From = new(2023, 5, 26);
    private static readonly DateOnly To = new(2023, 12, 31);
    private static readonly LedgerPolicy Policy = new();

    [Fact]
    public void Due_Printed_StandsAndElseIsTheHorizonPresumed()
    {
        Assert.Equal((new DateOnly(2023, 6, 30), false), TaskRules.DueOf(new() { Due = new(2023, 6, 30) }, To));
        Assert.Equal((To, true), TaskRules.DueOf(new(), To));
    }

    [Theory]
    [InlineData("2023-12-15", 60, TaskLight.Green)]
    [InlineData("2023-12-16", 100, TaskLight.Yellow)]
    [InlineData("2023-12-31", 100, TaskLight.Yellow)]
    [InlineData("2024-01-01", 100, TaskLight.Red)]
    public void Light_AroundTheDueDate_TurnsAtItsDays(string today, int percent, TaskLight light)
    {
        // 92 of a hundred of the time has passed on 15 December, so that 60 percent would lie behind without more points.
        var policy = Policy with { BehindPoints = 40 };
        Assert.Equal(light, TaskRules.LightOn(DateOnly.Parse(today), TaskPhase.Reported, To, percent, From, policy));
    }

    [Theory]
    [InlineData(30, WorkStatus.InProgress)]
    [InlineData(20, WorkStatus.InProgress)]
    [InlineData(19, WorkStatus.Behind)]
    public void Status_AtHalfTime_IsBehindBeyondThePoints(int percent, WorkStatus status)
    {
        // A hundred days, of which fifty have passed.
        var (from, due) = (new DateOnly(2023, 1, 1), new DateOnly(2023, 4, 11));
        Assert.Equal(status, TaskRules.StatusOn(new(2023, 2, 20), TaskPhase.Reported, due, percent, from, Policy));
        Assert.Equal(status == WorkStatus.Behind ? TaskLight.Yellow : TaskLight.Green, TaskRules.LightOn(new(2023, 2, 20), TaskPhase.Reported, due, percent, from, Policy));
    }

    [Fact]
    public void Status_Closed_IsDoneHoweverLate()
    {
        Assert.Equal(WorkStatus.Done, TaskRules.StatusOn(new(2025, 1, 1), TaskPhase.Closed, To, 100, From, Policy));
        Assert.Equal(TaskLight.Green, TaskRules.LightOn(new(2025, 1, 1), TaskPhase.Closed, To, 100, From, Policy));
        Assert.Equal(WorkStatus.Overdue, TaskRules.StatusOn(new(2024, 1, 1), TaskPhase.UnderReview, To, 100, From, Policy));
        Assert.Equal(WorkStatus.NotStarted, TaskRules.StatusOn(From, TaskPhase.Signed, To, 0, From, Policy));
    }

    [Property]
    public bool Light_OfAnOpenTask_NeverGoesBackWithTime(ushort first, ushort later, byte percent)
    {
        var (a, b) = (From.AddDays(first % 400), From.AddDays((first % 400) + (later % 400)));
        return TaskRules.LightOn(a, TaskPhase.Reported, To, percent % 101, From, Policy) <= TaskRules.LightOn(b, TaskPhase.Reported, To, percent % 101, From, Policy);
    }

    [Property]
    public bool Status_AnyDay_IsOverdueExactlyWhenTheLightIsRed(ushort days, byte percent)
    {
        var day = From.AddDays(days % 800);
        return (TaskRules.StatusOn(day, TaskPhase.Reported, To, percent % 101, From, Policy) == WorkStatus.Overdue)
            == (TaskRules.LightOn(day, TaskPhase.Reported, To, percent % 101, From, Policy) == TaskLight.Red);
    }

    [Theory]
    [InlineData(FigureDirection.AtLeast, 100, 99, false, 99)]
    [InlineData(FigureDirection.AtLeast, 100, 100, true, 100)]
    [InlineData(FigureDirection.AtMost, 5, 5, true, 100)]
    [InlineData(FigureDirection.AtMost, 5, 6, false, 0)]
    [InlineData(FigureDirection.Exactly, 50, 50, true, 100)]
    [InlineData(FigureDirection.Exactly, 50, 51, false, 0)]
    [InlineData(FigureDirection.StriveFor, 1, 0, false, 0)]
    public void Figure_AgainstItsTarget_IsReachedInItsDirection(FigureDirection op, int target, int value, bool reached, int progress)
    {
        var figure = new TaskFigure("指标", op, target, "项");
        Assert.Equal((reached, progress), (TaskRules.IsReached(figure, value), TaskRules.ProgressOf(figure, value)));
    }

    [Fact]
    public void Begin_CollectiveLead_IsRegisteredUntilSomebodyIsNamed()
    {
        var task = new TaskDefinition { Collectives = ["行业主管部门"] };
        var begun = TaskRules.Begin(task, [], ["szgfj"], "szgfj", To);
        Assert.Equal((TaskPhase.Registered, true), (begun.Phase, begun.Unresolved));
        var named = TaskRules.After(begun, 1, Act(TaskActKind.Resolved) with { Lead = ["syjj"], Units = ["szgfj", "swjw"] });
        Assert.Equal((TaskPhase.Assigned, "syjj", false), (named.Phase, named.Compiler, named.Unresolved));
        Assert.Equal(["szgfj", "swjw"], named.Units);
    }

    [Fact]
    public void Begin_NoLeadPrinted_LetsTheFirstCompileOrTheOfficeWhereEachDoesItsPart()
    {
        Assert.Equal("sjxj", TaskRules.Begin(new() { LeadPresumed = true }, [], ["sjxj", "sfgw"], "shbj", To).Compiler);
        var each = TaskRules.Begin(new(), [], ["tcq", "dcq"], "sjyj", To);
        Assert.Equal(("sjyj", TaskPhase.Assigned), (each.Compiler, each.Phase));
    }

    [Fact]
    public void Return_OfTheCompilingUnit_HandsTheTaskToTheOtherAndBeginsAnotherWatch()
    {
        var state = TaskRules.Begin(new(), ["szj"], ["sggzyzx", "sfgw"], "szgfj", To);
        state = TaskRules.After(state, 1, Act(TaskActKind.ReturnAsked) with { Unit = "szj", ToUnit = "sggzyzx" });
        Assert.Single(state.Open);
        var refused = TaskRules.After(state, 2, Act(TaskActKind.ReturnDecided) with { Unit = "szj", Answers = 1, Agreed = false });
        Assert.Equal((0, "szj", 0), (refused.Open.Count, refused.Compiler, refused.Watch));
        var agreed = TaskRules.After(state, 2, Act(TaskActKind.ReturnDecided) with { Unit = "szj", ToUnit = "sggzyzx", Answers = 1, Agreed = true });
        Assert.Equal(("sggzyzx", TaskPhase.Assigned, 1), (agreed.Compiler, agreed.Phase, agreed.Watch));
        Assert.Equal(["sfgw"], agreed.Units);
        var nobody = TaskRules.After(state, 2, Act(TaskActKind.ReturnDecided) with { Unit = "szj", Answers = 1, Agreed = true });
        Assert.Equal((TaskPhase.Registered, true), (nobody.Phase, nobody.Unresolved));
    }

    [Fact]
    public void Report_OfTheCompilingUnitAlone_MovesTheTask()
    {
        var state = TaskRules.Begin(new() { Figures = [new("甲", FigureDirection.AtLeast, 100, "项"), new("乙", FigureDirection.AtLeast, 50, "项")] }, ["szgfj"], ["szjj"], "szgfj", To);
        var other = TaskRules.After(state, 1, Act(TaskActKind.Reported) with { Unit = "szjj", Text = "已配合" });
        Assert.Equal((TaskPhase.Assigned, 0), (other.Phase, other.Percent));
        Assert.Equal(["szjj"], other.Signed);
        var own = TaskRules.After(other, 2, Act(TaskActKind.Reported) with { Unit = "szgfj", Text = "已办", Percent = 40, Figures = [40, null] });
        Assert.Equal((TaskPhase.Reported, 40), (own.Phase, own.Percent));
        own = TaskRules.After(own, 3, Act(TaskActKind.Reported) with { Unit = "szgfj", Text = "已办", Percent = 60, Figures = [null, 20] });
        Assert.Equal([40, 20], own.Figures);
    }

    [Theory]
    [InlineData(LedgerRhythm.TenDay, "2023-04-27", "2023-05-31", "04-30 05-10 05-20 05-31")]
    [InlineData(LedgerRhythm.TenDay, "2024-02-01", "2024-02-29", "02-10 02-20 02-29")]
    [InlineData(LedgerRhythm.Weekly, "2023-04-27", "2023-05-14", "04-30 05-07 05-14")]
    [InlineData(LedgerRhythm.Monthly, "2023-04-27", "2023-06-30", "04-30 05-31 06-30")]
    [InlineData(LedgerRhythm.QuarterEnd, "2023-05-26", "2023-12-31", "06-30 09-30 12-31")]
    [InlineData(LedgerRhythm.HalfYear, "2023-05-26", "2023-12-31", "06-30 12-31")]
    [InlineData(LedgerRhythm.Year, "2023-05-26", "2024-12-30", "12-31")]
    [InlineData(LedgerRhythm.Once, "2023-05-31", "2025-12-31", "12-31")]
    public void Days_OfARhythm_AreThoseOfTheCalendar(LedgerRhythm rhythm, string from, string to, string days) =>
        Assert.Equal(days, string.Join(' ', CycleRules.DaysOf(rhythm, DateOnly.Parse(from), DateOnly.Parse(to), []).Select(day => $"{day:MM-dd}")));

    [Fact]
    public void Cycles_OfTheThreeQuarters_StayOpenOverHolidays()
    {
        var ledger = Ledger(LedgerRhythm.QuarterEnd, [new(2023, 6, 30), new(2023, 9, 30), new(2023, 12, 31)]);
        var cycles = CycleRules.CyclesOf(ledger, ledger.Cycle, ledger.ReportDays, WorkCalendar.Default);
        // 30 June is a Friday; 30 September lies in the holidays, which end with a make-up Saturday; 31 December is followed by New Year's Day.
        Assert.Equal(["06-30", "10-07", "01-02"], cycles.Select(cycle => $"{cycle.LastDay:MM-dd}"));
        Assert.Equal(["06-20", "09-20", "12-21"], cycles.Select(cycle => $"{cycle.OpensAt:MM-dd}"));
        Assert.Equal([1, 2, 3], cycles.Select(cycle => cycle.Number));
        Assert.Equal(2, CycleRules.Next(cycles, 0, new(2023, 7, 1))!.Number);
        Assert.Equal(1, CycleRules.Next(cycles, 0, new(2023, 6, 30))!.Number);
        Assert.Null(CycleRules.Next(cycles, 3, new(2023, 7, 1)));
    }

    [Theory]
    [InlineData("2023-12-30", true)]
    [InlineData("2023-12-31", true)]
    [InlineData("2024-01-01", false)]
    public void Extension_AppliedForBeforeExpiryAlone_IsTaken(string on, bool taken)
    {
        var (ledger, task) = (Ledger(LedgerRhythm.QuarterEnd, []), Task("szgfj"));
        var act = Act(TaskActKind.ExtensionAsked) with { Unit = "szgfj", Until = new(2024, 3, 31), Text = "系统联调需要时间", At = ChinaTime.At(DateOnly.Parse(on), new(23, 59)) };
        Assert.Equal(taken, TaskActRules.Check(ledger, task, task.State, act).Count == 0);
    }

    [Fact]
    public void Extension_ToAnEarlierDayByAnotherUnitOrWithoutReason_IsRefusedByField()
    {
        var (ledger, task) = (Ledger(LedgerRhythm.QuarterEnd, []), Task("szgfj"));
        var act = Act(TaskActKind.ExtensionAsked) with { Unit = "szjj", Until = To };
        Assert.Equal(["", "until", "reason"], TaskActRules.Check(ledger, task, task.State, act).Select(fault => fault.Field));
    }

    [Fact]
    public void Acts_OnAClosedTask_AreRefusedUntilItIsReopened()
    {
        var (ledger, task) = (Ledger(LedgerRhythm.QuarterEnd, []), Task("szgfj"));
        var closed = TaskRules.After(TaskRules.After(task.State, 1, Act(TaskActKind.Reported) with { Unit = "szgfj", Text = "完成", Percent = 100 }), 2, Act(TaskActKind.Closed));
        Assert.All(
            Enum.GetValues<TaskActKind>().Except([TaskActKind.Reopened, TaskActKind.ReturnDecided, TaskActKind.ExtensionDecided]),
            kind => Assert.NotEmpty(TaskActRules.Check(ledger, task, closed, Act(kind) with { Unit = "szgfj", Text = "理由" })));
        var reopen = Act(TaskActKind.Reopened) with { Text = "回头看发现反弹", Until = new(2023, 11, 30) };
        Assert.Empty(TaskActRules.Check(ledger, task, closed, reopen));
        var reopened = TaskRules.After(closed, 3, reopen);
        Assert.Equal((TaskPhase.Reported, 99, 1, new DateOnly(2023, 11, 30)), (reopened.Phase, reopened.Percent, reopened.Watch, reopened.Due));
    }

    [Fact]
    public void Confirmation_OfTheOtherLeads_IsOfTheLastReportAlone()
    {
        var begin = TaskRules.Begin(new() { Lead = ["a", "b"], Units = ["c"] }, ["a", "b"], ["c"], "office", To);
        var ledger = new LedgerRow
        {
            Id = "l",
            Digest = "",
            Document = "文",
            Title = "台账",
            Coordinator = "office",
            CoordinatorName = "牵头单位",
            Cycle = LedgerRhythm.QuarterEnd,
            From = From,
            To = To,
            Sections = [],
            Units = [],
            Tasks = 1,
            At = default,
            By = "",
        };
        var task = new LedgerTaskRow { Of = "l", Ordinal = 0, Key = "1", Definition = new() { Title = "任务" }, Section = 0, Lead = ["a", "b"], Units = ["c"], State = begin };
        TaskAct Act(TaskActKind kind, string unit, string? text = null) => new() { Kind = kind, Unit = unit, By = unit, At = DateTimeOffset.Parse("2023-06-01T10:00+08:00"), Key = "k", Text = text };
        bool Takes(TaskState state, TaskAct act) => TaskActRules.Check(ledger, task, state, act).Count == 0;

        Assert.False(Takes(begin, Act(TaskActKind.Confirmed, "b")));
        var reported = TaskRules.After(begin, 1, Act(TaskActKind.Reported, "a", "已办"));
        Assert.Equal(["b"], reported.Unconfirmed);
        Assert.All((string[])["a", "c"], unit => Assert.False(Takes(reported, Act(TaskActKind.Confirmed, unit))));
        Assert.False(Takes(reported, Act(TaskActKind.Closed, "office")));
        Assert.True(Takes(reported, Act(TaskActKind.Closed, "office", "会议确认")));
        var confirmed = TaskRules.After(reported, 2, Act(TaskActKind.Confirmed, "b"));
        Assert.True(Takes(confirmed, Act(TaskActKind.Closed, "office")));
        Assert.False(Takes(confirmed, Act(TaskActKind.Confirmed, "b")));
        // Another report of the first lead is not confirmed yet; one of the other lead or of a co-unit changes nothing.
        Assert.Empty(TaskRules.After(TaskRules.After(confirmed, 3, Act(TaskActKind.Reported, "b", "补充")), 4, Act(TaskActKind.Reported, "c", "配合")).Unconfirmed);
        Assert.Equal(["b"], TaskRules.After(confirmed, 3, Act(TaskActKind.Reported, "a", "又办")).Unconfirmed);
    }

    private static TaskAct Act(TaskActKind kind) => new() { Kind = kind, By = "某人", At = ChinaTime.At(new DateOnly(2023, 10, 1), new(9, 0)), Key = $"{kind}" };

    internal static LedgerTaskRow Task(string lead) => new()
    {
        Of = "ledger",
        Ordinal = 0,
        Key = "1",
        Definition = new() { Title = "任务" },
        Section = 0,
        Lead = [lead],
        Units = ["szjj"],
        State = TaskRules.Begin(new() { Title = "任务" }, [lead], ["szjj"], "szgfj", To),
    };

    internal static LedgerRow Ledger(LedgerRhythm rhythm, IReadOnlyList<DateOnly> days) => new()
    {
        Id = "某台账",
        Digest = "0",
        Document = "达市府办发〔2023〕16号",
        Title = "某台账",
        Coordinator = "szgfj",
        CoordinatorName = "市推进协调办",
        Cycle = rhythm,
        From = From,
        To = To,
        ReportDays = days,
        Sections = [new(null, null)],
        Units = [new("szgfj", "市政务服务管理局"), new("szjj", "市数字经济局")],
        Tasks = 1,
        At = ChinaTime.StartOf(From),
        By = "szgfj",
    };
}
