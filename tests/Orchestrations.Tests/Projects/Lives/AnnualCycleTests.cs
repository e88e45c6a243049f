using System.Globalization;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Microsoft.DurableTask;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>The year of the library.</summary>
public sealed class AnnualCycleTests
{
    [Fact]
    public async Task Year_FromJanuary_AdjustsCallsClosesAndReports()
    {
        await using var office = await LivingOffice.OpenAsync("2026-01-01");
        await BeginAsync(office);

        await office.AdvanceToAsync("2026-09-15T00:00+08:00");
        var call = (await office.Tables.FindAsync<LibraryCallRow>(LibraryCallRow.Partition, "2026"))!.Value;
        Assert.Equal((Life.At("2026-09-01T09:00"), Life.At("2026-11-01T00:00"), (DateTimeOffset?)null), (call.OpenedAt, call.Until, call.ClosedAt));

        await office.AdvanceToAsync("2027-01-01T00:00+08:00");
        call = (await office.Tables.FindAsync<LibraryCallRow>(LibraryCallRow.Partition, "2026"))!.Value;
        Assert.Equal(Life.At("2026-11-01T00:00"), call.ClosedAt);
        var mails = await MailsAsync(office);
        Assert.Equal(
            ["2026-09-01 09:00", "2026-10-24 09:00", "2026-10-28 09:00", "2026-10-30 09:00", "2026-10-31 09:00"],
            mails.Where(mail => mail.Order.To.Person == "sjyj.project").Select(mail => $"{mail.CreatedAt:yyyy-MM-dd HH:mm}").Order());
        // counties and companies are not called
        Assert.DoesNotContain(mails, mail => mail.Order.To.Person is "tcq.project" or "mkjgs.project");
        Assert.Contains(mails, mail => mail.CreatedAt == Life.At("2026-12-01T09:00") && mail.Order.Message.Article == "第五十一条");
        Assert.True(await office.OutputAsync<int>(AnnualCycle.InstanceIdOf(2026)) > 30);
    }

    [Fact]
    public async Task Year_September_NamesTheSystemsThatNeedMoneyForTheirOperation()
    {
        await using var office = await LivingOffice.OpenAsync("2026-08-20");
        var due = await SystemCatalogueTests.EnterAsync(office);
        await SystemCatalogueTests.EnterAsync(office, confirmed: false, key: "waiting");
        await SystemCatalogueTests.EnterAsync(office, key: "maintained", unit: "sjyj", description: SystemCatalogueTests.Old with { MaintenanceEnds = new(2027, 12, 31) });
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-09-02T00:00+08:00");

        var asked = Assert.Single(await MailsAsync(office), mail => mail.Order.Message.Title == "2027年度运维预算");
        Assert.Equal((Life.At("2026-09-01T09:00"), "sscjgj.project", "第三十二条"), (asked.CreatedAt, asked.Order.To.Person, asked.Order.Message.Article));
        Assert.Equal([new MailLine(due.Description.Name!, "维保至2023年6月1日")], asked.Order.Message.Lines);
    }

    [Fact]
    public async Task Year_BegunInNovember_LeavesOutWhatIsOver()
    {
        await using var office = await LivingOffice.OpenAsync("2026-11-10");
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-12-02T00:00+08:00");

        Assert.Null(await office.Tables.FindAsync<LibraryCallRow>(LibraryCallRow.Partition, "2026"));
        Assert.Equal(["2026-12-01 09:00"], (await MailsAsync(office)).Select(mail => $"{mail.CreatedAt:yyyy-MM-dd HH:mm}"));
    }

    [Theory]
    [InlineData("2026-10-30", false)]
    [InlineData("2026-11-02", true)]
    public async Task Library_EntryAfterOctober_IsMarkedLate(string start, bool late)
    {
        await using var office = await LivingOffice.OpenAsync(start);
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette with { LibraryAdmissionFirst = true });
        Assert.Equal(Stages.LibraryAdmission, await office.StageAsync(project));
        await office.AdvanceToAsync($"{DateOnly.Parse(start, CultureInfo.InvariantCulture).AddDays(2):yyyy-MM-dd}T00:00+08:00");

        var entry = (await office.Tables.FindAsync<LibraryEntryRow>("2027", project.Id))!.Value;
        Assert.Equal((LibraryState.Admitted, late), (entry.State, entry.Late));
    }

    internal static async Task BeginAsync(VirtualOffice office)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(AnnualCycle), new CycleYear(office.Now.Year, ProjectPolicy.Gazette),
            OrchestrationVersion.Start(AnnualCycle.InstanceIdOf(office.Now.Year)));
        await office.SettleAsync();
    }

    private static async Task<List<OutboxRow>> MailsAsync(VirtualOffice office)
    {
        var mails = new List<OutboxRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<OutboxRow>("annual-2026")) mails.Add(row.Value);
        return mails;
    }
}
