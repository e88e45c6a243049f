using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>公示 in virtual time: what moves its end, and what cannot (第三十五条).</summary>
public sealed class PublicityLifeTests
{
    internal static readonly FunctionItem[] Corrected = [new("数据采集", "自动采集", 1m, "套"), new("统计分析", null, null, null)];

    [Fact]
    public async Task Correction_OnTheSixthDay_RestartsTheSevenDays()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        Assert.Equal(Life.At("2026-03-11T00:00"), (await PublicityAsync(office, project)).Until);

        await office.AdvanceToAsync("2026-03-09T10:00+08:00");
        var receipt = await CorrectAsync(office, project);
        Assert.Equal(FunctionListStatus.Corrected, receipt.Status);
        Assert.Equal((2, Life.At("2026-03-17T00:00")), (receipt.Publicity!.Version, receipt.Publicity.Until));

        // The end of the first seven days is none any more, and the plan's sixty days count from the new end.
        await office.AdvanceToAsync("2026-03-16T23:59:59+08:00");
        Assert.Equal(Stages.Publicity, await office.StageAsync(project));
        await office.AdvanceToAsync("2026-03-17T00:00+08:00");
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
        var view = (await office.Get<ProjectQueries>().FindAsync(project.Id))!;
        var publicity = view.Deadlines.Single(deadline => deadline.Stage == Stages.Publicity);
        Assert.Equal(
            (new DateOnly(2026, 3, 9), "7 days", Life.At("2026-03-17T00:00"), DeadlineState.Done), (publicity.From, publicity.Period, publicity.Due, publicity.State));
        Assert.Equal(new DateOnly(2026, 3, 16), view.Deadlines.Single(deadline => deadline.Stage == Stages.TechnicalPlan).From);
        Assert.Single(view.History, entry => entry.Action == "更正具体功能清单（第2版），重新公示");
    }

    [Fact]
    public async Task Correction_OldList_StaysAsTheFirstVersion()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await office.AdvanceToAsync("2026-03-05T10:00+08:00");
        await CorrectAsync(office, project);

        var lists = await office.Get<ProjectQueries>().FunctionListsOfAsync(project.Id);
        Assert.Equal([1, 2], lists.Select(list => list.Version));
        Assert.Equal(project.Application.BasicInformation!.Functions!, lists[0].Functions);
        Assert.Equal(Corrected, lists[1].Functions);
        Assert.Equal(Corrected, (await PublicityAsync(office, project)).Functions);
        Assert.Equal((Life.At("2026-03-05T10:00"), "漏列一项"), (lists[1].PublishedAt, lists[1].Reason));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync(project.Id)).Intact);
    }

    [Fact]
    public async Task Correction_NotMade_EndsAfterSevenDaysAsBefore()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);

        await office.AdvanceToAsync("2026-03-10T23:59:59+08:00");
        Assert.Equal(Stages.Publicity, await office.StageAsync(project));
        await office.AdvanceToAsync("2026-03-11T00:00+08:00");
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
    }

    [Fact]
    public async Task Correction_AtTheVeryEnd_IsTakenBeforeAndRefusedAfterTheDueInstant()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await office.AdvanceToAsync("2026-03-10T23:59:59.999+08:00");
        Assert.Equal(FunctionListStatus.Corrected, (await CorrectAsync(office, project)).Status);
        Assert.Equal(Life.At("2026-03-18T00:00"), (await PublicityAsync(office, project)).Until);

        await office.AdvanceToAsync("2026-03-18T00:00+08:00");
        var late = await CorrectAsync(office, project, [Corrected[0]]);
        Assert.Equal(FunctionListStatus.Ended, late.Status);
        Assert.Equal(2, (await office.Get<ProjectQueries>().FunctionListsOfAsync(project.Id)).Count);
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
    }

    [Fact]
    public async Task Correction_Repeated_CountsOnce()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await office.AdvanceToAsync("2026-03-05T10:00+08:00");
        await CorrectAsync(office, project, key: "once");
        await office.AdvanceToAsync("2026-03-06T10:00+08:00");

        var again = await CorrectAsync(office, project, key: "once");
        var same = await CorrectAsync(office, project);

        Assert.Equal((FunctionListStatus.AlreadyCorrected, 2), (again.Status, again.Publicity!.Version));
        Assert.Equal(["correction-changes"], same.Failures.Select(failure => failure.Rule));
        Assert.Equal(Life.At("2026-03-13T00:00"), (await PublicityAsync(office, project)).Until);
    }

    [Fact]
    public async Task Correction_TwoInTheSameMoment_BothStandOneAfterTheOther()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await office.AdvanceToAsync("2026-03-05T10:00+08:00");

        var both = await Task.WhenAll(CorrectAsync(office, project, [Corrected[0]]), CorrectAsync(office, project, [Corrected[1]]));

        Assert.All(both, receipt => Assert.Equal(FunctionListStatus.Corrected, receipt.Status));
        Assert.Equal([1, 2, 3], (await office.Get<ProjectQueries>().FunctionListsOfAsync(project.Id)).Select(list => list.Version));
        Assert.Equal(3, (await PublicityAsync(office, project)).Version);
    }

    [Fact]
    public async Task Correction_RecordedBeforeACrash_IsPublishedByTheStage()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await office.AdvanceToAsync("2026-03-09T10:00+08:00");
        // The version was claimed, and the process ended before anything else.
        await office.Tables.TryInsertAsync(new FunctionListRow
        {
            Project = project.Id,
            Version = 2,
            Functions = Corrected,
            PublishedAt = office.Now,
            By = project.Unit,
            Reason = "漏列一项",
        });

        await office.AdvanceToAsync("2026-03-11T00:00+08:00");
        Assert.Equal(Stages.Publicity, await office.StageAsync(project));
        Assert.Equal(2, (await PublicityAsync(office, project)).Version);
        await office.AdvanceToAsync("2026-03-17T00:00+08:00");
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
    }

    internal static async Task<ProjectRow> PublishAsync(VirtualOffice office)
    {
        var project = await office.ApplyAsync(Samples.Load("tier-150"));
        await office.AdvanceToAsync("2026-03-03T12:00+08:00");
        Assert.Equal(Stages.Publicity, await office.StageAsync(project));
        return project;
    }

    internal static async Task<FunctionListReceipt> CorrectAsync(VirtualOffice office, ProjectRow project, FunctionItem[]? items = null, string? key = null)
    {
        var receipt = await office.Get<FunctionListService>().CorrectAsync(office.Client, project.Id, new(items ?? Corrected, "漏列一项"), project.Unit, key);
        await office.SettleAsync();
        return receipt;
    }

    internal static async Task<PublicityRow> PublicityAsync(VirtualOffice office, ProjectRow project) =>
        (await office.Get<ProjectQueries>().FindPublicityAsync(project.Id))!;
}
