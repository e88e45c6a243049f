using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>限期整改 and what follows from it (第五十三、五十七条).</summary>
public sealed class SupervisionLifeTests
{
    [Fact]
    public async Task Rectification_InTime_IsReviewedAndDone()
    {
        var result = await Life.RehearseAsync("tier-150", Ordered([]));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(
            ["2026-03-27 09:00 要求限期整改：弱口令", "2026-03-29 09:00 第1次整改合格"], result.Of(RehearsalKind.Stage, Stages.Rectification).Lines());
        Assert.Equal("2026-04-08", $"{result.Of(RehearsalKind.Deadline, Stages.Rectification)[0].Due:yyyy-MM-dd}");
    }

    [Fact]
    public async Task Rectification_Overdue_LeadsToItsConsequences()
    {
        var result = await Life.RehearseAsync("tier-150", Ordered([new("Rectification.report1", Morning: 20)]));

        Assert.Equal(
            [
                "2026-03-27 09:00 要求限期整改：弱口令",
                "2026-04-08 09:00 逾期不整改，通报批评：逾期不整改",
                "2026-04-17 09:00 第1次整改合格",
            ],
            result.Of(RehearsalKind.Stage, Stages.Rectification).Lines());
        Assert.Equal(Stages.Completed, result.End);
    }

