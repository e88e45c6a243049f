using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>The annual route (第十条第一款): a batch of projects through three meetings.</summary>
public sealed class AnnualPlanTests
{
    private static readonly RehearsalScript Planned =
        new([.. Enumerable.Range(1, 2).Select(round => new RehearsalScriptLine(MainLineKinds.Route, round, Data: Life.Json("""{"route":"annualPlan"}""")))]) { PlansAtOnce = false };

    [Fact]
    public async Task Plan_OfThreeWithOneStruckOut_EstablishesTwoAndKeepsOneInTheLibrary()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Planned);
        var projects = await ApplyAsync(office, 3);
        await office.AdvanceToAsync("2026-03-07T00:00+08:00");

        var receipt = await office.Get<AnnualPlans>().StartAsync(office.Client, 2026, [.. projects.Select(project => project.Id)], "batch-1");
        var again = await office.Get<AnnualPlans>().StartAsync(office.Client, 2026, [.. projects.Select(project => project.Id)], "batch-1");
        Assert.Empty(receipt.Failures);
        Assert.Equal(receipt.Plan!.Id, again.Plan!.Id);
        await office.SettleAsync();
        await StrikeOutAsync(office, receipt.Plan, projects[1]);
        await office.AdvanceToAsync("2026-03-11T00:00+08:00");

        string?[] numbers = [.. (await RowsAsync(office, projects)).Select(row => row.ApprovalNumber)];
        Assert.Equal(["达数批〔2026〕1号", "达数批〔2026〕2号"], numbers.OfType<string>().Order(StringComparer.Ordinal));
        Assert.Null(numbers[1]);
        Assert.Equal([Stages.Publicity, Stages.Establishment, Stages.Publicity], (await RowsAsync(office, projects)).Select(row => row.Stage));
        Assert.Equal(LibraryState.Admitted, (await office.Get<LibraryBook>().FindAsync(projects[1].Id))!.State);
        Assert.Equal([projects[0].Id, projects[2].Id], (await office.Get<AnnualPlans>().FindAsync(receipt.Plan.Id))!.Agreed);
        // The one that was struck out is asked about anew, and may go into the next batch.
        Assert.Empty((await office.Get<AnnualPlans>().StartAsync(office.Client, 2026, [projects[1].Id], "batch-2")).Failures);
        await office.AdvanceToAsync("2026-03-20T00:00+08:00");
        Assert.NotNull((await RowsAsync(office, projects))[1].ApprovalNumber);
        Assert.Contains(
            (await office.Get<IDocumentStore>().ListAsync(projects[0].Id)), document => document.Name == DocumentKinds.EstablishmentApproval);
    }

    [Fact]
    public async Task Plan_RefusedByAMeeting_KeepsEveryProjectInTheLibrary()
    {
        var script = Planned with { Answers = [.. Planned.Answers, new("AnnualPlan.standing", Decision: Decision.Refuse, Comment: "资金不足")] };
        await using var office = await LivingOffice.OpenAsync("2026-03-02", script);
        var projects = await ApplyAsync(office, 2);
        await office.AdvanceToAsync("2026-03-07T00:00+08:00");

        Assert.Empty((await office.Get<AnnualPlans>().StartAsync(office.Client, 2026, [.. projects.Select(project => project.Id)], key: null)).Failures);
        await office.AdvanceToAsync("2026-03-12T00:00+08:00");

        Assert.All(await RowsAsync(office, projects), row => Assert.Equal((null, Stages.Establishment), (row.ApprovalNumber, row.Stage)));
        Assert.Equal(0, await office.OutputAsync<int>(AnnualPlan.InstanceIdOf("plan-2026-01")));
    }

    [Fact]
    public async Task Plan_WithProjectsThatDoNotWaitForIt_IsRefusedProjectByProject()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Planned);
        var projects = await ApplyAsync(office, 1);
        await office.AdvanceToAsync("2026-03-07T00:00+08:00");
        var plans = office.Get<AnnualPlans>();
        Assert.Empty((await plans.StartAsync(office.Client, 2026, [projects[0].Id], key: null)).Failures);
        await office.SettleAsync();
        var early = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette, "early");

        var refused = (await plans.StartAsync(office.Client, 2026, [projects[0].Id, early.Id, "nobody"], key: null)).Failures;

        Assert.Equal(["projects[0]", "projects[1]", "projects[2]"], refused.Select(failure => failure.Field));
        Assert.Single(await plans.OfYearAsync(2026));
        Assert.NotEmpty((await plans.StartAsync(office.Client, 2026, [], key: null)).Failures);
    }

    [Fact]
    public async Task Rehearsal_OfTheAnnualRoute_GoesThroughThreeMeetings()
    {
        var result = await Life.RehearseAsync("tier-1800", Planned with { PlansAtOnce = true }, policy: ProjectPolicy.Gazette);

        Assert.Equal(Stages.Completed, result.End);
        Assert.Contains(result.Calendar, entry => entry.Text == "出具立项批复达数批〔2026〕1号");
        Assert.DoesNotContain(result.Of(RehearsalKind.Decision, Stages.Establishment), entry => entry.Text.Contains("审议", StringComparison.Ordinal));
    }

    internal static async Task<IReadOnlyList<ProjectRow>> ApplyAsync(VirtualOffice office, int count)
    {
        var projects = new List<ProjectRow>();
        for (var i = 1; i <= count; i++)
            projects.Add(await office.ApplyAsync(Samples.Valid with { Name = $"第{i}个项目" }, ProjectPolicy.Gazette, $"plan-{i}"));
        return projects;
    }

    /// <summary>The first meeting agrees without one project, before the script's people answer.</summary>
    private static async Task StrikeOutAsync(VirtualOffice office, AnnualPlanRow plan, ProjectRow project)
    {
        var links = new List<LinkBySubjectRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<LinkBySubjectRow>(plan.Id)) links.Add(row.Value);
        var link = (await office.Tables.FindAsync<LinkRow>(links[0].Hash, LinkRow.OnlyRowKey))!.Value;
        var resolution = new Resolution("达市委财纪〔2026〕1号", new(2026, 3, 6)) { StruckOut = [project.Id] };
        var receipt = await office.Get<DecisionService>().RecordAsync(office.Client, link, new(Decision.Agree, null, resolution));
        Assert.Equal(DecisionStatus.Recorded, receipt.Status);
    }

    private static async Task<IReadOnlyList<ProjectRow>> RowsAsync(VirtualOffice office, IEnumerable<ProjectRow> projects)
    {
        var rows = new List<ProjectRow>();
        foreach (var project in projects) rows.Add((await office.Get<ProjectQueries>().FindRowAsync(project.Id))!);
        return rows;
    }
}
