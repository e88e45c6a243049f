using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>What a unit does about its project between the application and the leadership (第七条).</summary>
public sealed class LibraryLifeTests
{
    [Fact]
    public async Task Update_WhileExpertsArgue_StopsThemAndGoesThroughTheFirstReviewAgain()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Slow(MainLineKinds.Opinion));
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-03-05T00:00+08:00");
        Assert.Equal(Stages.ExpertArgumentation, await office.StageAsync(project));

        var receipt = await UpdateAsync(office, project, Samples.Valid with { Name = "更新后的项目", TotalInvestment = 180m });
        await office.SettleAsync();

        Assert.True(receipt.Taken, string.Join(';', receipt.Failures.Select(failure => failure.Message)));
        Assert.Equal(Stages.LibraryAdmission, await office.StageAsync(project));
        Assert.DoesNotContain(await office.AskedAsync(project), ask => ask.StartsWith("ExpertArgumentation", StringComparison.Ordinal));
        await office.AdvanceToAsync("2026-03-07T00:00+08:00");
        Assert.Equal(Stages.ExpertArgumentation, await office.StageAsync(project));
        Assert.Equal((180m, LibraryState.Admitted, "更新后的项目"), await EntryAsync(office, project) is { } entry ? (entry.TotalInvestment, entry.State, entry.Name) : default);
        // The second passage has a panel of its own, and the life goes on to the leadership with the new sum.
        await office.AdvanceToAsync("2026-04-20T00:00+08:00");
        var row = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
        Assert.NotNull(row.ApprovalNumber);
        Assert.Equal(180m, row.Application.TotalInvestment);
        Assert.Equal(LibraryState.Established, (await EntryAsync(office, project))!.State);
    }

    [Fact]
    public async Task Update_OnceTheLeadershipDecides_IsRefused()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Slow("Establishment.review"));
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-03-07T00:00+08:00");
        Assert.Equal(Stages.Establishment, await office.StageAsync(project));

        var receipt = await UpdateAsync(office, project, Samples.Valid with { TotalInvestment = 180m });

        Assert.Equal((false, LibraryReceipt.NotNow), (receipt.Taken, Assert.Single(receipt.Failures).Rule));
        Assert.Equal(150m, (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!.Application.TotalInvestment);
    }

    [Theory]
    [InlineData(MainLineKinds.Panel, Stages.ExpertArgumentation)]
    [InlineData(MainLineKinds.Opinion, Stages.ExpertArgumentation)]
    [InlineData(MainLineKinds.Route, Stages.Establishment)]
    public async Task Withdraw_WhileSomebodyIsAsked_EndsTheProjectAndAsksNobodyAnyMore(string slow, string stage)
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Slow(slow));
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-03-07T00:00+08:00");
        Assert.Equal(stage, await office.StageAsync(project));

        var row = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
        Assert.True((await office.Get<LibraryService>().WithdrawAsync(office.Client, row, project.Unit, "资金没有落实")).Taken);
        await office.SettleAsync();

        Assert.Equal(Stages.Refused, await office.StageAsync(project));
        Assert.Empty(await office.AskedAsync(project));
        Assert.Equal(LibraryState.Withdrawn, (await EntryAsync(office, project))!.State);
        Assert.Equal(Stages.Refused, await office.OutputAsync<string>(project.InstanceId));
    }

    [Fact]
    public async Task YearTurns_ProjectNotEstablished_IsListedUnderTheNextAndItsUnitConfirms()
    {
        await using var office = await LivingOffice.OpenAsync("2025-10-20", Slow(MainLineKinds.Route, 900));
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2027-01-01T00:30+08:00");
        await TurnAsync(office, 2027);

        Assert.Equal((2027, 2026, (bool?)null), await EntryAsync(office, project) is { } entry ? (entry.PlanYear, entry.CarriedFrom, entry.Confirmed) : default);
        Assert.Equal([project.Id], await ListAsync(office, 2026, LibraryState.CarriedOver));
        Assert.Empty(await ListAsync(office, 2026, LibraryState.Admitted));
        await office.AdvanceToAsync("2027-01-02T00:00+08:00");
        Assert.Equal([project.Id], await ListAsync(office, 2027, LibraryState.Admitted));
        Assert.True((await EntryAsync(office, project))!.Confirmed);
    }

    [Fact]
    public async Task YearTurns_UnitNoLongerWantsIt_TakesItOut()
    {
        var script = new RehearsalScript(
        [
            new(MainLineKinds.Route, Morning: 900),
            new(MainLineKinds.CarryOver, 2027, Data: Life.Json("""{"confirmed":false,"comment":"已由上级统建"}""")),
        ]);
        await using var office = await LivingOffice.OpenAsync("2025-10-20", script);
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2027-01-01T00:30+08:00");
        await TurnAsync(office, 2027);
        await office.AdvanceToAsync("2027-01-03T00:00+08:00");

        Assert.Equal(Stages.Refused, await office.StageAsync(project));
        Assert.Equal([project.Id], await ListAsync(office, 2027, LibraryState.Withdrawn));
    }

    internal static async Task TurnAsync(VirtualOffice office, int year)
    {
        await office.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(LibraryCarryOver), year, OrchestrationVersion.Start(LibraryCarryOver.InstanceIdOf(year)));
        await office.SettleAsync();
    }

    internal static RehearsalScript Slow(string step, int mornings = 30) =>
        new([.. Enumerable.Range(1, 3).Select(round => new RehearsalScriptLine(step, round, Morning: mornings))]);

    internal static async Task<LibraryReceipt> UpdateAsync(VirtualOffice office, ProjectRow project, ProjectApplication application)
    {
        var unit = (await office.Get<IDirectory>().FindUnitAsync(project.Unit))!;
        var row = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
        return await office.Get<LibraryService>().UpdateAsync(office.Client, row, application, unit, project.Unit, "调整建设内容");
    }

    private static Task<LibraryEntryRow?> EntryAsync(VirtualOffice office, ProjectRow project) => office.Get<LibraryBook>().FindAsync(project.Id);

    private static async Task<IEnumerable<string>> ListAsync(VirtualOffice office, int year, LibraryState state) =>
        (await office.Get<LibraryBook>().ReadAsync(year, state, 10)).Rows.Select(row => row.Value.Project);
}