    [Fact]
    public async Task Rectification_NotEnough_IsSanctionedAndGoesOn()
    {
        var result = await Life.RehearseAsync("tier-150", Ordered(
            [new("Rectification1.review", Decision: Decision.Refuse, Comment: "仍有弱口令"), new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["holdPlan","criticism"],"ground":"整改不到位"}"""))]));

        Assert.Contains(result.Calendar, entry => entry.Text == "整改后仍不符合要求，通报批评、暂缓安排投资计划：整改不到位");
        Assert.Contains(result.Calendar, entry => entry.Text.EndsWith("提交整改报告（第2次）", StringComparison.Ordinal));
        Assert.Contains(result.Calendar, entry => entry.Text == "第1次整改合格");
    }

    [Fact]
    public async Task Sanction_Terminate_EndsTheProject()
    {
        var result = await Life.RehearseAsync("tier-150", Ordered(
            [new("Rectification.report1", Morning: 60), new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["terminate"],"ground":"拒不整改"}"""))]));

        Assert.Equal(Stages.Terminated, result.End);
        Assert.Equal("2026-04-08 09:00 项目终止", result.Of(RehearsalKind.Stage, Stages.Terminated).Lines().Last());
    }

    [Fact]
    public async Task Sanction_OnSecurity_PausesTheBuildingAndBlocksTheUnit()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new(
            [new("Rectification.report1", Morning: 60), new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["pauseConstruction"],"ground":"拒不整改"}"""))]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-04-01T00:00+08:00");
        var order = new RectificationOrder(SupervisedMatter.Security, "弱口令", "立即整改", new(2026, 4, 7));
        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(project, SupervisionKinds.Order, order, "szjj.review", "o1")).Status);
        Assert.Equal(SubmissionStatus.AlreadyHandedIn, (await office.HandInAsync(project, SupervisionKinds.Order, order, "szjj.review", "o1")).Status);
        await office.AdvanceToAsync("2026-04-09T00:00+08:00");

        var ledger = await office.LedgerAsync(project);
        Assert.NotNull(ledger.PausedAt);
        Assert.True(ledger.OperationBudgetHeld);
        Assert.Equal([1], ledger.OpenRectifications);
        Assert.True((await office.Tables.FindAsync<UnitStandingRow>(project.Unit, UnitStandingRow.OnlyRowKey))!.Value.SecurityHazard);

        await office.HandInAsync(project, BuildingKinds.Resume, new PauseOrder("已落实措施"), "szjj.review");
        Assert.Null((await office.LedgerAsync(project)).PausedAt);
    }

    [Fact]
    public async Task Rectification_ExtendedInTime_IsOverdueOnlyAfterTheNewDay()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new([new("Rectification.report1", Morning: 200), new("Rectification.sanction1", Morning: 200)]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-03-20T10:00+08:00");
        await office.HandInAsync(project, SupervisionKinds.Order, new RectificationOrder(SupervisedMatter.Quality, "弱口令", "立即整改", new(2026, 4, 7)), "szjj.review", "o");
        await office.AdvanceToAsync("2026-04-01T10:00+08:00");
        var applied = await office.HandInAsync(project, ExtensionKinds.Application, new ExtensionApplication("Rectification.report1|1", new(2026, 4, 20), "设备未到货"), key: "e");
        Assert.Equal(SubmissionStatus.HandedIn, applied.Status);

        // Agreed to on the next morning; the day that the order named is no longer one.
        await office.AdvanceToAsync("2026-04-20T23:59+08:00");
        Assert.DoesNotContain("Rectification.sanction1|0001", await office.AskedAsync(project));
        await office.AdvanceToAsync("2026-04-21T00:01+08:00");
        Assert.Contains("Rectification.sanction1|0001", await office.AskedAsync(project));
    }

    [Fact]
    public async Task HeldPlan_WhenEverythingIsPutRight_IsHeldNoLonger()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new(
        [
            new("Rectification1.review", Decision: Decision.Refuse, Comment: "仍有弱口令"),
            new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["holdPlan"],"ground":"整改不到位"}""")),
            new("Rectification.report1", 2, Morning: 5),
        ]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-03-20T10:00+08:00");
        await office.HandInAsync(project, SupervisionKinds.Order, new RectificationOrder(SupervisedMatter.Security, "弱口令", "立即整改", new(2026, 4, 7)), "szjj.review", "o");
        await office.AdvanceToAsync("2026-03-24T00:00+08:00");
        var held = await office.LedgerAsync(project);
        Assert.Equal((true, true, 1), (held.PlanHeld, held.OperationBudgetHeld, held.OpenRectifications.Count));

        await office.AdvanceToAsync("2026-04-10T00:00+08:00");

        var lifted = await office.LedgerAsync(project);
        Assert.Equal((false, false, 0), (lifted.PlanHeld, lifted.OperationBudgetHeld, lifted.OpenRectifications.Count));
        // The unit's own record is lifted by the bureau alone (第五十七条).
        Assert.True((await office.Tables.FindAsync<UnitStandingRow>(project.Unit, UnitStandingRow.OnlyRowKey))!.Value.SecurityHazard);
    }

    [Fact]
    public async Task Submission_RepeatedOrUnasked_HasOneOutcome()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new([new("Procurement.contract", Morning: 200)]));
        var project = await office.ApplyAsync(Samples.Valid);
        Assert.Equal(SubmissionStatus.NotAwaited, (await office.HandInAsync(project, MainLineKinds.Payment, new PaymentApplication(1m, true))).Status);
        await office.AdvanceToAsync("2026-03-20T12:00+08:00");
        Assert.Equal(["Procurement.contract|0001"], await office.AskedAsync(project));

        var contract = new ContractRecord("1", "中标商", 150.01m, new(2026, 3, 20), new(2026, 3, 20), new(2026, 9, 20));
        var refused = await office.HandInAsync(project, MainLineKinds.Contract, contract);
        Assert.Equal((SubmissionStatus.Refused, "contract-within-control-price"), (refused.Status, Assert.Single(refused.Failures).Rule));
        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(project, MainLineKinds.Contract, contract with { Amount = 140m })).Status);
        var again = await office.HandInAsync(project, MainLineKinds.Contract, contract with { Amount = 130m });

        Assert.Equal((SubmissionStatus.AlreadyHandedIn, 140m), (again.Status, again.Submission!.Read<ContractRecord>().Amount));
        Assert.Equal(140m, (await office.LedgerAsync(project)).Contract!.Amount);
        Assert.Equal(Stages.Construction, await office.StageAsync(project));
    }

    [Fact]
    public async Task Sanction_WhileThePlanIsAwaited_EndsTheProjectAtOnce()
    {
        // The plan is asked for on 11 March; nobody hands it in, nor the report on what was to be put right until 20 March.
        var result = await Life.RehearseAsync("tier-150", new(
        [
            new(Stages.TechnicalPlan, Morning: 50), new("Rectification.report1", Morning: 60),
            new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["terminate"],"ground":"拒不整改"}""")),
        ])
        {
            Acts = [new(SupervisionKinds.Order, Life.Json("""{"matter":"quality","finding":"弱口令","requirement":"立即整改","until":"2026-03-20"}"""), 2, Stages.TechnicalPlan)],
        });

        Assert.Equal(Stages.Terminated, result.End);
        Assert.Equal("2026-03-21 09:00 项目终止", result.Of(RehearsalKind.Stage, Stages.Terminated).Lines().Last());
        Assert.DoesNotContain(result.Calendar, entry => entry.At > Life.At("2026-03-21T09:00"));
        Assert.DoesNotContain(Stages.TechnicalReview, result.Entered());
    }

    [Fact]
    public async Task Sanction_DuringThePublicity_TakesTheListDownAtOnce()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new(
            [new("Rectification.report1", Morning: 60), new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["terminate"],"ground":"拒不整改"}"""))]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-03-04T10:00+08:00");
        Assert.Equal(Stages.Publicity, await office.StageAsync(project));
        var order = new RectificationOrder(SupervisedMatter.Quality, "弱口令", "立即整改", new(2026, 3, 5));
        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(project, SupervisionKinds.Order, order, "szjj.review")).Status);

        await office.AdvanceToAsync("2026-03-06T12:00+08:00");

        Assert.Equal(Stages.Terminated, await office.StageAsync(project));
        var publicity = (await office.Tables.FindAsync<PublicityRow>(project.Id, PublicityRow.OnlyRowKey))!.Value;
        Assert.Equal(Life.At("2026-03-06T09:00"), publicity.EndedAt);
        Assert.DoesNotContain((await office.Get<ProjectQueries>().FindAsync(project.Id))!.Deadlines, deadline => deadline.State is DeadlineState.Open or DeadlineState.Overdue);
        Assert.Equal(Stages.Terminated, await office.OutputAsync<string>(project.InstanceId));
    }

    [Theory]
    [InlineData("szjj", true)]
    [InlineData("swwxb", true)]
    [InlineData("szj", true)]
    [InlineData("sgaj", true)]
    [InlineData("smmj", true)]
    [InlineData("sjyj", false)]
    [InlineData("sfgw", false)]
    public async Task SupervisingUnit_IsWhoHasSomebodyInTheRole(string unit, bool supervises)
    {
        using var directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());

        Assert.Equal(supervises, await new SupervisingUnits(directory).IncludesAsync(unit));
    }

    private static RehearsalScript Ordered(IReadOnlyList<RehearsalScriptLine> answers) => new(answers)
    {
        Acts = [new(SupervisionKinds.Order, Life.Json("""{"matter":"quality","finding":"弱口令","requirement":"立即整改","until":"2026-04-07"}"""), 10)],
    };
}
