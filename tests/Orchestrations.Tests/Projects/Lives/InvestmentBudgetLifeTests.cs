using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>年度投资预算 in virtual time: November, the review, July, and what is asked for in between.</summary>
public sealed class InvestmentBudgetLifeTests
{
    private const string Application = "InvestmentBudget.application2027";

    private static readonly RehearsalScriptLine Planned = new(MainLineKinds.Route, Data: Life.Json("""{"route":"annualPlan"}"""));
    private static readonly RehearsalScriptLine LatePlan = new(Stages.TechnicalPlan, Morning: 80);
    private static readonly RehearsalScriptLine Early =
        new(Application, Data: Life.Json("""{"amount":150,"source":"treasuryCoordinated","earlyFunds":15}"""));

    [Fact]
    public async Task November_ProjectInThePlan_GetsEarlyFundsAndTheRestAfterTheReview()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-02", new([Planned, LatePlan, Early]) { PlansAtOnce = false });
        var project = await PlanAsync(office);
        await BeginAsync(office);

        await office.AdvanceToAsync("2026-11-01T08:59+08:00");
        Assert.Empty(await OrdersAsync(office, project));
        await office.AdvanceToAsync("2026-11-01T09:01+08:00");
        var ask = (await office.Tables.FindAsync<AskRow>(project.Id, new StepRound(Application, 1).RowKey))!.Value;
        Assert.Equal(("sscjgj.project", Life.At("2026-12-01T00:00")), (ask.Person, ask.Deadline!.Due));

        await office.AdvanceToAsync("2026-11-10T00:00+08:00");
        var early = Assert.Single((await office.LedgerAsync(project)).Budgets);
        Assert.Equal((2027, 150m, 15m, true, 15m), (early.Year, early.Amount, early.EarlyFunds, early.Provisional, early.AtHand));
        var review = await StepAsync(office, project, $"{Application}.review");
        Assert.Equal(["szj.budget", "szjj.planning"], review.Approvers.Order(StringComparer.Ordinal));

        await office.AdvanceToAsync("2026-12-02T00:00+08:00");
        var summed = Assert.Single(await MailsAsync(office, "annual-2026"));
        Assert.Contains("已请1个项目申报，审核同意1个，合计150.00万元", ((Notice)summed.Order.Message).ToDo, StringComparison.Ordinal);

