using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>中期调整 in virtual time: the proposal of July, the meetings, the adjusted table and its money.</summary>
public sealed class PlanAdjustmentLifeTests
{
    private static readonly RehearsalScript Script = new(
    [
        // The first project is established alone; the second waits for a plan.
        new(MainLineKinds.Route, Data: Life.Json("""{"route":"annualPlan"}""")),
        new(Stages.TechnicalPlan, Morning: 300),
    ])
    { PlansAtOnce = false };

    [Fact]
    public async Task July_AddsChangesAndDrops_YieldsTheAdjustedTableAndItsMoney()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Script);
        var (established, dropped) = (await office.ApplyAsync(Samples.Valid, key: "one"), await office.ApplyAsync(Samples.Valid, key: "two"));
        await office.AdvanceToAsync("2026-03-10T00:00+08:00");
        Assert.Empty(await office.Get<BudgetOrders>().AskAsync(office.Client, (await office.Get<ProjectQueries>().FindRowAsync(dropped.Id))!, 2026, "asked"));
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-06-20T00:00+08:00");
        var waiting = await office.ApplyAsync(Samples.SelfBuilt, ProjectPolicy.Gazette, "three");
        var early = await ProposeAsync(office, "early", new PlanProposal(PlanChangeKind.Dropped, dropped.Id, null, "停止实施"));
        Assert.Equal([("year", "第十三条")], early.Failures.Select(failure => (failure.Field, failure.Article)));

        await office.AdvanceToAsync("2026-07-01T10:00+08:00");
        Assert.Equal(
            ["sfgw.project", "szj.budget", "szjj.planning"],
            (await InvestmentBudgetLifeTests.MailsAsync(office, "annual-2026")).Select(mail => mail.Order.To.Person).Order(StringComparer.Ordinal));
        await office.AdvanceToAsync("2026-07-06T00:00+08:00");
        PlanProposal[] changes =
        [
            new(PlanChangeKind.Changed, established.Id, 90m, "分两年安排"), new(PlanChangeKind.Dropped, dropped.Id, null, "停止实施"),
            new(PlanChangeKind.Added, waiting.Id, 200m, "急需建设"),
        ];
        var receipt = await ProposeAsync(office, "july", changes);
        Assert.Empty(receipt.Failures);
        Assert.Equal(receipt.Plan!.Id, (await ProposeAsync(office, "july", changes)).Plan!.Id);
        Assert.Equal([AdjustmentReceipt.NotNow], (await ProposeAsync(office, "again", changes)).Failures.Select(failure => failure.Rule));

        await office.AdvanceToAsync("2026-07-20T00:00+08:00");
        var steps = new List<ApprovalStepRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<ApprovalStepRow>(receipt.Plan.Id)) steps.Add(row.Value);
        Assert.Equal(
            ["AnnualPlan.proposal", "AnnualPlan.committee", "AnnualPlan.standing", "AnnualPlan.decision"],
            steps.OrderBy(step => step.OpenedAt).Select(step => step.Step.Key));
        Assert.All(steps, step => Assert.Equal("第十三条", step.Step.Article));
        Assert.Equal(Life.At("2026-08-01T00:00"), steps.MinBy(step => step.OpenedAt)!.Deadline!.Due);

        var versions = await office.Get<PlanTables>().VersionsAsync(2026);
        Assert.Equal(3, versions.Count);
        Assert.Equal(
            [(established.Id, 90m, PlanOrigin.OneByOne), (waiting.Id, 200m, PlanOrigin.MidYear)],
            PlanTableRules.TableAt(versions).Select(line => (line.Project, line.ThisYear, line.Origin)));
        Assert.Equal([150m, 150m], PlanTableRules.TableAt(versions, 2).Select(line => line.ThisYear));
        Assert.NotNull((await office.Get<ProjectQueries>().FindRowAsync(waiting.Id))!.ApprovalNumber);
        Assert.Contains(await office.Get<IDocumentStore>().ListAsync(receipt.Plan.Id), document => document.FileName.Contains("中期调整", StringComparison.Ordinal));
        Assert.Equal(DeadlineState.Done, (await office.Tables.FindAsync<DeadlineRow>("annual-2026", nameof(PlanAdjustment)))!.Value.State);

        // 第三十四条: 市财政局 is asked for each of them.
        foreach (var (project, step) in new[] { (established, "2026"), (dropped, "20262"), (waiting, "2026") })
        {
            var ask = (await office.Tables.FindAsync<AskRow>(project.Id, new StepRound($"InvestmentBudget.arrangement{step}", 1).RowKey))!.Value;
            Assert.Equal(("szj.budget", "第三十四条"), (ask.Person, ask.Article));
        }
    }

    [Fact]
    public async Task Arrangement_OfAnAddedProject_StandsInItsLedger()
    {
        await using var office = await LivingOffice.OpenAsync("2026-06-20", Script with
        {
            Answers = [.. Script.Answers, new("InvestmentBudget.arrangement2026", Data: Life.Json("""{"amount":200,"source":"capitalConstruction","earlyFunds":30}"""))],
        });
        var waiting = await office.ApplyAsync(Samples.SelfBuilt, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-07-06T00:00+08:00");
        Assert.Empty((await ProposeAsync(office, "july", new PlanProposal(PlanChangeKind.Added, waiting.Id, 200m, "急需建设"))).Failures);
        await office.AdvanceToAsync("2026-07-20T00:00+08:00");

        var budget = Assert.Single((await office.LedgerAsync(waiting)).Budgets);
        Assert.Equal((2026, 200m, 30m, BudgetSource.CapitalConstruction), (budget.Year, budget.Amount, budget.AtHand, budget.Source));
    }

    [Fact]
    public async Task Adjustment_StruckOutOrRefused_LeavesTheTableAsItWas()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Script with
        {
            Answers = [.. Script.Answers, new("AnnualPlan.standing", Decision: Decision.Refuse, Comment: "资金不足")],
        });
        var established = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-07-06T00:00+08:00");
        Assert.Empty((await ProposeAsync(office, "july", new PlanProposal(PlanChangeKind.Changed, established.Id, 90m, "分两年安排"))).Failures);
        await office.AdvanceToAsync("2026-07-20T00:00+08:00");

        Assert.Single(await office.Get<PlanTables>().VersionsAsync(2026));
        Assert.Empty(await InvestmentBudgetLifeTests.OrdersAsync(office, established));
        // What was refused may be proposed anew.
        Assert.Empty((await ProposeAsync(office, "second", new PlanProposal(PlanChangeKind.Changed, established.Id, 90m, "分两年安排"))).Failures);
    }

    [Fact]
    public async Task July_WithoutAnythingToAdjust_IsAnsweredByAWordThatStands()
    {
        await using var office = await LivingOffice.OpenAsync("2026-01-01", Script);
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-07-10T00:00+08:00");
        Assert.Equal(["reason"], (await office.Get<PlanAdjustments>().ProposeAsync(office.Client, 2026, [], " ", null)).Failures.Select(failure => failure.Field));
        Assert.NotNull((await office.Get<PlanAdjustments>().ProposeAsync(office.Client, 2026, [], "计划执行正常", null)).Version);
        await office.SettleAsync();

        Assert.True(await office.OutputAsync<bool>(PlanAdjustment.InstanceIdOf(2026)));
        Assert.Empty(PlanTableRules.TableAt(await office.Get<PlanTables>().VersionsAsync(2026)));
    }

    [Fact]
    public async Task July_Unanswered_IsRemindedReportedAndEndsWithTheYear()
    {
        await using var office = await LivingOffice.OpenAsync("2026-01-01", Script);
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-08-04T12:00+08:00");
        Assert.Equal(DeadlineState.Overdue, (await office.Tables.FindAsync<DeadlineRow>("annual-2026", nameof(PlanAdjustment)))!.Value.State);
        Assert.Contains(await InvestmentBudgetLifeTests.MailsAsync(office, "annual-2026"), mail => mail.Order.To.Person == "szjj.deputy");
        await office.AdvanceToAsync("2027-01-01T00:00+08:00");

        Assert.False(await office.OutputAsync<bool>(PlanAdjustment.InstanceIdOf(2026)));
        Assert.True(await office.OutputAsync<int>(AnnualCycle.InstanceIdOf(2026)) > 0);
    }

    internal static async Task BeginAsync(VirtualOffice office)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(AnnualCycle), new CycleYear(2026, ProjectPolicy.Gazette),
            OrchestrationVersion.Start(AnnualCycle.InstanceIdOf(2026)));
        await office.SettleAsync();
    }

    internal static async Task<AdjustmentReceipt> ProposeAsync(VirtualOffice office, string key, params PlanProposal[] changes)
    {
        var receipt = await office.Get<PlanAdjustments>().ProposeAsync(office.Client, 2026, changes, reason: null, key);
        await office.SettleAsync();
        return receipt;
    }
}
