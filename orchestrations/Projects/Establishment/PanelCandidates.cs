using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>An expert as 市数字经济局 chooses among them.</summary>
/// <param name="Expert">the expert</param>
/// <param name="Load">how much the expert is asked for</param>
/// <param name="Recusal">why the expert withdraws; null for one who may be asked</param>
public sealed record PanelCandidate(Expert Expert, ExpertLoad Load, Recusal? Recusal);

/// <summary>Whom 市数字经济局 may name for a project's panel (第十条第一款), and who has a stake in it.</summary>
public sealed class PanelCandidates(ITableStore tables, ExpertPool pool, ExpertAsks asks, TimeProvider time)
{
    /// <summary>All experts: who may be asked first, the least burdened of them first.</summary>
    public async Task<IReadOnlyList<PanelCandidate>> ReadAsync(ProjectRow project, CancellationToken cancellation = default)
    {
        var (experts, stakes) = (await pool.ReadAsync(cancellation), await StakesAsync(project, cancellation));
        var loads = await asks.LoadsAsync(experts.Select(expert => expert.Id), time.GetChinaNow(), cancellation);
        return
        [
            .. experts.Select(expert => new PanelCandidate(expert, loads[expert.Id], RecusalRules.Of(expert, stakes)))
                .OrderBy(candidate => candidate.Recusal is not null)
                .ThenBy(candidate => candidate.Load.Open)
                .ThenBy(candidate => candidate.Load.LastYear)
                .ThenBy(candidate => candidate.Expert.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Those who may be asked, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Expert>> ChoosableAsync(ProjectRow project, CancellationToken cancellation = default)
    {
        var stakes = await StakesAsync(project, cancellation);
        return [.. (await pool.ReadAsync(cancellation)).Where(expert => RecusalRules.Of(expert, stakes) is null)];
    }

    /// <summary>
    /// Who has a stake: its unit; the units of the system that it builds on and of the project that it starts over; whoever quoted for it
    /// or for one of those, and the suppliers of those.
    /// </summary>
    public async Task<PanelStakes> StakesAsync(ProjectRow project, CancellationToken cancellation = default)
    {
        var related = new Dictionary<string, string>(StringComparer.Ordinal);
        var projects = new List<string> { project.Id };
        var application = project.Application;
        if (application.ExistingSystem is { BuildsOn: true, System: { Length: > 0 } id } && TableKey.CanBe(id)
            && await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation) is { Value: var system })
        {
            related[system.Unit] = "所依托系统的建设单位";
            if (system.Project is { } built) projects.Add(built);
        }

        if (application.Succeeds is { Length: > 0 } before && ProjectIds.CanBe(before)
            && await tables.FindAsync<ProjectRow>(before, ProjectRow.OnlyRowKey, cancellation) is { Value: var succeeded })
        {
            related.TryAdd(succeeded.Unit, "所接续项目的建设单位");
            projects.Add(succeeded.Id);
        }

        var (suppliers, mails) = (new List<string>(), new List<string>());
        foreach (var one in projects.Distinct(StringComparer.Ordinal))
        {
            foreach (var quotation in (await QuotationService.ReadAsync(tables, one, cancellation)).Where(quotation => quotation.ConfirmedAt is not null))
            {
                suppliers.Add(quotation.Company);
                mails.Add(quotation.Mail);
            }

            if ((await ProjectLedgers.FindAsync(tables, one, cancellation))?.Value.Contract?.Supplier is { Length: > 0 } supplier) suppliers.Add(supplier);
        }

        return new(project.Unit) { Related = related, Suppliers = suppliers, SupplierMails = mails };
    }
}
