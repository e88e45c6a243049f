using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Projects.Lives;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects;

/// <summary>What stands about a unit decides on its applications, and is shown with them (第二十四、五十二、五十七条).</summary>
public sealed class UnitRecordsTests
{
    private static readonly SubmissionFile Letter = new("函.txt", "关于数据归集情况的函"u8.ToArray());

    [Theory]
    [InlineData(UnitBlock.DataAggregation, "data-aggregation")]
    [InlineData(UnitBlock.SecurityHazard, "security-block")]
    public async Task Block_RecordedAndLifted_RefusesApplicationsMeanwhile(UnitBlock block, string rule)
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var records = office.Get<UnitRecords>();
        var act = new UnitBlockAct("sscjgj", block, Lift: false, "检查发现", Letter, "szjj");
        Assert.Empty(await records.ChangeAsync(act));
        Assert.Empty(await records.ChangeAsync(act));
        Assert.Equal([rule], (await ApplyAsync(office, "1")).Failures.Select(failure => failure.Rule));

        Assert.Empty(await records.ChangeAsync(act with { Lift = true, Reason = "已经整改" }));
        Assert.Equal(IntakeStatus.Accepted, (await ApplyAsync(office, "2")).Status);

        var history = await records.HistoryAsync("sscjgj");
        Assert.Equal([$"记录：{UnitRecords.Chinese(block)}", $"解除：{UnitRecords.Chinese(block)}"], history.Select(entry => entry.Action));
        Assert.All(history, entry => Assert.Equal(("szjj", UnitRecords.ArticleOf(block)), (entry.Actor, entry.Article)));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync(UnitRecords.SubjectOf("sscjgj"))).Intact);
        Assert.Equal(2, (await office.Get<IDocumentStore>().ListAsync(UnitRecords.SubjectOf("sscjgj"))).Count);
    }

    [Fact]
    public async Task Ruling_OfTheBureau_AdmitsTheHalvesOfItsUnitOnly()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var rulings = office.Get<WorksRulings>();
        var act = new WorksRulingAct("sscjgj", " 裁定〔2026〕1号 ", "市民中心工程", RuledEstablisher.DigitalEconomyBureau, Letter, "szjj");
        Assert.Empty(await rulings.RecordAsync(act with { Unit = "sjyj" }));
        Assert.Equal(["mixed-works-ruling"], (await ApplyHalvesAsync(office, "1")).Failures.Select(failure => failure.Rule));

        Assert.Empty(await rulings.RecordAsync(act));
        Assert.Empty(await rulings.RecordAsync(act));
        var other = await rulings.RecordAsync(act with { Establisher = RuledEstablisher.DevelopmentAndReform });

        Assert.Equal(("number", "第八条"), other.Select(failure => (failure.Field, failure.Article)).Single());
        Assert.Equal(IntakeStatus.Accepted, (await ApplyHalvesAsync(office, "2")).Status);
        Assert.Equal(RuledEstablisher.DigitalEconomyBureau, Assert.Single(await rulings.OfAsync("sscjgj")).Establisher);
        Assert.Equal("登记裁定：市民中心工程由市数字经济局立项", Assert.Single(await office.Get<UnitRecords>().HistoryAsync("sscjgj")).Action);
    }

    [Fact]
    public async Task Ruling_Empty_NamesEachFieldAndKeepsNothing()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var failures = await office.Get<WorksRulings>().RecordAsync(new("sscjgj", " ", null, null, null, "szjj"));

        Assert.Equal(["number", "works", "establisher", "file"], failures.Select(failure => failure.Field));
        Assert.Empty(await office.Get<UnitRecords>().HistoryAsync("sscjgj"));
    }

    [Fact]
    public void Block_WithoutKindReasonOrDocument_NamesEach() =>
        Assert.Equal(
            ["unit-block-kind", "unit-block-reason", "unit-block-document"],
            UnitBlockRules.Check(new("sscjgj", null, Lift: false, " ", null, "szjj")).Select(failure => failure.Rule));

    [Fact]
    public async Task Evaluation_OfAnEarlierProject_IsReadByThoseWhoDecideOnTheNext()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        await office.Tables.UpsertAsync(new UnitEvaluationRow
        {
            Unit = "sscjgj",
            Project = "p1",
            Name = "食品追溯系统",
            Result = new(EvaluationGrade.Poor, EvaluationMethod.Experts, "使用率低"),
            On = new(2025, 12, 1),
        });
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-03-10T00:00+08:00");

        var steps = new List<ApprovalStepRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<ApprovalStepRow>(project.Id)) steps.Add(row.Value);
        foreach (var key in new[] { Stages.LibraryAdmission, "Establishment.review", "Establishment.decision" })
        {
            Assert.EndsWith(
                "\n该单位以往项目后评价：食品追溯系统（差，2025年12月1日）", steps.Single(step => step.Step.Key == key).Summary, StringComparison.Ordinal);
        }
    }

    private static Task<IntakeReceipt> ApplyHalvesAsync(VirtualOffice office, string key) =>
        ApplyAsync(office, key, Samples.Valid with { MixedWorks = new(false, 300m, 150m, 150m, "裁定〔2026〕1号") });

    private static async Task<IntakeReceipt> ApplyAsync(VirtualOffice office, string key, ProjectApplication? application = null)
    {
        var unit = (await office.Get<IDirectory>().FindUnitAsync("sscjgj"))!;
        return await office.Get<ProjectIntake>().SubmitAsync(office.Client, application ?? Samples.Valid, unit, key);
    }
}
