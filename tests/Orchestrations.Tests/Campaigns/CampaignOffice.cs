using System.Globalization;
using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Campaigns;

/// <summary>An office with a campaign, in virtual time, and what its clerks do.</summary>
internal static class CampaignOffice
{
    public const string Season = "season-3";

    public static readonly string[] Units = ["tcq", "dcq", "wys", "xhx", "kjx", "dzx", "qx", "gxq", "djq"];

    public static readonly SubjectReader Bureau = new("sjxj");

    public static Task<VirtualOffice> OpenAsync(string start) => VirtualOffice.OpenAsync(start, services =>
    {
        // Beside other systems, whose subjects these are not.
        services.AddApprovals().AddProjects().AddLedgers().AddCampaigns();
        services.AddSingleton<IDirectory>(_ => new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read()));
    });

    public static CampaignDefinition Definition() =>
        JsonSerializer.Deserialize<CampaignDefinition>(File.ReadAllText(Path.Combine(Repository.Root, "samples", "campaigns", "season-3.json")), RecordJson.Options)!;

    public static async Task<CampaignRow> StartAsync(VirtualOffice office, CampaignDefinition? definition = null)
    {
        var receipt = await office.Get<CampaignBook>().OpenAsync(office.Client, definition ?? Definition(), Bureau);
        Assert.Empty(receipt!.Failures);
        await office.SettleAsync();
        return receipt.Campaign!;
    }

    public static async Task<CampaignReading> ReadAsync(VirtualOffice office, string campaign = Season) => (await office.Get<CampaignTables>().ReadAsync(campaign))!;

    public static async Task<CampaignProjectRow> AddAsync(VirtualOffice office, string unit, CampaignProjectInput input, string campaign = Season)
    {
        var row = (await office.Get<CampaignBook>().FindAsync(campaign))!;
        var receipt = await office.Get<CampaignProjects>().AddAsync(office.Client, row, unit, input, $"{unit}.office");
        Assert.Empty(receipt.Failures);
        await office.SettleAsync();
        return receipt.Project!;
    }

    public static async Task<ProjectReceipt> ChangeAsync(VirtualOffice office, CampaignProjectRow project, CampaignProjectInput input)
    {
        var row = (await office.Get<CampaignBook>().FindAsync(project.Campaign))!;
        var receipt = await office.Get<CampaignProjects>().ChangeAsync(office.Client, row, project.Id, input, $"{project.Unit}.office");
        await office.SettleAsync();
        return receipt!;
    }

    public static CampaignProjectInput Signed(string name, string investor, string on, decimal amount) => new()
    {
        Name = name,
        Investor = investor,
        Industry = CampaignIndustry.NewMaterials,
        Source = SourceRegion.YangtzeDelta,
        Stages = [new(CampaignStage.Signed, Day(on), EvidenceKind.Contract, $"合同-{name}")],
        ContractAmount = amount,
    };

    public static CampaignProjectInput Landed(string name, string investor, string signed, string landed, decimal amount, decimal filing) => Signed(name, investor, signed, amount) with
    {
        Stages = [new(CampaignStage.Signed, Day(signed), EvidenceKind.Contract, $"合同-{name}"), new(CampaignStage.Landed, Day(landed), EvidenceKind.Filing, $"备-{name}")],
        FilingAmount = filing,
    };

    public static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    public static async Task<SubmissionReceipt> ReportAsync(VirtualOffice office, string unit, int round, string? coordination = null, string campaign = Season)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = $"campaign.{campaign}.{unit}",
            Step = "Campaign.weekly",
            Round = round,
            Data = JsonSerializer.Serialize(new { talking = 1, practice = "上门招商", coordination, coordinationKind = coordination is null ? null : "用地指标", confirmed = true }, RecordJson.Options),
            By = $"{unit}.office",
        });
        await office.SettleAsync();
        return receipt;
    }

    public static async Task HandInTaskAsync(VirtualOffice office, string unit, int task, string campaign = Season)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = $"campaign.{campaign}.{unit}",
            Step = "Campaign.task",
            Round = task,
            Data = """{"text":"已经本单位审定"}""",
            Files = [new SubmissionFile("方案.pdf", "%PDF-1.4\n%%EOF"u8.ToArray())],
            By = $"{unit}.office",
        });
        Assert.Equal(SubmissionStatus.HandedIn, receipt.Status);
        await office.SettleAsync();
    }

    /// <summary>An approver decides what waits for them at a step.</summary>
    public static async Task DecideAsync(VirtualOffice office, string subject, string step, int round, string person, Decision decision, string? comment = null)
    {
        var of = new LinkRequest { Purpose = ApprovalLinks.Decide, Subject = subject, Step = step, Round = round, Person = person, Expires = office.Now.AddDays(1) };
        var receipt = await office.Get<DecisionService>().RecordAsync(office.Client, of, link: null, new DecisionInput(decision, comment));
        Assert.Equal(DecisionStatus.Recorded, receipt.Status);
        await office.SettleAsync();
    }
}
