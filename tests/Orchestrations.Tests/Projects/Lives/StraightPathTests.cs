using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Lives in which everybody agrees and hands in on the first morning, to the post-evaluation.</summary>
public sealed class StraightPathTests
{
    private static readonly string[] MainLine =
    [
        Stages.Establishment, Stages.Publicity, Stages.TechnicalPlan, Stages.TechnicalReview, Stages.BudgetReview, Stages.Procurement,
        Stages.Construction, Stages.TrialRun, Stages.PreAcceptance, Stages.Acceptance, Stages.Payment, Stages.PostEvaluation, Stages.Completed,
    ];

    // tier-150 and tier-1800 are purchases of services, tier-320 and tier-760 are built by the unit itself
    [Theory]
    [InlineData("tier-150")]
    [InlineData("tier-320")]
    [InlineData("tier-760")]
    [InlineData("tier-1800")]
    public async Task Life_EachTier_GoesThroughEveryStage(string sample)
    {
        var result = await Life.RehearseAsync(sample, policy: ProjectPolicy.Gazette);

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal([Stages.LibraryAdmission, Stages.ExpertArgumentation, .. MainLine], result.Entered());
    }

    [Fact]
    public async Task Life_Tier150_CountsThePeriodsOfTheRegulationFromTheRightDays()
    {
        var result = await Life.RehearseAsync("tier-150");

        Assert.Equal(
            [
                "Publicity 2026-03-03 7 days 2026-03-11",
                "TechnicalPlan 2026-03-10 60 days 2026-05-10",
                "TechnicalReview 2026-03-11 10 days 2026-03-24",
                // 4 to 6 April are Qingming; 27 April is the thirtieth working day after 14 March
                "BudgetReview 2026-03-14 30 working days 2026-04-28",
                "Construction 2026-03-17 1 year 2027-03-18",
                "TrialRun 2026-09-18 1 month 2026-10-20",
                "PostEvaluation 2026-10-22 12 months 2027-10-23",
                "PostEvaluation 2026-10-22 24 months 2028-10-24",
            ],
            result.Of(RehearsalKind.Deadline)
                .Where(entry => entry.Stage is not Stages.Establishment
                    && entry.Period is "7 days" or "60 days" or "10 days" or "30 working days" or "1 year" or "1 month" or "12 months" or "24 months"
                    && !entry.Text.Contains("后评价", StringComparison.Ordinal))
                .Select(entry => $"{entry.Stage} {entry.From:yyyy-MM-dd} {entry.Period} {entry.Due:yyyy-MM-dd}"));
        // 2027 has no published holidays yet
        Assert.All(result.Of(RehearsalKind.Deadline), entry => Assert.Equal(entry.Due!.Value.AddTicks(-1).Year > 2026, entry.Provisional));
    }

    [Fact]
    public async Task Life_GovernmentProcurement_FilesThePlanFirst()
    {
        var steps = (await Life.RehearseAsync("tier-150")).Of(RehearsalKind.Decision, Stages.Procurement).Select(entry => entry.Text);

        Assert.Equal(["市市场监管局项目负责人：提交政府采购计划备案", "市市场监管局项目负责人：提交合同"], steps);
    }

    [Fact]
    public async Task Life_BelowTheProcurementLimit_GoesStraightToTheContract()
    {
        var result = await Life.RehearseAsync("tier-150", policy: new() { ProcurementLimit = 150.01m });

        Assert.Equal(["市市场监管局项目负责人：提交合同"], result.Of(RehearsalKind.Decision, Stages.Procurement).Select(entry => entry.Text));
    }

    [Fact]
    public async Task Life_StateOwnedEnterprise_OrganisesItselfByItsArticle()
    {
        var result = await Life.RehearseAsync(
            "tier-150", change: application => application with { ApplicantKind = ApplicantKind.StateOwnedEnterprise, Unit = "sdsj" });

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(["提交合同"], result.Of(RehearsalKind.Decision, Stages.Procurement).Select(entry => entry.Text.Split('：')[1]));
        Assert.Equal("第四十一条", Assert.Single(result.Of(RehearsalKind.Deadline, Stages.Procurement)).Article);
    }

    [Fact]
    public async Task Life_BuildingTimeOfTheApplication_IsTheDefault()
    {
        var result = await Life.RehearseAsync("tier-150", change: application => application with { ConstructionMonths = 3 });

        Assert.Equal("2026-06-17 09:00", $"{result.Stage(Stages.TrialRun).At:yyyy-MM-dd HH:mm}");
        Assert.Equal(2, result.Of(RehearsalKind.Decision).Count(entry => entry.Text.Contains("建设进度月报", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Life_LibraryAndExpertsFirst_ComeBeforeTheLeadership()
    {
        var result = await Life.RehearseAsync(
            "tier-150",
            new([new(Stages.LibraryAdmission, Decision: Dazhou.Serverless.Approvals.Decision.Return, Comment: "补充数据目录")]),
            policy: ProjectPolicy.Gazette);

        Assert.Equal([Stages.LibraryAdmission, Stages.ExpertArgumentation, .. MainLine], result.Entered());
        Assert.Contains(result.Calendar, entry => entry.Text.Contains("补充数据目录", StringComparison.Ordinal));
        Assert.Equal(3, result.Of(RehearsalKind.Decision).Count(entry => entry.Text.Contains("提交专家论证意见", StringComparison.Ordinal)));
        Assert.Contains(result.Calendar, entry => entry.Text == "纳入信息化项目库");
    }

    [Fact]
    public async Task Life_ExpertsFindItUnnecessary_EndsBeforeTheLeadership()
    {
        var no = Life.Json("""{"necessary":false,"score":40,"opinion":"与已建系统重复"}""");
        var result = await Life.RehearseAsync(
            "tier-150",
            new([new(MainLineKinds.Opinion, 1, Data: no), new(MainLineKinds.Opinion, 3, Data: no)]),
            policy: new() { ExpertArgumentationFirst = true });

        Assert.Equal([Stages.ExpertArgumentation, Stages.Refused], result.Entered());
    }
}
