using System.Text;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Deadlines;

/// <summary>
/// What happens when the arrangement of 2027 lands. It is not published yet, so its days here are made up: both days of
/// a weekend are worked. Twenty working days from 10 December 2026 then end on 6 January instead of the 8th.
/// </summary>
public sealed class CalendarPublicationTests
{
    private const string Watch = "watch";

    [Fact]
    public async Task Publish_TheNextYear_MovesProvisionalDeadlinesAndWakesTheirWatches()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-12-10T10:00:00+08:00");
        await StartAsync(office);
        Assert.Equal((new DateOnly(2027, 1, 8), true), await DayAsync(office));
        await office.AdvanceToAsync("2026-12-20T10:00:00+08:00");
        Assert.Equal(1, (await PublishAsync(office, Arrangement())).Moved);
        Assert.Equal((new DateOnly(2027, 1, 6), false), await DayAsync(office));
        Assert.True((await office.Get<WorkCalendarSource>().GetAsync()).IsWorkingDay(new DateOnly(2027, 1, 3)));

        // A watch that slept on until the old reminder of 1 January would miss the first of these.
        await office.AdvanceToAsync("2027-01-06T12:00:00+08:00");
        Assert.Equal(["12-30 09:00", "01-03 09:00", "01-05 09:00", "01-06 09:00"], office.Post.Lines.Select(line => line[..11]));
        var entry = Assert.Single(await EntriesAsync(office, "p1"), entry => entry.Action.StartsWith("节假日安排公布", StringComparison.Ordinal));
        Assert.Contains("期限由2027年1月8日24时（暂定）改为2027年1月6日24时", entry.Detail, StringComparison.Ordinal);
        Assert.Equal("administrator", entry.Actor);
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync("p1")).Intact);
    }

    [Fact]
    public async Task Publish_TheSameFileAgain_ChangesNothing()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-12-10T10:00:00+08:00");
        await StartAsync(office);
        await PublishAsync(office, Arrangement());
        var (row, entries) = (await RowAsync(office), await EntriesAsync(office, "p1"));
        await office.AdvanceToAsync("2026-12-11T10:00:00+08:00");
        Assert.Equal(0, (await PublishAsync(office, Arrangement())).Moved);
        Assert.Equal(row.ETag, (await RowAsync(office)).ETag);
        Assert.Equal(entries, await EntriesAsync(office, "p1"));
        Assert.Single(await EntriesAsync(office, CalendarPublication.SubjectOf(2027)));
        Assert.Empty(office.Post.Sent);
    }

    [Fact]
    public async Task Publish_AfterACrashBeforeTheWatchesWereWoken_WakesThemWhenRepeated()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-12-10T10:00:00+08:00");
        await StartAsync(office);
        await office.Get<WorkCalendarSource>().PublishAsync(Arrangement());
        await office.Book.RecomputeAsync(["sscjgj"], new DeadlineAct("crashed", "administrator", office.Now));
        await PublishAsync(office, Arrangement());
        await office.AdvanceToAsync("2026-12-30T12:00:00+08:00");
        Assert.Equal(["12-30 09:00 sscjgj.project reminded Blue 7"], office.Post.Lines);
    }

    [Fact]
    public async Task Publish_AWatchThatIsGone_DoesNotHoldUpTheRest()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-12-10T10:00:00+08:00");
        await office.Book.OpenAsync(Plan() with { Subject = "p0" }, office.Now, instanceId: "gone");
        await StartAsync(office);
        Assert.Equal(2, (await PublishAsync(office, Arrangement())).Moved);
        await office.AdvanceToAsync("2026-12-30T12:00:00+08:00");
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public void Check_ShippedYears_AreInOrder() =>
        Assert.All(WorkCalendar.Default.Years, year => Assert.Empty(CalendarRules.Check(year, year.Year)));

    [Fact]
    public void Check_AGoodArrangementOfAnotherYear_IsRefused() =>
        Assert.Contains("2027年的安排", Assert.Single(CalendarRules.Check(Arrangement(), 2028)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-01-02", "2027-01-02", "holidays.元旦", "不在2027年")]
    [InlineData("2027-10-01", "2027-01-02", "holidays.国庆节", "重复")]
    [InlineData("2027-01-02", "2027-01-02", "makeUpDays", "不能又是上班日")]
    [InlineData("2027-01-08", "2027-01-04", "makeUpDays", "不是周六或周日")]
    [InlineData("2027-01-08", "2028-01-02", "makeUpDays", "不在2027年")]
    public void Check_DaysThatContradict_AreNamed(string off, string makeUp, string field, string reason)
    {
        var good = Arrangement();
        var arrangement = good with
        {
            Holidays = new Dictionary<string, IReadOnlyList<DateOnly>>(good.Holidays) { ["元旦"] = [new(2027, 1, 1), DateOnly.Parse(off)] },
            MakeUpDays = [DateOnly.Parse(makeUp)],
        };
        var fault = Assert.Single(CalendarRules.Check(arrangement, 2027));
        Assert.Equal(field, fault.Field);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_StatutoryHolidayMissing_IsNamed()
    {
        var arrangement = Arrangement() with { Holidays = new Dictionary<string, IReadOnlyList<DateOnly>> { ["元旦"] = [new(2027, 1, 1)] } };
        Assert.Equal(
            ["2027-05-01", "2027-05-02", "2027-10-01", "2027-10-02", "2027-10-03"],
            CalendarRules.Check(arrangement, 2027).Select(fault => fault.Message["缺少法定节假日".Length..^1]));
    }

    private static CalendarYear Arrangement()
    {
        const string File = """
            {
              "year": 2027,
              "source": "测试用的2027年安排",
              "holidays": {
                "元旦": ["2027-01-01"],
                "劳动节": ["2027-05-01", "2027-05-02"],
                "国庆节": ["2027-10-01", "2027-10-02", "2027-10-03"]
              },
              "makeUpDays": ["2027-01-02", "2027-01-03"]
            }
            """;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(File));
        return CalendarYear.Read(stream);
    }

    private static WatchPlan Plan() => new()
    {
        Subject = "p1",
        Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)),
        Title = "项目",
        ToDo = "请提交方案",
        Unit = "sscjgj",
        Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new WorkingDays(20), new DateOnly(2026, 12, 10), WorkCalendar.Default),
        Responsible = [new("sscjgj.project")],
    };

    private static async Task StartAsync(VirtualOffice office)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(nameof(DeadlineWatch), Plan(), OrchestrationVersion.Start(Watch));
        await office.SettleAsync();
    }

    private static async Task<PublishedCalendar> PublishAsync(VirtualOffice office, CalendarYear arrangement)
    {
        var published = await office.Get<CalendarPublication>().PublishAsync(arrangement, "administrator", office.Client);
        await office.SettleAsync();
        return published;
    }

    private static async Task<Row<DeadlineRow>> RowAsync(VirtualOffice office) => (await office.Tables.FindAsync<DeadlineRow>("p1", "TechnicalPlan|1"))!;

    private static async Task<(DateOnly LastDay, bool Provisional)> DayAsync(VirtualOffice office)
    {
        var deadline = (await RowAsync(office)).Value.Deadline;
        return (deadline.LastDay, deadline.Provisional);
    }

    private static async Task<List<AuditEntry>> EntriesAsync(VirtualOffice office, string subject)
    {
        var entries = new List<AuditEntry>();
        await foreach (var row in office.Get<IAuditTrail>().ReadAsync(subject))
            entries.Add(row.Entry);
        return entries;
    }
}
