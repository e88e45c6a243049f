using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Deadlines;

/// <summary>The watch on the local runtime in virtual time. Sixty days from 9 March 2026 end on Friday 8 May.</summary>
public sealed class DeadlineWatchTests
{
    private const string Watch = "watch";

    [Fact]
    public async Task Watch_Open_RemindsSevenThreeOneAndNoDaysBeforeAtNine()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-05-08T23:59:00+08:00");
        Assert.Equal(
            [
                "05-01 09:00 sscjgj.project reminded Blue 7",
                "05-05 09:00 sscjgj.project reminded Yellow 3",
                "05-07 09:00 sscjgj.project reminded Yellow 1",
                "05-08 09:00 sscjgj.project reminded Yellow 0",
            ],
            office.Post.Lines);
        Assert.Equal(DeadlineState.Open, (await RowAsync(office)).State);
    }

    [Fact]
    public async Task Watch_PastDue_IsOverdueAtMidnightAndEscalatesOnTheNextWorkingDay()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-05-08T23:59:59+08:00");
        Assert.Equal(Light.Yellow, (await RowAsync(office)).Light);
        await office.AdvanceToAsync("2026-05-09T00:00:00+08:00");
        Assert.Equal((DeadlineState.Overdue, Light.Red), ((await RowAsync(office)).State, (await RowAsync(office)).Light));
        await office.AdvanceToAsync("2026-05-12T12:00:00+08:00");
        // Saturday the 9th is worked, Sunday the 10th is not.
        Assert.Equal(
            [
                "05-09 09:00 sscjgj.project reminded Red -1",
                "05-09 09:00 szjj.deputy escalated 市市场监管局项目负责人",
                "05-11 09:00 sscjgj.project reminded Red -3",
                "05-12 09:00 sscjgj.project reminded Red -4",
            ],
            office.Post.Lines.Skip(4).Order());
        Assert.Equal(
            ["将到期（蓝灯）：请提交方案", "临期（黄灯）：请提交方案", "逾期（红灯）：请提交方案"],
            await ActionsAsync(office));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync("p1")).Intact);
    }

    [Fact]
    public async Task Watch_WeeklyAndPastDue_TellsOnTheDayThenWeeklyToMoreAndMore()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, plan: Plan() with { Overdue = OverdueRhythm.Weekly });
        await office.AdvanceToAsync("2026-06-02T12:00:00+08:00");
        // Saturday the 9th is worked, the 16th is not: the first week is told on Monday the 18th, the others count from the 9th.
        Assert.Equal(
            [
                "05-09 09:00 sscjgj.project reminded Red -1",
                "05-09 09:00 szjj.deputy escalated 市市场监管局项目负责人",
                "05-18 09:00 sscjgj.office urged 市市场监管局项目负责人 -10",
                "05-18 09:00 sscjgj.project reminded Red -10",
                "05-25 09:00 sscjgj.office urged 市市场监管局项目负责人 -17",
                "05-25 09:00 sscjgj.project reminded Red -17",
                "05-25 09:00 szjj.deputy urged 市市场监管局项目负责人 -17",
                "06-01 09:00 sscjgj.office urged 市市场监管局项目负责人 -24",
                "06-01 09:00 sscjgj.project reminded Red -24",
                "06-01 09:00 szjj.deputy urged 市市场监管局项目负责人 -24",
                "06-01 09:00 vm-market urged 市市场监管局项目负责人 -24",
            ],
            office.Post.Lines.Skip(4).Order());
    }

    [Fact]
    public async Task Watch_WeeklyAndDone_IsSilentAfterwards()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, plan: Plan() with { Overdue = OverdueRhythm.Weekly });
        await office.AdvanceToAsync("2026-05-19T12:00:00+08:00");
        var sent = office.Post.Sent.Count;
        await office.Book.CloseAsync(Plan(), office.Now, DeadlineState.Done);
        await office.AdvanceToAsync("2026-07-01T12:00:00+08:00");
        Assert.Equal(sent, office.Post.Sent.Count);
        Assert.Equal(11, (await office.OutputAsync<DeadlineOutcome>(Watch))!.DaysOverdue);
    }

    [Fact]
    public async Task Watch_WeeklyWhoseHolderIsAbsent_AlsoTellsTheSubstitute()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await office.Get<DirectoryRecords>().SaveSubstituteAsync(
            new() { Person = "sscjgj.project", Substitute = "szj.project", From = new(2026, 5, 1), To = new(2026, 5, 20) });
        await StartAsync(office, plan: Plan() with { Overdue = OverdueRhythm.Weekly });
        await office.AdvanceToAsync("2026-05-25T12:00:00+08:00");
        Assert.Equal(
            ["05-18 sscjgj.office", "05-18 szj.project", "05-25 sscjgj.office", "05-25 szjj.deputy"],
            office.Post.Lines.Where(line => line.Contains("urged", StringComparison.Ordinal)).Select(line => $"{line[..5]} {line.Split(' ')[2]}").Order());
    }

    [Fact]
    public async Task Check_WeeklyAfterADowntimeOverSeveralNotices_SendsTheLastAndTheReport()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-06-03T20:00:00+08:00");
        await office.Book.OpenAsync(Plan() with { Overdue = OverdueRhythm.Weekly }, DateTimeOffset.Parse("2026-03-09T10:00:00+08:00"), Watch);
        var reading = await office.Create<DeadlineActivities>().CheckDeadline(
            new DeadlineCheck(
                Plan() with { Overdue = OverdueRhythm.Weekly }, Watch, DateTimeOffset.Parse("2026-05-08T10:00:00+08:00"), office.Now), office.Client);
        Assert.Equal(
            [
                "deadline|TechnicalPlan|1|202606010900|sscjgj.office", "deadline|TechnicalPlan|1|202606010900|sscjgj.project",
                "deadline|TechnicalPlan|1|202606010900|vm-market", "deadline|TechnicalPlan|1|overdue|20260509|szjj.deputy",
            ],
            reading.Mails.Select(mail => mail.Key).Order(StringComparer.Ordinal));
        Assert.Equal(DateTimeOffset.Parse("2026-06-08T09:00:00+08:00"), reading.NextAt);
    }

    [Fact]
    public async Task Notice_LongAfterItsLinkWouldHaveExpired_BringsOneThatOpens()
    {
        await using var office = await VirtualOffice.OpenAsync("2027-05-10T09:00:00+08:00");
        var link = new LinkRequest { Purpose = new("Report"), Subject = "p1", Step = "TechnicalPlan", Person = "sscjgj.project", Expires = DateTimeOffset.Parse("2026-07-08T00:00:00+08:00") };
        var plan = Plan() with { Overdue = OverdueRhythm.Weekly, Responsible = [new("sscjgj.project", link)] };
        await office.Book.OpenAsync(plan, DateTimeOffset.Parse("2026-03-09T10:00:00+08:00"), Watch);
        var reading = await office.Create<DeadlineActivities>().CheckDeadline(new DeadlineCheck(plan, Watch, office.Now.AddHours(-1), office.Now), office.Client);
        Assert.All(reading.Mails, mail => Assert.True(mail.Message.Link!.Expires >= office.Now.AddDays(14), mail.Key));
        Assert.Equal(4, reading.Mails.Count);
    }

    [Fact]
    public async Task Watch_TurningRed_IsUrgentOnceForTheResponsibleAndTheSupervisor()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-05-12T12:00:00+08:00");

        var urgent = new List<string>();
        await foreach (var mail in office.Tables.ReadPartitionAsync<OutboxRow>("p1"))
        {
            if (mail.Value.Order.Message.Urgent)
                urgent.Add($"{mail.Value.CreatedAt:MM-dd} {mail.Value.Order.To.Person}");
        }

        Assert.Equal(["05-09 sscjgj.project", "05-09 szjj.deputy"], urgent.Order());
    }

    [Fact]
    public async Task Watch_DoneInTime_EndsAndIsSilent()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-04-01T15:00:00+08:00");
        await office.Book.CloseAsync(Plan(), office.Now, DeadlineState.Done);
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent);
        await office.SettleAsync();
        Assert.Equal(new DeadlineOutcome(DeadlineState.Done, office.Now, Plan().Deadline, 0), await office.OutputAsync<DeadlineOutcome>(Watch));
        await office.AdvanceToAsync("2026-06-01T00:00:00+08:00");
        Assert.Empty(office.Post.Sent);
        Assert.Empty(await office.Book.ListAsync("sscjgj", until: null));
    }

    [Fact]
    public async Task Watch_DoneBeforeItStarts_EndsAtItsFirstLook()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await office.Book.CloseAsync(Plan(), office.Now, DeadlineState.Done);
        await StartAsync(office);
        Assert.Equal(DeadlineState.Done, (await office.OutputAsync<DeadlineOutcome>(Watch))!.State);
        await office.AdvanceToAsync("2026-06-01T00:00:00+08:00");
        Assert.Empty(office.Post.Sent);
    }

    [Fact]
    public async Task Watch_DoneEventTwice_EndsOnce()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent);
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent);
        await office.SettleAsync();
        Assert.Equal(DeadlineState.Done, (await office.OutputAsync<DeadlineOutcome>(Watch))!.State);
    }

    [Fact]
    public async Task Watch_DoneEventAfterItEnded_ChangesNothing()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.Book.CloseAsync(Plan(), office.Now, DeadlineState.Cancelled);
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent);
        await office.SettleAsync();
        var before = await RowAsync(office);
        await office.AdvanceToAsync("2026-03-20T10:00:00+08:00");
        await Record.ExceptionAsync(() => office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent));
        await office.SettleAsync();
        Assert.Equal(DeadlineState.Cancelled, (await office.OutputAsync<DeadlineOutcome>(Watch))!.State);
        Assert.Equal(before.ClosedAt, (await RowAsync(office)).ClosedAt);
    }

    [Fact]
    public async Task Watch_DoneEventLost_EndsAtTheNextReminderWithoutSendingIt()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-04-01T15:00:00+08:00");
        var closedAt = office.Now;
        await office.Book.CloseAsync(Plan(), closedAt, DeadlineState.Done);
        await office.AdvanceToAsync("2026-05-01T09:00:00+08:00");
        Assert.Equal(closedAt, (await office.OutputAsync<DeadlineOutcome>(Watch))!.ClosedAt);
        Assert.Empty(office.Post.Sent);
    }

    [Fact]
    public async Task Watch_DoneAfterDue_CountsTheDaysOverdue()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-05-11T15:00:00+08:00");
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent);
        await office.SettleAsync();
        Assert.Equal(3, (await office.OutputAsync<DeadlineOutcome>(Watch))!.DaysOverdue);
    }

    [Fact]
    public async Task Watch_Paused_IsSilentAndGoesOnWithTheDaysThatWereLeft()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-05-02T15:00:00+08:00");
        await ChangeAsync(office, await office.Book.PauseAsync("p1", step: null, Act(office, "pause")));
        await office.AdvanceToAsync("2026-06-15T15:00:00+08:00");
        Assert.Equal((DeadlineState.Paused, Light.Blue), ((await RowAsync(office)).State, (await RowAsync(office)).Light));
        // Six days were left on 2 May: Sunday 21 June is the last day of Dragon Boat, so Monday the 22nd.
        await ChangeAsync(office, await office.Book.ResumeAsync("p1", step: null, Act(office, "resume")));
        Assert.Equal(new DateOnly(2026, 6, 22), (await RowAsync(office)).Deadline.LastDay);
        await office.AdvanceToAsync("2026-06-23T12:00:00+08:00");
        Assert.Equal(
            [
                "05-01 09:00 sscjgj.project reminded Blue 7",
                // Seven days before fell into the pause, so that is said when it ends.
                "06-15 15:00 sscjgj.project reminded Blue 7",
                "06-19 09:00 sscjgj.project reminded Yellow 3",
                "06-21 09:00 sscjgj.project reminded Yellow 1",
                "06-22 09:00 sscjgj.project reminded Yellow 0",
                "06-23 09:00 sscjgj.project reminded Red -1",
                "06-23 09:00 szjj.deputy escalated 市市场监管局项目负责人",
            ],
            office.Post.Lines.Order());
        Assert.Contains("计时暂停：请提交方案", await ActionsAsync(office));
        Assert.Contains("计时恢复：请提交方案", await ActionsAsync(office));
    }

    [Fact]
    public async Task Watch_PausedAndDone_EndsByTheEvent()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await ChangeAsync(office, await office.Book.PauseAsync("p1", step: null, Act(office, "pause")));
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.DoneEvent);
        await office.SettleAsync();
        Assert.Equal(DeadlineState.Done, (await office.OutputAsync<DeadlineOutcome>(Watch))!.State);
    }

    [Fact]
    public async Task Watch_Extended_RemindsBeforeTheNewDayOnly()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-04-30T15:00:00+08:00");
        Assert.Null(await office.Book.ExtendAsync("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), new DateOnly(2026, 5, 29), Act(office, "extend")));
        Assert.Null(await office.Book.ExtendAsync("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), new DateOnly(2026, 5, 29), Act(office, "extend")));
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.ChangedEvent);
        await office.AdvanceToAsync("2026-05-29T12:00:00+08:00");
        Assert.Equal(["05-22", "05-26", "05-28", "05-29"], office.Post.Lines.Select(line => line[..5]));
        Assert.Single(await ActionsAsync(office), action => action == "延期：请提交方案");
    }

    [Theory]
    [InlineData("2026-05-09T00:00:00+08:00", "2026-05-29", "届满")]
    [InlineData("2026-04-30T00:00:00+08:00", "2026-05-08", "晚于")]
    public async Task Extend_TooLateOrNotLater_IsRefused(string at, string day, string reason)
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync(at);
        Assert.Contains(reason, await office.Book.ExtendAsync("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), DateOnly.Parse(day), Act(office, "extend")));
        Assert.Equal(new DateOnly(2026, 5, 8), (await RowAsync(office)).Deadline.LastDay);
        Assert.NotNull(await office.Book.ExtendAsync("p1", DeadlineKey.Of("other"), DateOnly.Parse(day), Act(office, "extend")));
    }

    [Fact]
    public async Task Watch_BehindPlan_TurnsYellowAtOnceAndBack()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await office.AdvanceToAsync("2026-04-01T15:00:00+08:00");
        await ChangeAsync(office, await office.Book.SetBehindPlanAsync("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), behind: true, Act(office, "behind")));
        Assert.Equal(Light.Yellow, (await RowAsync(office)).Light);
        Assert.Equal(["04-01 15:00 sscjgj.project reminded Yellow 37"], office.Post.Lines);
        await ChangeAsync(office, await office.Book.SetBehindPlanAsync("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), behind: false, Act(office, "caught-up")));
        Assert.Equal(Light.None, (await RowAsync(office)).Light);
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public async Task Watch_Terminated_LeavesARowThatTheSweepDrops()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office);
        await StartAsync(office, "other", Plan() with { Subject = "p2" });
        await office.Client.TerminateInstanceAsync(Watch);
        await office.SettleAsync();
        Assert.Equal(1, await SweepAsync(office));
        Assert.Equal(0, await SweepAsync(office));
        Assert.Equal(DeadlineState.Cancelled, (await RowAsync(office)).State);
        Assert.Equal("p2", Assert.Single(await office.Book.ListAsync("sscjgj", until: null)).Plan.Subject);
        Assert.Equal(["期限撤销：请提交方案"], await ActionsAsync(office));
    }

    [Fact]
    public async Task Check_RepeatedAfterACrash_GivesTheSameMailsAgain()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-09T09:00:00+08:00");
        var activities = office.Create<DeadlineActivities>();
        var check = new DeadlineCheck(Plan(), Watch, DateTimeOffset.Parse("2026-05-09T00:00:00+08:00"), office.Now);
        var first = await activities.CheckDeadline(check, office.Client);
        var again = await activities.CheckDeadline(check, office.Client);
        Assert.Equal(2, first.Mails.Count);
        Assert.Equal(first.Mails.Select(mail => mail.Key), again.Mails.Select(mail => mail.Key));
        Assert.Equal(first.NextAt, again.NextAt);
        Assert.Equal(DateTimeOffset.Parse("2026-05-11T09:00:00+08:00"), first.NextAt);
    }

    [Fact]
    public async Task Check_AfterADowntimeOverSeveralReminders_SendsOne()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-07T20:00:00+08:00");
        var reading = await office.Create<DeadlineActivities>().CheckDeadline(
            new DeadlineCheck(Plan(), Watch, DateTimeOffset.Parse("2026-03-09T10:00:00+08:00"), office.Now), office.Client);
        Assert.Equal("deadline|TechnicalPlan|1|202605070900|sscjgj.project", Assert.Single(reading.Mails).Key);
    }

    [Fact]
    public async Task List_OfAUnit_IsByDueInstantAndLeavesOutWhatIsLaterOrClosed()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        foreach (var (subject, days) in new[] { ("p1", 60), ("p2", 10), ("p3", 30), ("p4", 5) })
        {
            await office.Book.OpenAsync(
                Plan() with { Subject = subject, Deadline = Deadline(new Days(days)) }, office.Now, instanceId: null);
        }

        await office.Book.CloseAsync(Plan() with { Subject = "p4", Deadline = Deadline(new Days(5)) }, office.Now, DeadlineState.Done);
        await office.Book.ExtendAsync("p2", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), new DateOnly(2026, 4, 20), Act(office, "extend"));
        Assert.Equal(["p3", "p2", "p1"], (await office.Book.ListAsync("sscjgj", until: null)).Select(row => row.Plan.Subject));
        Assert.Equal(["p3"], (await office.Book.ListAsync("sscjgj", DateTimeOffset.Parse("2026-04-15T00:00:00+08:00"))).Select(row => row.Plan.Subject));
        Assert.Empty(await office.Book.ListAsync("szj", until: null));
        // A pointer that a crash left behind is not believed.
        await office.Tables.UpsertAsync(new DeadlineByUnitRow { Unit = "sscjgj", Due = office.Now, Subject = "p2", Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)) });
        Assert.Equal(3, (await office.Book.ListAsync("sscjgj", until: null)).Count);
    }

    [Fact]
    public async Task Recompute_WhenTheYearIsPublished_MovesProvisionalDeadlinesWithAnEntry()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-12-28T10:00:00+08:00");
        var provisional = Deadline(new WorkingDays(5), new DateOnly(2026, 12, 28));
        Assert.True(provisional.Provisional);
        Assert.Equal(new DateOnly(2027, 1, 5), provisional.LastDay);
        await office.Book.OpenAsync(Plan() with { Deadline = provisional }, office.Now, instanceId: "w1");
        await office.Book.OpenAsync(Plan() with { Subject = "p2" }, office.Now, instanceId: "w2");
        await office.Get<WorkCalendarSource>().PublishAsync(new CalendarYear
        {
            Year = 2027,
            Source = "国务院办公厅关于2027年部分节假日安排的通知",
            Holidays = new Dictionary<string, IReadOnlyList<DateOnly>> { ["元旦"] = [new(2027, 1, 1), new(2027, 1, 4)] },
            MakeUpDays = [new(2027, 1, 3)],
        });
        Assert.Equal(["w1"], await office.Book.RecomputeAsync(["sscjgj"], Act(office, "2027")));
        var row = await RowAsync(office);
        Assert.Equal(new DateOnly(2027, 1, 5), row.Deadline.LastDay);
        Assert.False(row.Deadline.Provisional);
        Assert.Empty(await office.Book.RecomputeAsync(["sscjgj"], Act(office, "2027")));
        Assert.Equal(["节假日安排公布，期限重新计算：请提交方案"], await ActionsAsync(office));
    }

    private static WatchPlan Plan() => new()
    {
        Subject = "p1",
        Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)),
        Title = "项目",
        ToDo = "请提交方案",
        Unit = "sscjgj",
        Deadline = Deadline(new Days(60)),
        Responsible = [new("sscjgj.project")],
        Escalation = ["szjj.deputy"],
    };

    private static Deadline Deadline(Period period, DateOnly? from = null) =>
        DeadlineRules.Compute("TechnicalPlan", "第三十六条", period, from ?? new DateOnly(2026, 3, 9), WorkCalendar.Default);

    private static DeadlineAct Act(VirtualOffice office, string key) => new(key, "szjj.review", office.Now, "理由");

    private static async Task StartAsync(VirtualOffice office, string id = Watch, WatchPlan? plan = null)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(nameof(DeadlineWatch), plan ?? Plan(), OrchestrationVersion.Start(id));
        await office.SettleAsync();
    }

    private static async Task ChangeAsync(VirtualOffice office, IReadOnlyList<string> woken)
    {
        Assert.Equal([Watch], woken);
        await office.Client.RaiseEventAsync(Watch, DeadlineWatch.ChangedEvent);
        await office.SettleAsync();
    }

    private static Task<int> SweepAsync(VirtualOffice office) => office.Get<DeadlineSweep>().SweepAsync(office.Client);

    private static async Task<DeadlineRow> RowAsync(VirtualOffice office) =>
        (await office.Tables.FindAsync<DeadlineRow>("p1", "TechnicalPlan|1"))!.Value;

    private static async Task<List<string>> ActionsAsync(VirtualOffice office)
    {
        var actions = new List<string>();
        await foreach (var row in office.Get<IAuditTrail>().ReadAsync("p1"))
            actions.Add(row.Entry.Action);
        return actions;
    }
}
