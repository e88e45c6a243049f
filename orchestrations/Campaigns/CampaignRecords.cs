using System.Globalization;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Records what needs no orchestration: 重复计数, 简报信息 and 资金奖励.</summary>
public sealed class CampaignRecords(ITableStore tables, CampaignProjects projects, IAuditTrail audit, TimeProvider time)
{
    private const int LongestTitle = 100;
    private const int LongestText = 4_000;

    /// <summary>
    /// Decides which of several projects that seem to be one count; the others count nowhere. A later decision about the same projects replaces
    /// an earlier one, and both stand in the history. Returns the broken rules.
    /// </summary>
    public async Task<IReadOnlyList<RuleFailure>> DecideDuplicateAsync(
        CampaignRow row, string? key, IReadOnlyList<string> counting, string? reason, string by, CancellationToken cancellation = default)
    {
        if ((await projects.DuplicatesAsync(row.Definition.Id, cancellation)).FirstOrDefault(group => group.Key == key) is not { } found)
            return [Failure(row, "key", "没有这一组重复项目")];
        if (counting.FirstOrDefault(project => found.Projects.All(its => its.Id != project)) is { } foreign) return [Failure(row, "counting", $"{foreign}不在这一组重复项目中")];
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestText) return [Failure(row, "reason", "请说明认定的理由")];
        var at = time.GetChinaNow();
        await tables.UpsertAsync(
            new CampaignDuplicateRow
            {
                Campaign = row.Definition.Id,
                Key = found.Key,
                Projects = [.. found.Projects.Select(project => project.Id)],
                Counting = [.. counting.Distinct(StringComparer.Ordinal)],
                Reason = reason.Trim(),
                By = by,
                At = at,
            },
            cancellation);
        foreach (var project in found.Projects)
        {
            await NoteAsync(
                row, CampaignSubject.ProjectIdOf(row.Definition.Id, project.Id), $"duplicate|{Digest.Of(found.Key)[..12]}|{at:yyyyMMddHHmmss}", at, by,
                counting.Contains(project.Id) ? $"{found.Title}，认定计入本单位" : $"{found.Title}，认定不计入本单位", reason.Trim(), cancellation);
        }

        return [];
    }

    /// <summary>Takes a piece of 简报信息; the same title of a unit is one piece. Returns the broken rules.</summary>
    public async Task<IReadOnlyList<RuleFailure>> SubmitItemAsync(
        CampaignRow row, string unit, string? title, string? text, string? picture, string by, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle || !FieldText.IsLine(title)) return [Failure(row, "title", $"请填写标题，一行文字，不超过{LongestTitle}个字")];
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText || !FieldText.IsText(text)) return [Failure(row, "text", $"请填写内容，不超过{LongestText}个字")];
        var at = time.GetChinaNow();
        if (CampaignTimeRules.WeekOf(row.Definition, ChinaTime.DayOf(at)) is null) return [Failure(row, "", "现在不在报送期间，不接收简报信息")];
        var item = new CampaignItemRow
        {
            Campaign = row.Definition.Id,
            Unit = unit,
            Id = Digest.Of($"{unit}|{DuplicateRules.Normal(title)}")[..12],
            Title = title.Trim(),
            Text = text.Trim(),
            At = at,
            Picture = picture,
        };
        if (await tables.TryInsertAsync(item, cancellation))
            await NoteAsync(row, CampaignSubject.IdOf(row.Definition.Id, unit), $"item|{item.Id}", at, by, $"报送简报信息“{item.Title}”", detail: null, cancellation);
        return [];
    }

    /// <summary>Takes a piece into the 简报 as 市经信局 edited it; an empty text takes it out. Returns the broken rules.</summary>
    public async Task<IReadOnlyList<RuleFailure>> EditItemAsync(CampaignRow row, string item, string? edited, CancellationToken cancellation = default)
    {
        if (edited?.Length > LongestText || !FieldText.IsText(edited)) return [Failure(row, "edited", $"内容不超过{LongestText}个字")];
        while (await tables.FindAsync<CampaignItemRow>(row.Definition.Id, item, cancellation) is { } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { Edited = string.IsNullOrWhiteSpace(edited) ? null : edited.Trim() }, cancellation)) return [];
        }

        return [Failure(row, "item", "没有这条简报信息")];
    }

    /// <summary>Records 资金奖励 with the city's place in the province, after the evaluation. Returns the broken rules.</summary>
    public async Task<IReadOnlyList<RuleFailure>> RewardAsync(
        CampaignRow row, int provincialPlace, IReadOnlyDictionary<string, decimal> amounts, string by, CancellationToken cancellation = default)
    {
        if (provincialPlace is < 1 or > 50) return [Failure(row, "provincialPlace", "请填写我市在全省的综合排名")];
        if (amounts.Count == 0 || amounts.Any(amount => !row.Definition.Units.Contains(amount.Key, StringComparer.Ordinal) || amount.Value <= 0m || amount.Value > Numerals.Most))
            return [Failure(row, "amounts", "请填写各受奖励单位的金额（万元），大于0")];
        if (await tables.FindAsync<CampaignEvaluationRow>(row.Definition.Id, CampaignEvaluationRow.OnlyRowKey, cancellation) is not { } seen)
            return [Failure(row, "", "成效综合考评审定以后才能记录资金奖励")];
        var outside = amounts.Keys.FirstOrDefault(unit => seen.Value.Commended.All(commended => commended.Unit != unit));
        if (outside is not null) return [Failure(row, "amounts", $"{row.NameOf(outside)}不在通报表扬名单中")];
        var at = time.GetChinaNow();
        if (!await tables.TryReplaceAsync(seen, seen.Value with { Reward = new(provincialPlace, amounts, by, at) }, cancellation)) return await RewardAsync(row, provincialPlace, amounts, by, cancellation);
        await NoteAsync(
            row, CampaignSubject.IdOf(row.Definition.Id), $"reward|{at:yyyyMMddHHmmss}", at, by,
            $"记录资金奖励：我市在全省排第{provincialPlace}位",
            string.Join('、', amounts.Select(amount => $"{row.NameOf(amount.Key)}{amount.Value.ToString("0.##", CultureInfo.InvariantCulture)}万元")), cancellation);
        return [];
    }

    private static RuleFailure Failure(CampaignRow row, string field, string message) => new($"campaign-{field}", row.Definition.Document, field, message);

    private Task NoteAsync(CampaignRow row, string subject, string key, DateTimeOffset at, string by, string action, string? detail, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = subject,
                Key = key,
                At = at,
                Actor = by,
                Action = action,
                Article = row.Definition.Document,
                Stage = nameof(Campaign),
                Detail = detail,
            },
            cancellation);
}
