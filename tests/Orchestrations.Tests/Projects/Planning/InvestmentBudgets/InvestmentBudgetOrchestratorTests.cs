using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects;

/// <summary>The sequence of <see cref="InvestmentBudget"/> and <see cref="PlanAdjustment"/> with everything outside answered by the test.</summary>
public sealed class InvestmentBudgetOrchestratorTests
{
    private static readonly ProjectRef Project = new("p1", "某平台", "sjyj", "市教育局", 300m, ProjectPolicy.Gazette);
    private static readonly BudgetOrder Order = new(Project, 2027, 1, BudgetCause.Annual, new FixedDate(new(2026, 11, 30)));
    private static readonly DateTimeOffset Start = Lives.Life.At("2026-11-01T09:00");

    [Fact]
    public async Task Budget_ProjectHasEnded_AsksNobodyAndClosesItsOrder()
    {
        var context = new ScriptedContext(Order, Start);

        Assert.Null(await InvestmentBudget.RunAsync(context.Object));
        Assert.Equal(["OpenAsk", "EndBudgetOrder"], context.Calls.Select(call => call.Name));
    }

    [Fact]
    public async Task Budget_BeforeTheReview_WaitsForItAndAsksForTheAdjustment()
    {
        var (context, state) = (Answered(Order, provisional: true), BudgetState.Waiting);
        context.On<BudgetQuestion>("ReadBudgetState", _ => new BudgetReading(state, Lives.Life.At("2028-01-01T00:00")));
        var running = InvestmentBudget.RunAsync(context.Object);

        Assert.True(context.IsWaitedFor(InvestmentBudget.ReviewedEvent));
        state = BudgetState.Reviewed;
        context.Raise(InvestmentBudget.ReviewedEvent);

        Assert.NotNull(await running);
        var asked = context.InputsOf<OpenAsk>("OpenAsk").ToList();
        Assert.Equal(["InvestmentBudget.application2027", "InvestmentBudget.adjustment2027"], asked.Select(open => open.Request.Step));
        Assert.Equal([new FixedDate(new(2026, 11, 30)), new Days(30)], asked.Select(open => open.Request.Period));
        Assert.Equal("第二十九条第二款", asked[1].Request.Article);
    }

    [Fact]
    public async Task Budget_EventLost_FindsTheReviewByItself()
    {
        var (context, state) = (Answered(Order, provisional: true), BudgetState.Waiting);
        context.On<BudgetQuestion>("ReadBudgetState", _ => new BudgetReading(state, Lives.Life.At("2028-01-01T00:00")));
        var running = InvestmentBudget.RunAsync(context.Object);

        state = BudgetState.Reviewed;
        context.FireNextTimer();

        Assert.NotNull(await running);
        Assert.Equal(2, context.InputsOf<OpenAsk>("OpenAsk").Count());
    }

    [Fact]
    public async Task Budget_AfterTheReview_IsDecidedByBothAndDone()
    {
        var context = Answered(Order, provisional: false);

        Assert.NotNull(await InvestmentBudget.RunAsync(context.Object));
        var step = Assert.Single(Assert.Single(context.InputsOf<ApprovalRequest>("Approval")).Steps);
        Assert.Equal([ProjectPosts.Treasury, ProjectPosts.Planners], step.Approvers);
        Assert.Equal(ApprovalMode.All, step.Mode);
        Assert.DoesNotContain(context.Calls, call => call.Name == "ReadBudgetState");
    }

    [Fact]
    public async Task MidYear_IsAskedOfTheTreasuryAndDecidedByNobodyElse()
    {
        var context = Answered(Order with { Cause = BudgetCause.MidYear, Number = 2 }, provisional: false);

        Assert.NotNull(await InvestmentBudget.RunAsync(context.Object));
        var asked = Assert.Single(context.InputsOf<OpenAsk>("OpenAsk")).Request;
        Assert.Equal(("InvestmentBudget.arrangement20272", ProjectPosts.Treasury, "第三十四条"), (asked.Step, asked.Post, asked.Article));
        Assert.Empty(context.InputsOf<ApprovalRequest>("Approval"));
        Assert.Equal(2027, InvestmentBudgetKinds.YearOf(asked.Step));
    }

    [Fact]
    public async Task November_NobodyToAsk_TellsNobody()
    {
        var context = new ScriptedContext(2026, Lives.Life.At("2026-01-01T00:30"))
            .On<int>("PlanBudgetCall", new YearPlanActivities().PlanBudgetCall).On<CycleStep>("CallForBudgets", _ => 0).On<CycleStep>("SumUpBudgets", _ => new BudgetSum(0, 0, 0m));
        var running = InvestmentBudgetYear.RunAsync(context.Object);

        Assert.Equal(Start.UtcDateTime, context.FireNextTimer());
        Assert.Equal(Lives.Life.At("2026-12-01T00:00").UtcDateTime, context.FireNextTimer());
        Assert.Equal(0, await running);
        Assert.Empty(context.InputsOf<MailOrder>("EnqueueMail"));
    }

    /// <summary>An order whose asks are answered and decisions agreed to at once.</summary>
    private static ScriptedContext Answered(BudgetOrder order, bool provisional)
    {
        var settled = 0;
        var application = new InvestmentBudgetApplication(200m, BudgetSource.CapitalConstruction, null, null);
        return new ScriptedContext(order, Start)
            .On<OpenAsk>("OpenAsk", _ => new OpenedAsk("sjyj.project", "sjyj", null, null))
            .On<AskRef>("ReadAsk", ask => new AskReading(AskEnd.HandedIn, new()
            {
                Subject = "p1",
                Step = ask.Step,
                Round = ask.Round,
                Data = SubmissionJson.Write(application),
                By = "sjyj.project",
                At = Start,
            }))
            .On<ApprovalRequest>("Approval", _ => new ApprovalOutcome(ApprovalResult.Agreed, [], Start, null, 1, 0, 0, []))
            .On<Settlement>("SettleLedger", settlement => new ProjectLedgerRow
            {
                Project = "p1",
                ApprovedTotal = 300m,
                Budgets = [new(2027, 200m, BudgetSource.CapitalConstruction, new(2026, 11, 2)) { Provisional = provisional && settled++ == 0 }],
            })
            .On<FindPost>("FindPostHolder", _ => "sjyj.project");
    }
}
