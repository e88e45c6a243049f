using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Keeps the units' lists of projects, from which all tables are summed (53号 二、四（五）).</summary>
public sealed class CampaignProjects(ITableStore tables, IDirectory directory, IAuditTrail audit, Outbox mails, TimeProvider time)
{
    /// <summary>Returns all projects of a campaign, by id.</summary>
    public async Task<IReadOnlyList<CampaignProjectRow>> ListAsync(string campaign, CancellationToken cancellation = default) =>
        await tables.ListAsync<CampaignProjectRow>(campaign, cancellation);

    /// <summary>Returns a project; null if there is none.</summary>
    public async Task<CampaignProjectRow?> FindAsync(string campaign, string project, CancellationToken cancellation = default) =>
        (await tables.FindAsync<CampaignProjectRow>(campaign, project, cancellation))?.Value;

    /// <summary>Returns the projects of several units that seem to be one.</summary>
    public async Task<IReadOnlyList<DuplicateGroup>> DuplicatesAsync(string campaign, CancellationToken cancellation = default) =>
        DuplicateRules.Groups(await ListAsync(campaign, cancellation), await tables.ListAsync<CampaignDuplicateRow>(campaign, cancellation));

    /// <summary>
    /// Lists a project, or returns the broken rules. Safe to repeat: the same content returns the project that stands, another content under
    /// the same unit, name and investor is refused, so that a project is listed once.
    /// </summary>
    public async Task<ProjectReceipt> AddAsync(
        DurableTaskClient client, CampaignRow row, string unit, CampaignProjectInput input, string by, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        var project = CampaignProjectRules.Merge(
            new() { Campaign = row.Definition.Id, Id = IdOf(unit, input.Name, input.Investor), Unit = unit, Name = "", Investor = "", ListedAt = at }, input, ChinaTime.DayOf(at));
        if (CampaignProjectRules.Check(project, before: null, input.Reason, row.Definition, ChinaTime.DayOf(at)) is { Count: > 0 } failures) return new(null, false, failures);
        var all = await ListAsync(row.Definition.Id, cancellation);
        if (project.FilingNumber is { } filing
            && all.FirstOrDefault(other => other.Id != project.Id && other.Unit == unit && other.FilingNumber is { } its && DuplicateRules.Normal(its) == DuplicateRules.Normal(filing)) is { } twice)
            return new(null, false, [Failure("filingNumber", $"备案号{filing}已经用于本单位的“{twice.Name}”，一个项目只列一次")]);
        if (!await tables.TryInsertAsync(project, cancellation))
        {
            var stands = (await FindAsync(row.Definition.Id, project.Id, cancellation))!;
            if (CampaignProjectChanges.Of(stands, project).Count > 0)
                return new(stands, false, [Failure("name", $"“{stands.Name}”已经在本单位的项目清单中，请修改该项目，不要重复填报")]);
            await FinishAsync(client, row, stands, by, "列入项目清单", cancellation);
            return new(stands, false, []);
        }

        await FinishAsync(client, row, project, by, "列入项目清单", cancellation);
        return new(project, true, []);
    }

    /// <summary>
    /// Changes a project, or returns the broken rules; null if there is none. What is corrected needs a reason, and every old value is kept.
    /// </summary>
    public async Task<ProjectReceipt?> ChangeAsync(
        DurableTaskClient client, CampaignRow row, string project, CampaignProjectInput input, string by, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        while (await tables.FindAsync<CampaignProjectRow>(row.Definition.Id, project, cancellation) is { } seen)
        {
            if (seen.Value.StruckBy is not null) return new(seen.Value, false, [Failure("", "该项目已被认定不实，不再修改")]);
            var merged = CampaignProjectRules.Merge(seen.Value, input, ChinaTime.DayOf(at));
            if (CampaignProjectRules.Check(merged, seen.Value, input.Reason, row.Definition, ChinaTime.DayOf(at)) is { Count: > 0 } failures) return new(seen.Value, false, failures);
            if (await RecordAsync(seen, merged, at, by, input.Reason, cancellation) is { } next)
            {
                await FinishAsync(client, row, next, by, "修改项目", cancellation);
                return new(next, false, []);
            }
        }

        return null;
    }

    /// <summary>Strikes projects out that a finding calls false, or takes them back in; safe to repeat.</summary>
    internal async Task StrikeAsync(string campaign, IReadOnlyList<string> projects, string? finding, DateTimeOffset at, string by, CancellationToken cancellation)
    {
        foreach (var project in projects)
        {
            while (await tables.FindAsync<CampaignProjectRow>(campaign, project, cancellation) is { } seen
                && await RecordAsync(seen, seen.Value with { StruckBy = finding }, at, by, finding is null ? "撤销认定" : "认定不实", cancellation) is null)
            {
            }
        }
    }