        await office.AdvanceToAsync("2027-06-01T00:00+08:00");
        var ledger = await office.LedgerAsync(project);
        Assert.NotNull(ledger.ControlPrice);
        var adjusted = Assert.Single(ledger.Budgets);
        Assert.Equal((false, 150m, null), (adjusted.Provisional, adjusted.AtHand, adjusted.Waits));
        // asked for the moment the review is done, and no longer a request without end
        var priced = await AuditedAsync(office, project, "招标控制价");
        Assert.Equal(priced, (await office.Tables.FindAsync<AskRow>(project.Id, new StepRound("InvestmentBudget.adjustment2027", 1).RowKey))!.Value.OpenedAt);
        Assert.All(await OrdersAsync(office, project), order => Assert.NotNull(order.EndedAt));
    }

    [Fact]
    public async Task Plan_DecidedInNovember_IsAskedAtOnceAndOnlyOnce()
    {
        await using var office = await LivingOffice.OpenAsync("2026-11-02", new([Planned, LatePlan]) { PlansAtOnce = false });
        await BeginAsync(office);
        var project = await PlanAsync(office);

        await office.AdvanceToAsync("2026-11-13T00:00+08:00");
        Assert.Equal((BudgetCause.Annual, 2027), (Assert.Single(await OrdersAsync(office, project)).Cause, (await OrdersAsync(office, project))[0].Year));
        Assert.Equal(2027, Assert.Single(await office.Get<PlanTables>().EntriesAsync(project.Id)).Year);
    }

    [Fact]
    public async Task Budget_ReturnedAndThenRefused_IsAskedForAgainAndThenNotArranged()
    {
        var script = new RehearsalScript(
        [
            Planned, LatePlan,
            new($"{Application}.review", Decision: Decision.Return, Comment: "补充测算"),
            new($"{Application}.review", 2, "szj.budget", Decision.Refuse, "财力不足"),
        ])
        { PlansAtOnce = false };
        await using var office = await LivingOffice.OpenAsync("2026-09-02", script);
        var project = await PlanAsync(office);
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-11-12T00:00+08:00");

        Assert.Equal(ApprovalResult.Returned, (await StepAsync(office, project, $"{Application}.review")).Outcome!.Result);
        Assert.Equal(ApprovalResult.Refused, (await StepAsync(office, project, $"{Application}.review", 2)).Outcome!.Result);
        Assert.Empty((await office.LedgerAsync(project)).Budgets);
        Assert.NotNull(Assert.Single(await OrdersAsync(office, project)).EndedAt);
    }

    [Fact]
    public async Task Budget_BeyondThePlan_IsRefusedWithFieldAndArticle()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-02", new([Planned, LatePlan, new(Application, Morning: 200)]) { PlansAtOnce = false });
        var project = await PlanAsync(office);
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-11-02T00:00+08:00");

        var refused = await office.HandInAsync(project, Application, new InvestmentBudgetApplication(150.01m, BudgetSource.CapitalConstruction, 160m, null));
        Assert.Equal(
            ["amount 第二十九条", "amount 第二十八条第二款", "source 第三十条", "earlyFunds 第二十九条第二款"],
            refused.Failures.Select(failure => $"{failure.Field} {failure.Article}"));
        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(project, Application, new InvestmentBudgetApplication(150m, BudgetSource.TreasuryCoordinated, null, null))).Status);
    }

    [Fact]
    public async Task Project_EndedWhileItsBudgetWaits_LeavesNothingWaiting()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-02", new([Planned, LatePlan with { Morning = 400 }, Early]) { PlansAtOnce = false });
        var project = await PlanAsync(office);
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-12-10T00:00+08:00");
        Assert.NotNull(Assert.Single((await office.LedgerAsync(project)).Budgets).Waits);

        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(
            project, ExtensionKinds.OverduePlan, new OverduePlanDecision(OverduePlanMeasure.Lapse, null, "长期未提交"), "szjj.review", "lapse")).Status);
        await office.AdvanceToAsync("2026-12-11T00:00+08:00");

        Assert.Equal(Stages.Lapsed, await office.StageAsync(project));
        Assert.NotNull(Assert.Single(await OrdersAsync(office, project)).EndedAt);
        Assert.Null(Assert.Single((await office.LedgerAsync(project)).Budgets).Waits);
    }

    [Fact]
    public async Task Review_NotDoneWithinTheYear_EndsTheWaitWithTheYear()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-02", new([Planned, LatePlan with { Morning = 600 }, Early]) { PlansAtOnce = false });
        var project = await PlanAsync(office);
        await BeginAsync(office);
        await office.AdvanceToAsync("2028-01-01T00:00+08:00");

        Assert.Equal(Life.At("2028-01-01T00:00"), Assert.Single(await OrdersAsync(office, project)).EndedAt);
        Assert.Equal(15m, Assert.Single((await office.LedgerAsync(project)).Budgets).AtHand);
    }

    [Fact]
    public async Task OneByOne_AskedForOutsideTheCall_IsArrangedAndAdjusted()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new([LatePlan with { Morning = 50 }]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-03-10T00:00+08:00");
        project = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
        var version = Assert.Single(await office.Get<PlanTables>().VersionsAsync(2026));
        Assert.Equal((PlanOrigin.OneByOne, "第十条第二款", 150m), (version.Changes[0].Line.Origin, version.Article, version.Changes[0].Line.ThisYear));
        var orders = office.Get<BudgetOrders>();

        Assert.Equal(["budget-year"], (await orders.AskAsync(office.Client, project, 2028, "k0")).Select(failure => failure.Rule));
        Assert.Empty(await orders.AskAsync(office.Client, project, 2026, "k1"));
        Assert.Empty(await orders.AskAsync(office.Client, project, 2026, "k1"));
        Assert.Equal(["budget-running"], (await orders.AskAsync(office.Client, project, 2026, "k2")).Select(failure => failure.Rule));
        await office.AdvanceToAsync("2026-08-20T00:00+08:00");
        Assert.Equal((150m, false), ((await office.LedgerAsync(project)).Budgets[0].Amount, (await office.LedgerAsync(project)).Budgets[0].Provisional));
        Assert.Empty(await orders.AskAsync(office.Client, project, 2026, "k2"));
        await office.SettleAsync();
        Assert.NotNull(await office.Tables.FindAsync<AskRow>(project.Id, new StepRound("InvestmentBudget.adjustment20262", 1).RowKey));
    }

    [Theory]
    [InlineData(false, PlanOrigin.OneByOne, "第十条第二款")]
    [InlineData(true, PlanOrigin.Works, "第八条")]
    public async Task November_ProjectEstablishedWithinTheYear_IsAskedForItsMoney(bool works, PlanOrigin origin, string article)
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new([LatePlan]));
        var project = await office.ApplyAsync(
            works ? Samples.Valid with { MixedWorks = new(false, 375m, 225m, 150m, null, "达市发改审〔2026〕8号") } : Samples.Valid);
        await BeginAsync(office);
        await office.AdvanceToAsync("2026-10-31T00:00+08:00");
        var version = Assert.Single(await office.Get<PlanTables>().VersionsAsync(2026));
        Assert.Equal((origin, article, 150m), (version.Changes[0].Line.Origin, version.Article, version.Changes[0].Line.ThisYear));

        await office.AdvanceToAsync("2026-11-01T09:01+08:00");

        Assert.NotNull(await office.Tables.FindAsync<AskRow>(project.Id, new StepRound(Application, 1).RowKey));
        // Asked for once; in the next November there is nothing left to ask.
        await office.AdvanceToAsync("2026-11-20T00:00+08:00");
        Assert.Equal(150m, Assert.Single((await office.LedgerAsync(project)).Budgets).Amount);
        Assert.Single(await OrdersAsync(office, project));
    }

    /// <summary>A project that waits for the annual plan, in the plan of 2027 once the meetings have agreed.</summary>
    internal static async Task<ProjectRow> PlanAsync(VirtualOffice office)
    {
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync($"{office.Now.AddDays(6):yyyy-MM-dd}T00:00+08:00");
        Assert.Empty((await office.Get<AnnualPlans>().StartAsync(office.Client, 2027, [project.Id], "batch")).Failures);
        await office.AdvanceToAsync($"{office.Now.AddDays(4):yyyy-MM-dd}T00:00+08:00");
        return (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
    }

    internal static async Task BeginAsync(VirtualOffice office)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(InvestmentBudgetYear), office.Now.Year, OrchestrationVersion.Start(InvestmentBudgetYear.InstanceIdOf(office.Now.Year)));
        await office.SettleAsync();
    }

    internal static Task<IReadOnlyList<BudgetOrderRow>> OrdersAsync(VirtualOffice office, ProjectRow project) => office.Get<BudgetOrders>().OfAsync(project.Id);

    internal static async Task<List<OutboxRow>> MailsAsync(VirtualOffice office, string subject)
    {
        var mails = new List<OutboxRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<OutboxRow>(subject)) mails.Add(row.Value);
        return mails;
    }

    private static async Task<ApprovalStepRow> StepAsync(VirtualOffice office, ProjectRow project, string step, int round = 1) =>
        (await office.Tables.FindAsync<ApprovalStepRow>(project.Id, new StepRound(step, round).RowKey))!.Value;

    private static async Task<DateTimeOffset> AuditedAsync(VirtualOffice office, ProjectRow project, string action) =>
        (await office.Get<ProjectQueries>().FindAsync(project.Id))!.History.Last(entry => entry.Action.StartsWith(action, StringComparison.Ordinal)).At;
}
