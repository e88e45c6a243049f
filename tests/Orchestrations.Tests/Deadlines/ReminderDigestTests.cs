using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Deadlines;

/// <summary>
/// Reminders of one person: five on a day come one by one, six are a digest that speaks for the week. Sixty days from 9 March
/// end on 8 May: blue on 1 May, yellow on 5 May, red on 9 May.
/// </summary>
public sealed class ReminderDigestTests
{
    private const string Person = "sscjgj.project";

    [Fact]
    public async Task Reminders_FiveOnADay_ComeOneByOne()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, 5);
        await office.AdvanceToAsync("2026-05-01T12:00:00+08:00");
        Assert.Equal(Enumerable.Repeat("05-01 09:00 sscjgj.project reminded Blue 7", 5), office.Post.Lines);
    }

    [Fact]
    public async Task Reminders_SixOnADay_AreOneDigestWithALinkEach()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, 6);
        await office.AdvanceToAsync("2026-05-01T12:00:00+08:00");
        var sent = Assert.Single(office.Post.Sent);
        Assert.Equal("6件事项的期限提醒", sent.Mail.Content.Subject);
        Assert.Equal(DateTimeOffset.Parse("2026-05-01T09:00:00+08:00"), sent.At);
        var secrets = sent.Mail.Content.Text.Split('\n');
        Assert.Equal(6, secrets.Distinct().Count());
        var subjects = new List<string>();
        foreach (var secret in secrets)
            subjects.Add((await office.Get<LinkStore>().FindAsync(secret)).Link!.Request.Subject);
        Assert.Equal(["p0", "p1", "p2", "p3", "p4", "p5"], subjects.Order());
        var row = (await office.Tables.FindAsync<OutboxRow>($"digest|{Person}", "2026-05-01"))!.Value;
        Assert.DoesNotContain(secrets, secret => JsonSerializer.Serialize(row, RecordJson.Options).Contains(secret, StringComparison.Ordinal));
        // Three days before they turn yellow, which is a digest of its own and speaks for one day before and the last day.
        await office.AdvanceToAsync("2026-05-08T12:00:00+08:00");
        Assert.Equal(["05-01", "05-05"], office.Post.Lines.Select(line => line[..5]));
    }

    [Fact]
    public async Task Reminders_OfWhichOneWasDoneBefore_CountWhatIsOpen()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, 6);
        // The watch was not told: its announcement stands, and the record knows better.
        await office.Book.CloseAsync(Plan(0), office.Now, DeadlineState.Done);
        await office.AdvanceToAsync("2026-05-01T12:00:00+08:00");
        Assert.Equal(5, office.Post.Sent.Count);
    }

    [Fact]
    public async Task Reminder_ThatTheDaysDigestDoesNotList_GoesOutByItself()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, 6);
        await office.AdvanceToAsync("2026-05-01T15:00:00+08:00");
        // Behind plan since this afternoon: another reminder of the same day.
        await office.Book.SetBehindPlanAsync("p3", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), behind: true, new DeadlineAct("behind", Person, office.Now));
        await office.Client.RaiseEventAsync("watch3", DeadlineWatch.ChangedEvent);
        await office.SettleAsync();
        Assert.Equal(["05-01 09:00 sscjgj.project 6件事项的期限提醒", "05-01 15:00 sscjgj.project reminded Yellow 7"], office.Post.Lines);
    }

    [Fact]
    public async Task Reminders_WhenOverdue_AreOneDigestAWeek()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-08T20:00:00+08:00");
        await StartAsync(office, 7);
        await office.AdvanceToAsync("2026-05-24T12:00:00+08:00");
        // Saturday 9 May is worked; the 16th, 17th and 23rd are not, so that the second week's first reminder is of the 18th.
        Assert.Equal(["05-09 09:00 sscjgj.project 7件事项的期限提醒", "05-18 09:00 sscjgj.project 7件事项的期限提醒"], office.Post.Lines);
    }

    [Fact]
    public async Task Notices_FiveOfAWeekOnSeveralDays_ComeOneByOne()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-05T20:00:00+08:00");
        await StartOverdueAsync(office, 5);
        office.Post.Sent.Clear();
        await office.AdvanceToAsync("2026-05-23T23:00:00+08:00");
        Assert.Equal(
            // Sunday the 10th, and the Saturdays after the worked one of the 9th, are told on the Monday after.
            [
                "05-06 -1", "05-07 -1", "05-08 -1", "05-09 -1", "05-11 -2",
                "05-13 -8", "05-14 -8", "05-15 -8", "05-18 -10", "05-18 -9",
                "05-20 -15", "05-21 -15", "05-22 -15",
            ],
            office.Post.Lines.Where(line => line.Contains($"{Person} reminded Red", StringComparison.Ordinal))
                .Select(line => $"{line[..5]} {line.Split(' ')[^1]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Notices_SixOfAWeekOnSeveralDays_AreOneDigestForWhoMustActAndForWhoUrges()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-05T20:00:00+08:00");
        await StartOverdueAsync(office, 6);
        await office.AdvanceToAsync("2026-06-20T23:00:00+08:00");

        // Each is told on its own day once; from the week on in which six would come again, they come as one.
        Assert.Equal(6, office.Post.Lines.Count(line => line.EndsWith($"{Person} reminded Red -1", StringComparison.Ordinal) || line.EndsWith($"{Person} reminded Red -2", StringComparison.Ordinal)));
        foreach (var person in (string[])[Person, "sscjgj.office", "vm-market"])
        {
            var weekly = office.Post.Sent.Where(sent => sent.Mail.To.Address.StartsWith(person + "@", StringComparison.Ordinal) && ChinaTime.DayOf(sent.At) >= new DateOnly(2026, 6, 8)).ToList();
            Assert.All(weekly, sent => Assert.Equal("6件事项的期限提醒", sent.Mail.Content.Subject));
            Assert.Equal(2, weekly.Count);
        }

        var digest = (ReminderDigest)(await office.Tables.ListAsync<OutboxRow>("digest|vm-market"))[^1].Order.Message;
        Assert.All(digest.Reminders, item => Assert.Equal("市市场监管局项目负责人", item.Message.Responsible));
        Assert.Contains("需要办理或者督促，其中6件已逾期", digest.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reminders_OfMattersDueLaterInTheWeek_AreInTheDigestWithTheirDays()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-04T20:00:00+08:00");
        await StartAsync(office, 6);
        // Its last day is 7 May: yellow since 4 May, reminded on the 6th and 7th.
        await StartAsync(office, 1, from: new DateOnly(2026, 3, 8), first: 6);
        office.Post.Sent.Clear();

        await office.AdvanceToAsync("2026-05-08T12:00:00+08:00");

        // That one turns red is a mail of its own.
        Assert.Equal(["05-05 09:00 sscjgj.project 7件事项的期限提醒", "05-08 09:00 sscjgj.project reminded Red -1"], office.Post.Lines);
        var digest = await DigestAsync(office, "2026-05-05");
        Assert.Equal([("p6", 2), ("p0", 3), ("p1", 3), ("p2", 3), ("p3", 3), ("p4", 3), ("p5", 3)], digest.Reminders.Select(item => (item.Subject, item.Message.DaysLeft)));
        Assert.Contains("至5月11日", digest.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reminders_InAWeekWithADigest_OfOthersOrAnewComputedComeByThemselves()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-04T20:00:00+08:00");
        await StartAsync(office, 6);
        await office.AdvanceToAsync("2026-05-05T12:00:00+08:00");
        // Came to be after the digest, which hence lists nothing of it. It is yellow from the start, and reminds on 7 and 8 May.
        await StartAsync(office, 1, first: 6);

        await office.AdvanceToAsync("2026-05-08T12:00:00+08:00");

        Assert.Equal(
            ["05-05 09:00 sscjgj.project 6件事项的期限提醒", "05-07 09:00 sscjgj.project reminded Yellow 1", "05-08 09:00 sscjgj.project reminded Yellow 0"],
            office.Post.Lines);
    }

    [Fact]
    public async Task Reminders_AfterADigestThatWasGivenUp_ComeAgain()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-04T20:00:00+08:00");
        await StartAsync(office, 6);
        await office.AdvanceToAsync("2026-05-05T12:00:00+08:00");
        var digest = (await office.Tables.FindAsync<OutboxRow>($"digest|{Person}", "2026-05-05"))!;
        await office.Tables.UpsertAsync(digest.Value with { State = MailState.GaveUp });

        await office.AdvanceToAsync("2026-05-08T12:00:00+08:00");

        // What it spoke for is told after all, by a digest of the next day that has reminders.
        Assert.Equal(["05-05", "05-07"], office.Post.Lines.Select(line => line[..5]));
    }

    [Fact]
    public async Task Reminders_CoveredByADigestOfAnEarlierVersion_AreOnlyThoseOfItsDay()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-05-04T20:00:00+08:00");
        await StartAsync(office, 6);
        await office.AdvanceToAsync("2026-05-05T12:00:00+08:00");
        var row = (await office.Tables.FindAsync<OutboxRow>($"digest|{Person}", "2026-05-05"))!.Value;
        var digest = (ReminderDigest)row.Order.Message;
        var daily = digest with { Reminders = [.. digest.Reminders.Select(item => new ListedReminder(item.Subject, item.Key, item.Message))] };
        await office.Tables.UpsertAsync(row with { Order = row.Order with { Message = daily } });

        await office.AdvanceToAsync("2026-05-08T12:00:00+08:00");

        Assert.Equal(["05-05", "05-07"], office.Post.Lines.Select(line => line[..5]));
    }

    [Fact]
    public async Task Enqueue_ReminderOfADigestAgain_SendsNothingMore()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, 6);
        await office.AdvanceToAsync("2026-05-01T09:00:00+08:00");
        var digest = (ReminderDigest)(await office.Tables.FindAsync<OutboxRow>($"digest|{Person}", "2026-05-01"))!.Value.Order.Message;
        foreach (var reminder in digest.Reminders)
        {
            await office.Create<Outbox>().EnqueueMail(
                new MailOrder { Subject = reminder.Subject, Key = reminder.Key, To = MailRecipient.Of(Person), Message = reminder.Message }, office.Client);
        }

        await office.SettleAsync();
        Assert.Single(office.Post.Sent);
    }

    private static async Task<ReminderDigest> DigestAsync(VirtualOffice office, string day) =>
        (ReminderDigest)(await office.Tables.FindAsync<OutboxRow>($"digest|{Person}", day))!.Value.Order.Message;

    private static WatchPlan Plan(int i, DateOnly? from = null) => new()
    {
        Subject = $"p{i}",
        Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)),
        Title = $"项目{i}",
        ToDo = "请提交方案",
        Unit = "sscjgj",
        Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new Days(60), from ?? new DateOnly(2026, 3, 9), WorkCalendar.Default),
        Responsible =
        [
            new(Person, new LinkRequest
            {
                Purpose = SubmissionLinks.Upload,
                Subject = $"p{i}",
                Step = "TechnicalPlan|1",
                Person = Person,
                Expires = DateTimeOffset.Parse("2026-07-08T00:00:00+08:00"),
            }),
        ],
    };

    /// <summary>Matters of which one becomes overdue each day from Wednesday 6 May on.</summary>
    private static async Task StartOverdueAsync(VirtualOffice office, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new FixedDate(new DateOnly(2026, 5, 5).AddDays(i)), new DateOnly(2026, 3, 9), WorkCalendar.Default);
            await office.Client.ScheduleNewOrchestrationInstanceAsync(
                nameof(DeadlineWatch), Plan(i) with { Deadline = deadline, Overdue = OverdueRhythm.Weekly }, OrchestrationVersion.Start($"watch{i}"));
        }

        await office.SettleAsync();
    }

    private static async Task StartAsync(VirtualOffice office, int count, DateOnly? from = null, int first = 0)
    {
        for (var i = first; i < first + count; i++)
            await office.Client.ScheduleNewOrchestrationInstanceAsync(nameof(DeadlineWatch), Plan(i, from), OrchestrationVersion.Start($"watch{i}"));
        await office.SettleAsync();
    }
}