    /// <summary>Records the outcome of a review; safe to repeat.</summary>
    internal async Task SettleAsync(ReviewEnd end, CancellationToken cancellation)
    {
        while (await tables.FindAsync<CampaignProjectRow>(end.Campaign, end.Project, cancellation) is { } seen)
        {
            var next = seen.Value with
            {
                Categories = [.. seen.Value.Categories.Select(claim => end.Codes.Contains(claim.Code) ? claim with { State = CategoryRules.After(end.Result) } : claim)],
            };
            if (await RecordAsync(seen, next, end.At, AuditEntry.System, $"评审{end.Result.Chinese()}", cancellation) is null) continue;
            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = CampaignSubject.ProjectIdOf(end.Campaign, end.Project),
                    Key = $"reviewed|{end.At:yyyyMMddHHmmss}",
                    At = end.At,
                    Actor = AuditEntry.System,
                    Action = $"类别{string.Join('、', end.Codes.Select(code => code.Chinese()))}{CategoryRules.After(end.Result).Chinese()}",
                    Article = "附件2备注4—6",
                    Stage = nameof(CategoryReview),
                },
                cancellation);
            return;
        }
    }

    /// <summary>The id of a project: of unit, name and investor, so that a list handed in twice makes no second project.</summary>
    public static string IdOf(string unit, string? name, string? investor) =>
        Digest.Of($"{unit}|{DuplicateRules.Normal(name ?? "")}|{DuplicateRules.Normal(investor ?? "")}")[..12];

    /// <summary>Writes the next version; null if the row was changed meanwhile.</summary>
    private async Task<CampaignProjectRow?> RecordAsync(
        Row<CampaignProjectRow> seen, CampaignProjectRow next, DateTimeOffset at, string by, string? reason, CancellationToken cancellation)
    {
        var recorded = CampaignProjectChanges.Record(seen.Value, next, at, by, reason);
        return ReferenceEquals(recorded, seen.Value) || await tables.TryReplaceAsync(seen, recorded, cancellation) ? recorded : null;
    }

    private async Task FinishAsync(DurableTaskClient client, CampaignRow row, CampaignProjectRow project, string by, string action, CancellationToken cancellation)
    {
        var changes = project.Changes.Where(change => change.Version == project.Version).ToList();
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = CampaignSubject.ProjectIdOf(project.Campaign, project.Id),
                Key = $"version|{project.Version}",
                At = changes.Count == 0 ? project.ListedAt : changes[0].At,
                Actor = by,
                Action = changes.Count == 0 ? action : $"{action}：{string.Join('、', changes.Select(change => change.Label))}",
                Article = row.Definition.Document,
                Stage = nameof(Campaign),
                Detail = changes.FirstOrDefault()?.Reason,
            },
            cancellation);
        await TellOfDuplicatesAsync(client, row, project, cancellation);
    }

    /// <summary>重复计数: tells the units and the bureau, once for each group and project.</summary>
    private async Task TellOfDuplicatesAsync(DurableTaskClient client, CampaignRow row, CampaignProjectRow project, CancellationToken cancellation)
    {
        foreach (var group in (await DuplicatesAsync(row.Definition.Id, cancellation)).Where(group => group.IsOpen && group.Projects.Any(its => its.Id == project.Id)))
        {
            foreach (var told in group.Projects.Select(its => its.Unit).Append(row.Definition.Receivers[0]).Distinct(StringComparer.Ordinal))
            {
                if (await directory.FindByPostAsync(told, CampaignSubject.AskedPost, time.GetChinaToday(), cancellation) is not { } office) continue;
                await mails.EnqueueMail(
                    new MailOrder
                    {
                        Subject = CampaignSubject.IdOf(row.Definition.Id),
                        Key = $"duplicate|{Digest.Of(group.Key)[..12]}|{project.Id}|{told}",
                        To = MailRecipient.Of(office.Person.Id),
                        Message = CampaignMails.Duplicate(row, group.Projects.FirstOrDefault(its => its.Unit == told) ?? project, group),
                    },
                    client, cancellation);
            }
        }
    }

    private static RuleFailure Failure(string field, string message) => new("campaign-project-once", CampaignTexts.Document, field, message);
}

/// <summary>The result of listing or changing a project.</summary>
/// <param name="Project">the project as it stands; null if there is none</param>
/// <param name="IsNew">whether this call listed it</param>
/// <param name="Failures">the broken rules; nothing was written if there are any</param>
public sealed record ProjectReceipt(CampaignProjectRow? Project, bool IsNew, IReadOnlyList<RuleFailure> Failures);
