using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>
/// The lines of a unit's last list that had no fault, while others had: they are listed when the unit says so. Table CampaignDrafts:
/// partition = campaign, row = unit.
/// </summary>
public sealed record CampaignDraftRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignDrafts";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The lines, in the order of the file.</summary>
    public required IReadOnlyList<ProjectLine> Lines { get; init; }

    /// <summary>When the list came, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => Unit;
}

/// <summary>The result of taking a list in.</summary>
/// <param name="Listed">how many projects are new</param>
/// <param name="Changed">how many were changed</param>
/// <param name="Unchanged">how many stood as the list says</param>
/// <param name="Faults">the faults by cell</param>
/// <param name="Drafted">how many lines without a fault are kept as a draft</param>
public sealed record ProjectListReceipt(int Listed, int Changed, int Unchanged, IReadOnlyList<SheetFault> Faults, int Drafted);

/// <summary>Takes a unit's project list in from a sheet (53号 四（三）).</summary>
public sealed class CampaignProjectImports(ITableStore tables, CampaignProjects projects, TimeProvider time)
{
    /// <summary>Returns a unit's draft; null without one.</summary>
    public async Task<CampaignDraftRow?> DraftAsync(string campaign, string unit, CancellationToken cancellation = default) =>
        (await tables.FindAsync<CampaignDraftRow>(campaign, unit, cancellation))?.Value;

    /// <summary>
    /// Lists or changes the projects of a list. With faults nothing is listed, and the lines without one are kept as a draft in place of
    /// an earlier draft. Safe to repeat: what stands as the list says stays as it is, so that a list cut off in the middle is completed.
    /// </summary>
    public async Task<ProjectListReceipt> ImportAsync(
        DurableTaskClient client, CampaignRow row, string unit, Sheet sheet, string by, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        var reading = CampaignProjectList.Read(sheet, await OfUnitAsync(row, unit, cancellation), row.Definition, ChinaTime.DayOf(at));
        if (reading.Faults.Count > 0)
        {
            if (reading.Lines.Count > 0)
                await tables.UpsertAsync(new CampaignDraftRow { Campaign = row.Definition.Id, Unit = unit, Lines = reading.Lines, At = at }, cancellation);
            return new(0, 0, 0, reading.Faults, reading.Lines.Count);
        }

        var receipt = await TakeAsync(client, row, unit, reading.Lines, by, cancellation);
        // The whole list stands; a part of an earlier one must not be taken over it.
        if (receipt.Faults.Count == 0) await tables.DeleteAsync<CampaignDraftRow>(row.Definition.Id, unit, cancellation);
        return receipt;
    }

    /// <summary>Lists what is kept as a draft; null without one. The draft ends with it, unless a line breaks a rule by now.</summary>
    public async Task<ProjectListReceipt?> TakeDraftAsync(DurableTaskClient client, CampaignRow row, string unit, string by, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<CampaignDraftRow>(row.Definition.Id, unit, cancellation) is not { } seen) return null;
        var receipt = await TakeAsync(client, row, unit, seen.Value.Lines, by, cancellation);
        // A newer draft that came meanwhile stays.
        if (receipt.Faults.Count == 0) await tables.TryDeleteAsync(seen, cancellation);
        return receipt;
    }

    private async Task<ProjectListReceipt> TakeAsync(
        DurableTaskClient client, CampaignRow row, string unit, IReadOnlyList<ProjectLine> lines, string by, CancellationToken cancellation)
    {
        var listed = await OfUnitAsync(row, unit, cancellation);
        var (added, changed, faults) = (0, 0, new List<SheetFault>());
        foreach (var line in lines)
        {
            var before = CampaignProjectList.Find(listed, line.Input);
            var input = CampaignProjectList.InputFor(before, line.Input);
            var receipt = before is null
                ? await projects.AddAsync(client, row, unit, input, by, cancellation)
                : await projects.ChangeAsync(client, row, before.Id, input, by, cancellation);
            // The rules passed when the list was read; what fails now was changed since.
            faults.AddRange((receipt?.Failures ?? []).Select(failure => new SheetFault($"{CampaignProjectList.Title}!{line.Row}", $"“{line.Input.Name}”：{failure.Message}（{failure.Article}）")));
            if (receipt is not { Failures.Count: 0, Project: { } project }) continue;
            if (receipt.IsNew) added++;
            else if (before is not null && project.Version != before.Version) changed++;
        }

        return new(added, changed, lines.Count - added - changed - faults.DistinctBy(fault => fault.Cell).Count(), faults, 0);
    }

    private async Task<IReadOnlyList<CampaignProjectRow>> OfUnitAsync(CampaignRow row, string unit, CancellationToken cancellation) =>
        [.. (await projects.ListAsync(row.Definition.Id, cancellation)).Where(project => project.Unit == unit)];
}
