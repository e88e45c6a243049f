using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Deadlines;

/// <summary>知悉 of a deadline that was missed, in virtual time.</summary>
public sealed class AcknowledgementsTests
{
    private const string Deputy = "szjj.deputy";

    [Fact]
    public async Task Escalation_WithoutALinkOfItsOwn_BringsOneForTheSupervisorToAcknowledge()
    {
        await using var office = await OverdueAsync();

        var link = await ReportedAsync(office);

        Assert.Equal((DeadlineLinks.Acknowledge, "TechnicalPlan|1", Deputy), (link.Purpose, link.Step, link.Person));
        Assert.Equal(new(2026, 7, 8, 0, 0, 0, ChinaTime.Offset), link.Expires);
    }

    [Fact]
    public async Task Record_Twice_KeepsTheFirstWordsAndOneEntry()
    {
        await using var office = await OverdueAsync();
        var (service, link) = (office.Get<Acknowledgements>(), await MintAsync(office));
        Assert.True((await service.FindAsync(link))!.Waits);

        var first = await service.RecordAsync(link, "  已约谈项目负责人 ");
        await office.AdvanceToAsync("2026-05-13T12:00:00+08:00");
        var second = await service.RecordAsync(link, "改口");
        var byAnotherMail = await service.RecordAsync(await MintAsync(office), "又改口");

        Assert.Equal(("已约谈项目负责人", Deputy, link.Hash), (first!.Comment, first.Person, first.Link));
        Assert.Equal(first, second);
        Assert.Equal(first, byAnotherMail);
        Assert.False((await service.FindAsync(link))!.Waits);
        Assert.Single(await EntriesAsync(office));
    }

    [Fact]
    public async Task Record_DeadlineDoneMeanwhile_WritesNothing()
    {
        await using var office = await OverdueAsync();
        var link = await MintAsync(office);
        await office.Client.RaiseEventAsync("w1", DeadlineWatch.DoneEvent);
        await office.SettleAsync();

        Assert.Null(await office.Get<Acknowledgements>().RecordAsync(link, comment: null));
        Assert.Empty(await EntriesAsync(office));
    }

    [Fact]
    public async Task Record_ExtendedAndMissedAgain_IsAnotherWarning()
    {
        await using var office = await OverdueAsync();
        var (service, link) = (office.Get<Acknowledgements>(), await MintAsync(office));
        await service.RecordAsync(link, "第一次");
        Assert.Null(await office.Book.ExtendAsync(
            "p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), new DateOnly(2026, 6, 10), new("later", "szjj.review", office.Now, "理由"), overdueToo: true));
        await office.Client.RaiseEventAsync("w1", DeadlineWatch.ChangedEvent);
        await office.SettleAsync();
        Assert.Null(await service.RecordAsync(await MintAsync(office), "还没有逾期"));
        await office.AdvanceToAsync("2026-06-12T12:00:00+08:00");

        var again = await service.RecordAsync(await MintAsync(office), "第二次");

        Assert.Equal("第二次", again!.Comment);
        Assert.Equal("第一次", (await service.FindAsync(link))!.Given!.Comment);
        Assert.Equal(2, (await EntriesAsync(office)).Count);
    }

    [Fact]
    public async Task Find_LinkOfAnotherPurposeOrNoDeadline_IsNoWarning()
    {
        await using var office = await OverdueAsync();
        var (service, link) = (office.Get<Acknowledgements>(), await MintAsync(office));

        Assert.Null(await service.FindAsync(link with { Request = link.Request with { Purpose = SubmissionLinks.Upload } }));
        Assert.Null(await service.FindAsync(link with { Request = link.Request with { Step = "Unknown|1" } }));
    }

    /// <summary>A deadline of 8 May 2026 that was missed, four days later.</summary>
    private static async Task<VirtualOffice> OverdueAsync()
    {
        var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        var plan = new WatchPlan
        {
            Subject = "p1",
            Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)),
            Title = "项目",
            ToDo = "请提交方案",
            Unit = "sscjgj",
            Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new Days(60), new DateOnly(2026, 3, 9), WorkCalendar.Default),
            Responsible = [new("sscjgj.project")],
            Escalation = [Deputy],
        };
        await office.Client.ScheduleNewOrchestrationInstanceAsync(nameof(DeadlineWatch), plan, OrchestrationVersion.Start("w1"));
        await office.SettleAsync();
        await office.AdvanceToAsync("2026-05-12T12:00:00+08:00");
        return office;
    }

    private static async Task<LinkRequest> ReportedAsync(VirtualOffice office)
    {
        var reports = new List<LinkRequest?>();
        await foreach (var mail in office.Tables.ReadPartitionAsync<OutboxRow>("p1"))
        {
            if (mail.Value.Order.Message is DeadlineEscalated escalated)
                reports.Add(escalated.Link);
        }

        return Assert.Single(reports)!;
    }

    private static async Task<LinkRow> MintAsync(VirtualOffice office) => (await office.Get<LinkStore>().MintAsync(new()
    {
        Purpose = DeadlineLinks.Acknowledge,
        Subject = "p1",
        Step = "TechnicalPlan|1",
        Person = Deputy,
        Expires = office.Now.AddDays(60),
    })).Link;

    private static async Task<IReadOnlyList<AuditEntry>> EntriesAsync(VirtualOffice office) =>
        [.. (await office.Get<IAuditTrail>().EntriesAsync("p1")).Where(entry => entry.Action.StartsWith("知悉", StringComparison.Ordinal))];
}
