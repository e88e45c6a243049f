using Dazhou.Serverless.Projects;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Whom 市数字经济局 may name for a panel, from the records of projects that lived.</summary>
public sealed class PanelCandidatesLifeTests
{
    [Fact]
    public async Task Candidates_AfterAPanel_ShowWhoWasAskedAndStandBehindTheOthers()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(MainLineKinds.Opinion));
        var first = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette, "first");
        await office.AdvanceToAsync("2026-03-05T00:00+08:00");
        var second = await office.ApplyAsync(Samples.Valid with { Name = "第二个项目" }, ProjectPolicy.Gazette, "second");

        var members = await PanelMembers.ReadAsync(office.Tables, first.Id);
        var candidates = await office.Get<PanelCandidates>().ReadAsync(second);

        Assert.Equal(3, members.Count);
        Assert.Contains(members, member => !member.Answered);
        foreach (var candidate in candidates)
        {
            var asked = members.FirstOrDefault(member => member.Expert == candidate.Expert.Id);
            Assert.Equal(
                (asked is { Answered: false } ? 1 : 0, asked is null ? 0 : 1, asked is not null),
                (candidate.Load.Open, candidate.Load.LastYear, candidate.Load.LastAsked is not null));
        }

        // Who may be asked comes first, whoever is burdened later, and the unit's own last.
        Assert.Equal("expert-market", candidates[^1].Expert.Id);
        Assert.Equal(RecusalGround.OwnUnit, candidates[^1].Recusal?.Ground);
        Assert.Equal("市场监管业务", candidates[^1].Expert.Specialty);
        var free = candidates.Where(candidate => candidate.Recusal is null).Select(candidate => candidate.Load.Open).ToList();
        Assert.Equal(free.Order(), free);
    }

    [Fact]
    public async Task Candidates_OnceTheOpinionsAreGiven_AreFreeAgainAndStillCounted()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-03-10T00:00+08:00");

        var candidates = await office.Get<PanelCandidates>().ReadAsync(project);

        Assert.All(candidates, candidate => Assert.Equal(0, candidate.Load.Open));
        Assert.Equal(3, candidates.Count(candidate => candidate.Load.LastYear == 1));
    }

    [Fact]
    public async Task Panel_NamesAnExpertOfASupplierWhoQuoted_IsRefusedAndNothingIsKept()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(MainLineKinds.Panel));
        var project = await office.ApplyAsync(Samples.Valid, ProjectPolicy.Gazette);
        await office.AdvanceToAsync("2026-03-04T00:00+08:00");
        await QuotedAsync(office, project.Id, "市属国有大数据公司", confirmed: true);
        await QuotedAsync(office, project.Id, "市科技局", confirmed: false);

        var refused = await office.HandInAsync(project, MainLineKinds.Panel, new { experts = new[] { "expert-data", "expert-architecture", "expert-cost" } }, "szjj.planning");
        var offer = await office.Get<SubmissionSources>().Of(project.Id)!.OfferAsync(project.Id, SubmissionKinds.Of(MainLineKinds.Panel), CancellationToken.None);
        var field = Assert.Single(offer.Kind.Fields);

        Assert.Equal(SubmissionStatus.Refused, refused.Status);
        Assert.Equal(("panel-recusal-supplier", "第十条第一款", "experts"), Assert.Single(refused.Failures) is var failure ? (failure.Rule, failure.Article, failure.Field) : default);
        Assert.Contains("市属国有大数据公司", field.Table!.Rows.Single(row => row.Value == "expert-data").Barred, StringComparison.Ordinal);
        Assert.DoesNotContain(field.Choices!, choice => choice.Value == "expert-data");
        // A quotation that nobody confirmed says nothing about anybody.
        Assert.Null(field.Table.Rows.Single(row => row.Value == "expert-architecture").Barred);
        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(project, MainLineKinds.Panel, new { experts = new[] { "expert-security", "expert-architecture", "expert-cost" } }, "szjj.planning")).Status);
    }

    [Fact]
    public async Task Stakes_OfAProjectOnABuiltSystem_AreThoseOfItsUnitAndItsSupplier()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(MainLineKinds.Panel));
        var built = await office.ApplyAsync(Samples.Valid with { Name = "原项目" }, ProjectPolicy.Gazette, "built");
        await QuotedAsync(office, built.Id, "某科技有限公司", confirmed: true);
        await office.Tables.UpsertAsync(new SystemRow
        {
            Id = "s1",
            Unit = "syjj",
            UnitName = "市应急局",
            Project = built.Id,
            Description = new("应急平台", null, null, null, null, null),
            State = SystemState.InUse,
            EnteredAt = office.Now,
        });
        var project = built with { Id = "p2", Unit = "sscjgj", Application = built.Application with { ExistingSystem = new(true, "s1"), Succeeds = null } };

        var stakes = await office.Get<PanelCandidates>().StakesAsync(project);

        Assert.Equal(("syjj", "所依托系统的建设单位"), Assert.Single(stakes.Related) is var related ? (related.Key, related.Value) : default);
        Assert.Equal(["某科技有限公司"], stakes.Suppliers);
        Assert.DoesNotContain(await office.Get<PanelCandidates>().ChoosableAsync(project), expert => expert.Id == "expert-emergency");
    }

    private static Task QuotedAsync(VirtualOffice office, string project, string company, bool confirmed) => office.Tables.UpsertAsync(new QuotationRow
    {
        Project = project,
        Id = company,
        Version = 1,
        Company = company,
        Mail = "sales@x.example",
        Prices = [],
        LeftAt = office.Now,
        ConfirmedAt = confirmed ? office.Now : null,
    });
}
