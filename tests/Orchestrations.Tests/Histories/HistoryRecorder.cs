using System.Text.Json;
using Dazhou.DurableEngine;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Dazhou.Serverless.Works;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrations.Tests.Campaigns;
using Orchestrations.Tests.Ledgers;
using Orchestrations.Tests.ProblemCases;
using Orchestrations.Tests.Projects;
using Orchestrations.Tests.Projects.Lives;
using Orchestrations.Tests.Support;
using Orchestrations.Tests.Works;

namespace Orchestrations.Tests.Histories;

/// <summary>Lives whole lives and keeps the histories of their orchestrations.</summary>
internal static class HistoryRecorder
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-03-02T00:00+08:00");

    /// <summary>Histories of every orchestrator, from several lives: of each name those that do something no other does.</summary>
    public static async Task<IReadOnlyList<RecordedHistory>> RecordAsync()
    {
        var kept = new List<RecordedHistory>();
        var known = new HashSet<(string, string)>();
        foreach (var life in await LiveAsync())
        {
            foreach (var longest in life.GroupBy(history => RecordedHistory.Key(history.Name, history.Version)).Select(same => same.MaxBy(history => history.Events.Count)!))
            {
                if (longest.Steps.Aggregate(false, (any, step) => known.Add((longest.Name, step)) || any)) kept.Add(longest.Slim());
            }
        }

        // What is overdue is told in another rhythm since, by the same steps: those before it look the same and must go on.
        return [.. kept, (await WeeklyAsync()).Slim()];
    }

    /// <summary>A deadline whose notices come weekly, five weeks overdue.</summary>
    private static async Task<RecordedHistory> WeeklyAsync()
    {
        var life = await RehearseAsync("weekly", "tier-150", new([new("BudgetReview", Morning: 85)]));
        return life.Where(history => history.Name == nameof(DeadlineWatch) && history.Events.Any(item => item.ExecutionStarted?.Input.Contains("\"Weekly\"", StringComparison.Ordinal) == true))
            .MaxBy(history => history.Events.Count)!;
    }

    private static async Task<IReadOnlyList<IReadOnlyList<RecordedHistory>>> LiveAsync() =>
    [
        await RehearseAsync("straight", "tier-150"),
        await RehearseAsync("meetings", "tier-1800", policy: new() { LibraryAdmissionFirst = true, ExpertArgumentationFirst = true }),
        await RehearseAsync("argued", "tier-150", policy: ProjectPolicy.Gazette),
        await RehearseAsync("planned", "tier-150", new(
        [
            new(MainLineKinds.Route, Data: JsonSerializer.SerializeToElement(new { route = "annualPlan" })),
            new(MainLineKinds.Opinion, 2, Morning: 200),
            new(MainLineKinds.PanelChange, Data: JsonSerializer.SerializeToElement(new { experts = new[] { "expert-architecture", "expert-cost", "expert-data" } })),
        ]), ProjectPolicy.Gazette),
        await RehearseAsync("refused", "tier-150", new([new("Establishment.decision", Decision: Decision.Refuse, Comment: "暂缓")])),
        await RehearseAsync("returned", "tier-150", new(
        [
            new("Establishment.decision", Decision: Decision.Return, Comment: "补充必要性"),
            new(Stages.TechnicalPlan, Morning: 65),
            new(Stages.TechnicalReview, Decision: Decision.Return, Comment: "补充概算依据"),
        ])),
        await RehearseAsync("troubled", "tier-150", new(
        [
            // Below the estimate, so that there is room for a supplement.
            new(MainLineKinds.BudgetApplication, Data: JsonSerializer.SerializeToElement(new { controlPrice = 130 })),
            new(SupervisionKinds.ReportOf(1), Morning: 30),
        ])
        {
            Acts =
            [
                Act(BuildingKinds.Supplement, new { amount = 5, sameSubjectMatter = true, otherTermsUnchanged = true, ground = "业务增加" }, 10),
                Act(BuildingKinds.Adjustment, new { content = "调整模块", amountAdjusted = 40, investmentAfter = 150, objectivesUnchanged = true, ground = "planImprovement", alreadyMade = false }, 20),
                Act(SupervisionKinds.Order, new { matter = "quality", finding = "文档不全", requirement = "补齐文档", until = "2026-05-20" }, 25),
                Act(BuildingKinds.Pause, new { reason = "等待接口" }, 70),
                Act(BuildingKinds.Resume, new { reason = "接口就绪" }, 110),
            ],
        }),
        await RehearseAsync("supervised", "tier-150", new(
        [
            new(SupervisionKinds.ReportOf(1), Morning: 60),
            new(Stages.PreAcceptance, Decision: Decision.Refuse, Comment: "与审查意见不符"),
            new(Stages.PostEvaluation, Decision: Decision.Refuse, Comment: "补充指标"),
        ])
        {
            Acts =
            [
                Act(SupervisionKinds.Order, new { matter = "quality", finding = "文档不全", requirement = "补齐文档", until = "2026-04-20" }, 10),
                Act(ExtensionKinds.Application, new { deadline = "Rectification.report1|1", lastDay = "2026-05-10", reason = "设备未到货" }, 15),
            ],
        }),
        await RehearseAsync("terminated", "tier-150", new([])
        {
            Acts = [Act(BuildingKinds.Termination, new { substantiveProgress = true, cannotReachObjectives = true, ground = "外部环境变化" }, 30)],
        }),
        await RehearseAsync("extended", "tier-150", new([new(Stages.TechnicalPlan, Morning: 65)])
        {
            Acts = [Act(ExtensionKinds.Application, new { deadline = "TechnicalPlan|1", lastDay = "2026-05-29", reason = "接口未定" }, 30, Stages.TechnicalPlan)],
        }),
        await RehearseAsync("lapsed", "tier-150", new([new(Stages.TechnicalPlan, Morning: 400), new("Extension1", Decision: Decision.Refuse, Comment: "理由不充分")])
        {
            Acts =
            [
                Act(ExtensionKinds.Application, new { deadline = "TechnicalPlan|1", lastDay = "2026-05-29", reason = "接口未定" }, 30, Stages.TechnicalPlan),
                Act(ExtensionKinds.OverduePlan, new { measure = "extend", lastDay = "2026-05-29", reason = "情况属实" }, 70, Stages.TechnicalPlan),
                Act(ExtensionKinds.OverduePlan, new { measure = "lapse", reason = "长期未提交" }, 90, Stages.TechnicalPlan),
            ],
        }),
        await YearAsync(),
        await BudgetsAsync(),
        await AdjustedAsync(),
        await CorrectedAsync(),
        await LibraryAsync(),
        await OperationAsync(),
        await AmendedAsync(),
        await ContactsAsync(),
        await CampaignsAsync(),
        await LedgerAsync(),
        await AssessedAsync(),
        await ProblemsAsync(),
        await WorkAsync("worked", fails: false),
        await WorkAsync("given-up", fails: true),
    ];

    /// <summary>An O&amp;M budget that the assessment returns and 市财政局 arranges.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> OperationAsync()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var budget = await OperationBudgetLifeTests.ApplyAsync(office, OperationKind.Renewed);
        await office.AdvanceToAsync("2026-09-10T00:00+08:00");
        await OperationBudgetLifeTests.RecordAsync(office, budget, OperationSteps.Assessment, "szjj", new OperationAssessment(false, null, null, "请补充报价", null));
        budget = await OperationBudgetLifeTests.FindAsync(office, budget);
        await OperationBudgetLifeTests.RecordAsync(office, budget, OperationSteps.Application, "sscjgj", budget.Application);
        await OperationBudgetLifeTests.AssessAsync(office, await OperationBudgetLifeTests.FindAsync(office, budget), 16m);
        await office.AdvanceToAsync("2026-09-14T00:00+08:00");
        await OperationBudgetLifeTests.RecordAsync(
            office, await OperationBudgetLifeTests.FindAsync(office, budget), OperationSteps.Arrangement, "szj", new OperationArrangement(true, 15m, null));
        return Read("operation", office, OperationBudget.InstanceIdOf(budget.Id));
    }

    /// <summary>A ledger of two tasks through its quarters: one returned to another unit, one late, refused more time and closed.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> LedgerAsync()
    {
        await using var office = await LedgerLifeTests.OpenAsync("2023-05-26T10:00+08:00");
        await LedgerLifeTests.LiveAsync(office);
        return [.. Read("ledger", office.Get<LocalEngine>().Store).Where(history => history.Name is nameof(LedgerLife) or nameof(LedgerCycle) or nameof(LedgerReport)
            or nameof(LedgerSigning) or nameof(TaskWatch) or nameof(TaskApplication))];
    }

    /// <summary>The assessment of a ledger: an objection upheld, a result not agreed to, a second round.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> AssessedAsync()
    {
        await using var office = await AssessmentLifeTests.LiveAsync();
        return [.. Read("assessed", office.Get<LocalEngine>().Store).Where(history => history.Name is nameof(LedgerLife) or nameof(LedgerAssessment) or nameof(LedgerObjection))];
    }

    /// <summary>A problem that is returned, sent back, late and then confirmed, and one that is withdrawn.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> ProblemsAsync()
    {
        await using var office = await ProblemLifeTests.OpenAsync();
        return Read("problems", office, [.. await ProblemLifeTests.LiveAsync(office)]);
    }

    /// <summary>Two units of which one names its contact person in time and the other late.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> ContactsAsync()
    {
        await using var office = await ContactRegisterLifeTests.OpenAsync();
        await ContactRegisterLifeTests.LiveAsync(office);
        const string register = ContactRegisterLifeTests.Register;
        return Read(
            "contacts", office, ContactRegister.InstanceIdOf(register), ContactCall.InstanceIdOf(register, "szj", 1), ContactCall.InstanceIdOf(register, "sgaj", 1));
    }

    /// <summary>A short season of 百日攻坚.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> CampaignsAsync()
    {
        await using var office = await CampaignOffice.OpenAsync("2023-05-25T09:00+08:00");
        return Read("campaigns", office, [.. await CampaignLifeTests.LiveAsync(office)]);
    }

    /// <summary>An application that is returned, of which its unit is reminded twice, and that it then changes.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> AmendedAsync()
    {
        const string review = "Establishment.review";
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(review));
        var project = await CorrectionLifeTests.ReturnAsync(office, review, new());
        await office.AdvanceToAsync("2026-03-10T00:00+08:00");
        Assert.True(await CorrectionLifeTests.CorrectAsync(office, project, review, project.Application with { TotalInvestment = 140m }));
        await office.AdvanceToAsync("2026-04-01T00:00+08:00");
        var stage = $"{project.InstanceId}:{Stages.Establishment}:1";
        return Read("amended", office, stage, $"{stage}:{nameof(Approval)}");
    }

    /// <summary>Long work, kept for a week.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> WorkAsync(string life, bool fails)
    {
        await using var office = await LongWorkTests.OpenAsync(new CountingWork { Fails = fails });
        var work = await office.Get<WorkDesk>().StartAsync(office.Client, "counting", "计数", "3", "mayor");
        await office.AdvanceToAsync("2026-03-12T00:00+08:00");
        return Read(life, office, $"work-{work.Id}");
    }

    /// <summary>A project that is updated, waits over the turn of the year and is taken out.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> LibraryAsync()
    {
        var script = new RehearsalScript(
        [
            new(MainLineKinds.Route, 101, Morning: 900),
            new(MainLineKinds.Opinion, Morning: 30),
            new(MainLineKinds.CarryOver, 2027, Data: JsonSerializer.SerializeToElement(new { confirmed = false, comment = "由上级统建" })),
        ]);
        await using var office = await LivingOffice.OpenAsync("2025-10-20", script);
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2025-10-24T00:00+08:00");
        Assert.True((await LibraryLifeTests.UpdateAsync(office, project, Samples.Valid with { TotalInvestment = 160m })).Taken);
        await office.AdvanceToAsync("2027-01-01T00:30+08:00");
        await LibraryLifeTests.TurnAsync(office, 2027);
        await office.AdvanceToAsync("2027-01-04T00:00+08:00");
        var stages = new[] { Stages.LibraryAdmission, Stages.ExpertArgumentation, Stages.Establishment };
        return Read(
            "library", office,
            [LibraryCarryOver.InstanceIdOf(2027), project.InstanceId, .. stages.SelectMany(stage => new[] { 1, 2 }.Select(round => $"{project.InstanceId}:{stage}:{round}"))]);
    }

    /// <summary>A year of the library, in which the leadership answers as in a rehearsal.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> YearAsync()
    {
        await using var office = await LivingOffice.OpenAsync("2026-01-01");
        await AnnualCycleTests.BeginAsync(office);
        await office.AdvanceToAsync("2027-01-01T00:00+08:00");
        return Read("year", office, AnnualCycle.InstanceIdOf(2026));
    }

    /// <summary>The budgets of a project in the plan: returned once, early funds before the review, adjusted after it.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> BudgetsAsync()
    {
        const string application = "InvestmentBudget.application2027";
        var script = new RehearsalScript(
        [
            new(MainLineKinds.Route, Data: JsonSerializer.SerializeToElement(new { route = "annualPlan" })),
            new(Stages.TechnicalPlan, Morning: 80),
            new(application, Data: JsonSerializer.SerializeToElement(new { amount = 150, source = "treasuryCoordinated", earlyFunds = 15 })),
            new($"{application}.review", Decision: Decision.Return, Comment: "补充测算"),
        ])
        { PlansAtOnce = false };
        await using var office = await LivingOffice.OpenAsync("2026-09-02", script);
        var project = await InvestmentBudgetLifeTests.PlanAsync(office);
        await InvestmentBudgetLifeTests.BeginAsync(office);
        await office.AdvanceToAsync("2027-06-01T00:00+08:00");
        return Read("budgets", office, InvestmentBudgetYear.InstanceIdOf(2026), InvestmentBudget.InstanceIdOf(project.Id, 2027, 1));
    }

    /// <summary>A July that adds a project from the library, whose money 市财政局 arranges.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> AdjustedAsync()
    {
        var script = new RehearsalScript([new(MainLineKinds.Route, Data: JsonSerializer.SerializeToElement(new { route = "annualPlan" }))]) { PlansAtOnce = false };
        await using var office = await LivingOffice.OpenAsync("2026-06-20", script);
        await PlanAdjustmentLifeTests.BeginAsync(office);
        var project = await office.ApplyAsync(Samples.SelfBuilt, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-07-06T00:00+08:00");
        var receipt = await PlanAdjustmentLifeTests.ProposeAsync(office, "july", new PlanProposal(PlanChangeKind.Added, project.Id, 200m, "急需建设"));
        await office.AdvanceToAsync("2027-02-01T00:00+08:00");
        return Read(
            "adjusted", office, AnnualCycle.InstanceIdOf(2026), PlanAdjustment.InstanceIdOf(2026), AnnualPlan.InstanceIdOf(receipt.Plan!.Id),
            InvestmentBudget.InstanceIdOf(project.Id, 2026, 1));
    }

    /// <summary>A publicity whose list is corrected on its sixth day, after a supplier quoted.</summary>
    private static async Task<IReadOnlyList<RecordedHistory>> CorrectedAsync()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublicityLifeTests.PublishAsync(office);
        await ConsultationLifeTests.QuoteAsync(office, project, "supplier@x.example", "12.5");
        await office.AdvanceToAsync("2026-03-09T10:00+08:00");
        await PublicityLifeTests.CorrectAsync(office, project);
        await office.AdvanceToAsync("2026-03-17T12:00+08:00");
        return Read("corrected", office, Publicity.InstanceIdOf(project.InstanceId));
    }

    private static IReadOnlyList<RecordedHistory> Read(string life, VirtualOffice office, params string[] instances)
    {
        var store = office.Get<LocalEngine>().Store;
        return
        [
            .. store.Query(new() { Limit = int.MaxValue, Statuses = [InstanceStatus.Completed] })
                .Where(row => instances.Contains(row.Id))
                .Select(row => new RecordedHistory(life, row.Id, store.ReadHistory(row.Key))),
        ];
    }

    private static RehearsalAct Act(string step, object data, int days, string after = BuildingKinds.Completion) =>
        new(step, JsonSerializer.SerializeToElement(data), days, after);

    private static async Task<IReadOnlyList<RecordedHistory>> RehearseAsync(
        string life, string sample, RehearsalScript? script = null, ProjectPolicy? policy = null)
    {
        var recorded = new List<RecordedHistory>();
        using var directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());
        var application = Samples.Load(sample);
        var unit = (await directory.FindUnitAsync(application.Unit!))!;
        var rehearsal = new ProjectRehearsal((start, configure) => new RecordingHost(VirtualHosts.Build(start, configure), life, recorded), directory);
        Assert.Empty((await rehearsal.RunAsync(application, unit, Start, script, policy)).Failures);
        return recorded;
    }

    private static IEnumerable<RecordedHistory> Read(string life, IOrchestrationStore store) =>
        store.Query(new() { Limit = int.MaxValue, Statuses = [InstanceStatus.Completed, InstanceStatus.Failed] })
            .Select(row => new RecordedHistory(life, row.Id, store.ReadHistory(row.Key)));

    /// <summary>Reads every history that has ended before the rehearsal lets its host go.</summary>
    private sealed class RecordingHost(IHost host, string life, List<RecordedHistory> recorded) : IHost
    {
        public IServiceProvider Services => host.Services;

        public Task StartAsync(CancellationToken cancellationToken = default) => host.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken = default)
        {
            recorded.AddRange(Read(life, Services.GetRequiredService<LocalEngine>().Store));
            return host.StopAsync(cancellationToken);
        }

        public void Dispose() => host.Dispose();
    }
}
