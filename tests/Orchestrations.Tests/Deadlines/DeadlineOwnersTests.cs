using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Orchestrations.Tests.Projects.Lives;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Deadlines;

/// <summary>
/// Whoever terminates a process ends its deadlines with it, also where the host passes a termination on to nobody. The technical plan
/// of a life that begins on 2 March is due in May.
/// </summary>
public sealed class DeadlineOwnersTests
{
    private const string Person = "sscjgj.project";

    [Theory]
    [InlineData("")]
    [InlineData(":TechnicalPlan:1")]
    public async Task Watch_OwnerOrItsCallerTerminated_EndsAtItsNextLookWithoutReminding(string part)
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(Stages.TechnicalPlan));
        var project = await PlanAsync(office);
        var before = await PlanRowAsync(office, project);
        Assert.Equal($"{project.InstanceId}:TechnicalPlan:1", before.Plan.Owner);

        await office.Client.TerminateInstanceAsync($"{project.InstanceId}{part}", new TerminateInstanceOptions { Recursive = false });
        await office.SettleAsync();
        Assert.False((await PlanRowAsync(office, project)).IsClosed);
        await office.AdvanceToAsync("2026-07-01T00:00+08:00");

        var row = await PlanRowAsync(office, project);
        Assert.Equal(DeadlineState.Cancelled, row.State);
        Assert.True(row.ClosedAt < row.Deadline.Due);
        Assert.Equal(DeadlineState.Cancelled, (await office.OutputAsync<DeadlineOutcome>(row.InstanceId!))!.State);
        Assert.Empty(await RemindersAsync(office, project));
        Assert.DoesNotContain(await office.Book.ListAsync("sscjgj", until: null), open => open.Plan.Subject == project.Id && open.Plan.Owner!.Contains("TechnicalPlan", StringComparison.Ordinal));
        Assert.Contains((await office.Get<ProjectQueries>().FindAsync(project.Id))!.History, entry => entry.Action.StartsWith("期限撤销", StringComparison.Ordinal) && entry.Detail!.Contains("流程已终止", StringComparison.Ordinal));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync(project.Id)).Intact);
    }

    [Fact]
    public async Task Watch_OwnerRuns_GoesOnReminding()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(Stages.TechnicalPlan));
        var project = await PlanAsync(office);

        await office.AdvanceToAsync("2026-07-01T00:00+08:00");

        Assert.Equal(DeadlineState.Overdue, (await PlanRowAsync(office, project)).State);
        Assert.NotEmpty(await RemindersAsync(office, project));
    }

    [Fact]
    public async Task Sweep_OwnerTerminatedInAPause_DropsTheDeadlineAndEndsTheWatch()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(Stages.TechnicalPlan));
        var project = await PlanAsync(office);
        foreach (var woken in await office.Book.PauseAsync(project.Id, step: null, new("pause", "szjj.review", office.Now, "理由")))
            await office.Client.RaiseEventAsync(woken, DeadlineWatch.ChangedEvent);
        await office.SettleAsync();
        await office.Client.TerminateInstanceAsync(project.InstanceId, new TerminateInstanceOptions { Recursive = false });
        await office.AdvanceToAsync("2026-07-01T00:00+08:00");
        // Nothing was due at which the watch could have looked.
        Assert.Equal(DeadlineState.Paused, (await PlanRowAsync(office, project)).State);

        Assert.Equal(1, await SweepAsync(office));
        Assert.Equal(0, await SweepAsync(office));
        await office.SettleAsync();

        var row = await PlanRowAsync(office, project);
        Assert.Equal((DeadlineState.Cancelled, office.Now), (row.State, row.ClosedAt));
        Assert.NotNull(await office.OutputAsync<DeadlineOutcome>(row.InstanceId!));
    }

    [Fact]
    public async Task Sweep_OwnerTerminatedTogetherWithItsWatch_DropsTheDeadline()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(Stages.TechnicalPlan));
        var project = await PlanAsync(office);
        await office.Client.TerminateInstanceAsync(project.InstanceId, new TerminateInstanceOptions { Recursive = true });
        await office.SettleAsync();

        Assert.Equal(1, await SweepAsync(office));

        Assert.Equal(DeadlineState.Cancelled, (await PlanRowAsync(office, project)).State);
    }

    [Fact]
    public async Task Sweep_PublicityTerminated_DropsTheDeadlineThatNobodyWatches()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublicityLifeTests.PublishAsync(office);
        await office.AdvanceToAsync("2026-03-05T12:00+08:00");
        Assert.Equal(0, await SweepAsync(office));

        await office.Client.TerminateInstanceAsync(project.InstanceId, new TerminateInstanceOptions { Recursive = false });
        await office.SettleAsync();

        Assert.Equal(1, await SweepAsync(office));
        Assert.Equal(DeadlineState.Cancelled, (await office.Tables.FindAsync<DeadlineRow>(project.Id, Stages.Publicity))!.Value.State);
    }

    [Theory]
    [InlineData("gone", true)]
    [InlineData("owner", false)]
    [InlineData("owner:Approval:x:1", true)]
    public async Task Watch_OwnerIsNotThere_EndsAtItsSecondLook(string owner, bool ends)
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, "owner", Plan("p0"));
        await StartAsync(office, "watch", Plan("p1") with { Owner = owner });
        Assert.False((await RowAsync(office, "p1")).IsClosed);

        await office.AdvanceToAsync("2026-05-02T00:00:00+08:00");

        Assert.Equal(ends, (await RowAsync(office, "p1")).IsClosed);
        Assert.Equal(ends ? 1 : 2, office.Post.Sent.Count);
    }

    [Fact]
    public async Task Digest_OfADayOnWhichAProcessWasTerminated_DoesNotNameIt()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        // Two years later, so that it reminds of nothing in between.
        await StartAsync(office, "process", Plan("process", days: 700) with { Responsible = [] });
        await StartAsync(office, "watch0", Plan("p0") with { Owner = "process" });
        for (var i = 1; i < 7; i++) await StartAsync(office, $"watch{i}", Plan($"p{i}"));
        await office.Client.TerminateInstanceAsync("process");

        await office.AdvanceToAsync("2026-05-01T12:00:00+08:00");

        var digest = (ReminderDigest)(await office.Tables.FindAsync<OutboxRow>($"digest|{Person}", "2026-05-01"))!.Value.Order.Message;
        Assert.Equal(["p1", "p2", "p3", "p4", "p5", "p6"], digest.Reminders.Select(listed => listed.Subject).Order());
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public async Task Reminders_FiveBesideATerminatedProcess_ComeOneByOne()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T10:00:00+08:00");
        await StartAsync(office, "process", Plan("process", days: 700) with { Responsible = [] });
        await StartAsync(office, "watch0", Plan("p0") with { Owner = "process" });
        for (var i = 1; i < 6; i++) await StartAsync(office, $"watch{i}", Plan($"p{i}"));
        await office.Client.TerminateInstanceAsync("process");

        await office.AdvanceToAsync("2026-05-01T12:00:00+08:00");

        Assert.Equal(5, office.Post.Sent.Count);
    }

    /// <summary>A project that waits for its technical plan.</summary>
    private static async Task<ProjectRow> PlanAsync(VirtualOffice office)
    {
        var project = await office.ApplyAsync(Projects.Samples.Valid);
        await office.AdvanceToAsync("2026-04-01T00:00+08:00");
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
        return (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
    }

    private static Task<DeadlineRow> PlanRowAsync(VirtualOffice office, ProjectRow project) => RowAsync(office, project.Id);

    private static async Task<DeadlineRow> RowAsync(VirtualOffice office, string subject) =>
        (await office.Tables.FindAsync<DeadlineRow>(subject, "TechnicalPlan|1"))!.Value;

    private static async Task<IReadOnlyList<MailMessage>> RemindersAsync(VirtualOffice office, ProjectRow project) =>
        [.. (await office.Tables.ListAsync<OutboxRow>(project.Id)).Select(row => row.Order.Message).Where(message => message is DeadlineReminded or DeadlineEscalated)];

    private static Task<int> SweepAsync(VirtualOffice office) =>
        office.Get<DeadlineSweep>().SweepAsync(office.Client);

    private static WatchPlan Plan(string subject, int days = 60) => new()
    {
        Subject = subject,
        Step = DeadlineKey.Of(new StepRound("TechnicalPlan", 1)),
        Title = subject,
        ToDo = "请提交方案",
        Unit = "sscjgj",
        Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new Days(days), new DateOnly(2026, 3, 9), WorkCalendar.Default),
        Responsible = [new(Person)],
    };

    private static async Task StartAsync(VirtualOffice office, string id, WatchPlan plan)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(nameof(DeadlineWatch), plan, OrchestrationVersion.Start(id));
        await office.SettleAsync();
    }
}
