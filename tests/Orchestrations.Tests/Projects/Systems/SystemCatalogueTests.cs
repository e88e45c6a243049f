using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Projects.Lives;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects;

/// <summary>系统目录 (第二十一条).</summary>
public sealed class SystemCatalogueTests
{
    internal static readonly SystemDescription Old = new("食品追溯系统", null, new(2020, 6, 1), new(2023, 6, 1), SystemSecurity.Qualified, 2);

    [Fact]
    public async Task Project_AcceptancePassed_EntersItsSystemByItself()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2027-03-02T00:00+08:00");
        var report = (await office.LedgerAsync(project)).Acceptance!;

        var system = (await office.Get<SystemCatalogue>().FindAsync(SystemCatalogue.IdOf(project.Id)))!;

        var number = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!.ApprovalNumber;
        Assert.Equal((project.Unit, project.UnitName, project.Id, SystemState.InUse), (system.Unit, system.UnitName, system.Project, system.State));
        Assert.Equal(new(project.Name, number, report.OperationFrom, null, SystemSecurity.Qualified, null), system.Description);
        Assert.Equal("验收合格，列入系统目录", Assert.Single(await office.Get<SystemCatalogue>().HistoryAsync(system.Id)).Action);
        Assert.Equal([system.Id], (await office.Get<SystemCatalogue>().OfUnitAsync(project.Unit, 10, null)).Systems.Select(row => row.Id));
    }

    [Fact]
    public async Task Project_SettledTwice_KeepsWhatItsUnitChangedMeanwhile()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await office.ApplyAsync(Samples.Valid);
        var report = new AcceptanceReport(true, true, true, false, null, new(2026, 3, 2), "合格", null) { MaintenanceEnds = new(2029, 3, 1), ProtectionLevel = 3 };
        var settlement = new Settlement(project.Id, "passed", Stages.Acceptance, "第四十九条", "合格", office.Now, new AcceptancePassed(report));
        var ledger = office.Create<LedgerActivities>();
        await ledger.SettleLedger(settlement, office.Client);
        var catalogue = office.Get<SystemCatalogue>();
        var system = (await catalogue.FindAsync(SystemCatalogue.IdOf(project.Id)))!;
        // What the report does not confirm is not known.
        Assert.Equal((SystemSecurity.Unknown, 3, new DateOnly(2029, 3, 1)), (system.Description.Security, system.Description.ProtectionLevel, system.Description.MaintenanceEnds));

        var changed = system.Description with { Security = SystemSecurity.Qualified };
        await catalogue.ProposeAsync(system.Id, new(SystemActKind.Change, changed, "补测评", "szjj", office.Now), confirmed: true);
        await ledger.SettleLedger(settlement, office.Client);

        Assert.Equal(changed, (await catalogue.FindAsync(system.Id))!.Description);
        Assert.Equal(["验收合格，列入系统目录", "变更并确认"], (await catalogue.HistoryAsync(system.Id)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Entry_OfAnOldSystem_CountsOnceItIsConfirmedAndUntilItIsStruckOff()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var catalogue = office.Get<SystemCatalogue>();
        var system = await EnterAsync(office, confirmed: false);
        Assert.Equal((SystemState.Pending, false), (system.State, system.Counts));
        // The same key again is the same entry.
        Assert.Equal(system, await EnterAsync(office, confirmed: false));

        Assert.Equal([SystemRules.Waiting], Rules(await catalogue.ProposeAsync(system.Id, Proposal(office, SystemActKind.Change, Old with { Name = "新名" }), false)));
        Assert.Equal(["system-comment"], Rules(await catalogue.DecideAsync(system.Id, false, " ", "szjj")));
        Assert.Equal(SystemState.Refused, (await catalogue.DecideAsync(system.Id, false, "名称不清", "szjj")).System!.State);
        var mended = await catalogue.ProposeAsync(system.Id, Proposal(office, SystemActKind.Change, Old with { Name = "新名" }), false);
        Assert.Equal(SystemState.Pending, mended.System!.State);
        Assert.Equal(("新名", SystemState.InUse), Stands((await catalogue.DecideAsync(system.Id, true, null, "szjj")).System!));

        await catalogue.ProposeAsync(system.Id, Proposal(office, SystemActKind.Change, Old), false);
        Assert.Equal(("新名", SystemState.InUse), Stands((await catalogue.DecideAsync(system.Id, false, "未变更", "szjj")).System!));
        await catalogue.ProposeAsync(system.Id, Proposal(office, SystemActKind.StrikeOff, null), false);
        Assert.True((await catalogue.FindAsync(system.Id))!.Counts);
        Assert.Equal(SystemState.Offline, (await catalogue.DecideAsync(system.Id, true, null, "szjj")).System!.State);
        Assert.Equal(["system-offline"], Rules(await catalogue.ProposeAsync(system.Id, Proposal(office, SystemActKind.Change, Old), false)));
        Assert.Equal([SystemRules.Waiting], Rules(await catalogue.DecideAsync(system.Id, true, null, "szjj")));

        Assert.Equal(
            ["登记，报请确认", "不同意登记", "变更，报请确认", "同意变更", "变更，报请确认", "不同意变更", "下线，报请确认", "同意下线"],
            (await catalogue.HistoryAsync(system.Id)).Select(entry => entry.Action));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync(system.Id)).Intact);
    }

    [Theory]
    [InlineData("system-name", "name")]
    [InlineData("system-accepted", "acceptedOn")]
    [InlineData("system-maintenance", "maintenanceEnds")]
    [InlineData("system-security", "security")]
    [InlineData("system-protection", "protectionLevel")]
    public void Entry_WithOneItemWrong_NamesItsFieldAndArticle(string rule, string field)
    {
        var today = new DateOnly(2026, 3, 2);
        var wrong = rule switch
        {
            "system-name" => Old with { Name = " " },
            "system-accepted" => Old with { AcceptedOn = today.AddDays(1), MaintenanceEnds = null },
            "system-maintenance" => Old with { MaintenanceEnds = new(2020, 5, 31) },
            "system-security" => Old with { Security = SystemSecurity.Unknown },
            _ => Old with { ProtectionLevel = 6 },
        };

        var failure = Assert.Single(SystemRules.All.Evaluate(new SystemCase(SystemActKind.Entry, wrong, null, null, today)));

        Assert.Equal((rule, field, "第二十一条"), (failure.Rule, failure.Field, failure.Article));
        Assert.Empty(SystemRules.All.Evaluate(new SystemCase(SystemActKind.Entry, Old with { AcceptedOn = today, MaintenanceEnds = today, ProtectionLevel = 5 }, null, null, today)));
    }

    [Fact]
    public void Change_WithoutReason_IsRefused() =>
        Assert.Equal(["system-reason"], SystemRules.All.Evaluate(new SystemCase(SystemActKind.StrikeOff, null, " ", null, new(2026, 3, 2))).Select(failure => failure.Rule));

    [Fact]
    public async Task Application_OnAnExistingSystem_NamesOneOfItsUnitsCatalogue()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var own = await EnterAsync(office, confirmed: true);
        var waiting = await EnterAsync(office, confirmed: false, key: "waiting");
        var foreign = await EnterAsync(office, confirmed: true, unit: "sjyj");

        Assert.Equal(("existing-system-named", "existingSystem.system"), await FaultAsync(office, new(true, null)));
        foreach (var id in new[] { waiting.Id, foreign.Id, "snone", "../x" })
            Assert.Equal(("existing-system-catalogued", "existingSystem.system"), await FaultAsync(office, new(true, id)));
        Assert.Null(await FaultAsync(office, new(true, $" {own.Id} ")));
        // Who does not build on one, or says nothing of it, names none.
        Assert.Null(await FaultAsync(office, new(false, null)));
        Assert.Null(await FaultAsync(office, null));
    }

    internal static async Task<SystemRow> EnterAsync(
        VirtualOffice office, bool confirmed = true, string key = "old", string unit = "sscjgj", SystemDescription? description = null)
    {
        var row = (await office.Get<IDirectory>().FindUnitAsync(unit))!;
        var receipt = await office.Get<SystemCatalogue>().EnterAsync(row, description ?? Old, confirmed ? "szjj" : unit, confirmed, key);
        Assert.Empty(receipt.Failures);
        return receipt.System!;
    }

    private static SystemProposal Proposal(VirtualOffice office, SystemActKind kind, SystemDescription? description) =>
        new(kind, description, "情况变化", "sscjgj", office.Now);

    private static (string?, SystemState) Stands(SystemRow system) => (system.Description.Name, system.State);

    private static IEnumerable<string> Rules(SystemReceipt receipt) => receipt.Failures.Select(failure => failure.Rule);

    private static async Task<(string Rule, string Field)?> FaultAsync(VirtualOffice office, ExistingSystem? system)
    {
        var unit = (await office.Get<IDirectory>().FindUnitAsync("sscjgj"))!;
        var receipt = await office.Get<ProjectIntake>().SubmitAsync(office.Client, Samples.Valid with { ExistingSystem = system }, unit, idempotencyKey: null);
        return receipt.Status == IntakeStatus.Accepted ? null : (Assert.Single(receipt.Failures).Rule, receipt.Failures[0].Field);
    }
}
