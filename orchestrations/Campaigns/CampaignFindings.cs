using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What 市经信局 found.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Kind">弄虚作假 or 瞒报虚报</param>
/// <param name="Finding">the finding</param>
/// <param name="Projects">the ids of the false projects</param>
/// <param name="Grave">造成严重后果</param>
public sealed record FindingInput(string? Unit, string? Kind, string? Finding, IReadOnlyList<string>? Projects, bool Grave = false);

/// <summary>
/// 弄虚作假、瞒报虚报: records a finding, which disqualifies the unit at once; its true projects stay in the city's totals (53号 四（五）).
/// </summary>
public sealed class CampaignFindings(ITableStore tables, CampaignProjects projects, IAuditTrail audit, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of findings.</summary>
    public const string Kind = "campaign-finding";

    /// <summary>The words of the document.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["弄虚作假", "瞒报虚报"];

    private const int LongestFinding = 500;

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => id.Split('.') is [var campaign, var unit] ? Disqualification.InstanceIdOf(campaign, unit) : id;

    /// <summary>Records a finding, or returns the broken rules. A unit has one finding a campaign; the same one again changes nothing.</summary>
    public async Task<IReadOnlyList<RuleFailure>> RecordAsync(
        DurableTaskClient client, CampaignRow campaign, FindingInput input, string by, CancellationToken cancellation = default)
    {
        var failures = new List<RuleFailure>();
        var list = (await projects.ListAsync(campaign.Definition.Id, cancellation)).Where(project => project.Unit == input.Unit).Select(project => project.Id).ToHashSet(StringComparer.Ordinal);
        if (input.Unit is null || !campaign.Definition.Units.Contains(input.Unit, StringComparer.Ordinal)) Fail("unit", "没有这个报送单位");
        if (input.Kind is null || !Kinds.Contains(input.Kind)) Fail("kind", $"请选择{string.Join('或', Kinds)}");
        if (string.IsNullOrWhiteSpace(input.Finding) || input.Finding.Length > LongestFinding) Fail("finding", $"请填写认定的事实，不超过{LongestFinding}个字");
        foreach (var project in (input.Projects ?? []).Where(project => !list.Contains(project))) Fail("projects", $"该单位的项目清单中没有{project}");
        if (failures.Count > 0) return failures;

        var row = new CampaignFindingRow
        {
            Campaign = campaign.Definition.Id,
            Unit = input.Unit!,
            Kind = input.Kind!,
            Finding = input.Finding!.Trim(),
            Projects = input.Projects ?? [],
            Grave = input.Grave,
            By = by,
            At = time.GetChinaNow(),
        };
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = $"{row.Campaign}.{row.Unit}", Since = row.At }, cancellation);
        if (!await tables.TryInsertAsync(row, cancellation))
        {
            var stands = (await tables.FindAsync<CampaignFindingRow>(row.Campaign, row.Unit, cancellation))!.Value;
            if (stands.Finding != row.Finding || stands.Kind != row.Kind) Fail("unit", "该单位已有认定，以先作出的为准");
            row = stands;
        }

        await CarryAsync(client, campaign, row, cancellation);
        return failures;

        void Fail(string field, string message) => failures.Add(new($"campaign-finding-{field}", $"{campaign.Definition.Document}四（五）", field, message));
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        id.Split('.') is [var campaign, var unit]
        && await CampaignRow.FindAsync(tables, campaign, cancellation) is { } row
        && (await tables.FindAsync<CampaignFindingRow>(campaign, unit, cancellation))?.Value is { } finding
            ? await CarryAsync(client, row, finding, cancellation)
            : null;

    private async Task<bool> CarryAsync(DurableTaskClient client, CampaignRow campaign, CampaignFindingRow row, CancellationToken cancellation)
    {
        if (row.Disqualifies) await projects.StrikeAsync(row.Campaign, row.Projects, row.Kind, row.At, row.By, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = CampaignSubject.IdOf(row.Campaign, row.Unit),
                Key = "disqualified",
                At = row.At,
                Actor = row.By,
                Action = $"认定{row.Kind}，取消考评资格，通报批评{(row.Grave ? "，移送问责" : "")}",
                Article = $"{campaign.Definition.Document}四（五）",
                Stage = nameof(Disqualification),
                Detail = row.Finding,
            },
            cancellation);
        var call = CampaignCall.Of(campaign);
        var started = await client.StartOnceAsync(
            nameof(Disqualification), new FindingCall(call, row.Unit, $"{row.Kind}：{row.Finding}", row.Grave ? call.Receivers : []),
            OrchestrationVersion.Start(Disqualification.InstanceIdOf(row.Campaign, row.Unit)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, $"{row.Campaign}.{row.Unit}", cancellation);
        return started;
    }
}
