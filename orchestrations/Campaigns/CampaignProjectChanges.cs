using System.Text.Json;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What changed between two versions of a project, field by field.</summary>
public static class CampaignProjectChanges
{
    /// <summary>Returns the fields that differ; version, time, actor and reason are still to be filled in.</summary>
    public static IReadOnlyList<ProjectChange> Of(CampaignProjectRow before, CampaignProjectRow after)
    {
        var (then, now) = (FieldsOf(before), FieldsOf(after));
        return [.. then.Zip(now).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new ProjectChange(0, default, "", pair.First.Field, pair.First.Label, pair.First.Value, pair.Second.Value, null))];
    }

    /// <summary>Returns the first field whose change needs a reason: something that tables count was corrected or taken back, and not only added to.</summary>
    public static ProjectChange? Corrected(CampaignProjectRow before, CampaignProjectRow after) => Of(before, after).FirstOrDefault(change => change.Before is not null && change.Field switch
    {
        "industry" or "source" or "responsible" or "stored" or "introduction" or "categoryGrounds" or "remark" => false,
        // A further payment corrects nothing; another amount for the same day does.
        "investments" => before.Investments.Any(entry => !after.Investments.Contains(entry)),
        "categories" => before.Categories.Any(claim => after.Categories.All(other => other.Code != claim.Code)),
        _ => true,
    });

    /// <summary>Returns the next version with its changes; the same row if nothing changed.</summary>
    public static CampaignProjectRow Record(CampaignProjectRow before, CampaignProjectRow after, DateTimeOffset at, string by, string? reason)
    {
        var changes = Of(before, after);
        if (changes.Count == 0) return before;
        var version = before.Version + 1;
        return after with
        {
            Version = version,
            Changes = [.. before.Changes, .. changes.Select(change => change with { Version = version, At = at, By = by, Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim() })],
        };
    }

    /// <summary>A stage with its day and evidence, as history and pages show it.</summary>
    public static string TextOf(StageEntry entry) => $"{entry.Stage.Chinese()}（{ChinaTime.Text(entry.On)}，{entry.Kind?.Chinese()}{entry.Evidence}）";

    /// <summary>A claim, as history and pages show it.</summary>
    public static string TextOf(CategoryClaim claim) => $"{claim.Code.Chinese()}（{claim.State.Chinese()}）";

    private static IReadOnlyList<(string Field, string Label, string? Value)> FieldsOf(CampaignProjectRow row) =>
    [
        ("name", "项目名称", row.Name),
        ("investor", "投资方", row.Investor),
        ("manufacturing", "制造业项目", row.Manufacturing ? "是" : "否"),
        ("industry", "产业", row.Industry?.Chinese()),
        ("source", "来源区域", row.Source?.Chinese()),
        .. Enum.GetValues<CampaignStage>().Select(stage => ($"stages.{stage}", stage.Chinese(), row.Of(stage) is { } entry ? TextOf(entry) : null)),
        ("contractAmount", "合同金额", Amount(row.ContractAmount)),
        ("filingAmount", "备案金额", Amount(row.FilingAmount)),
        ("filingNumber", "备案号", row.FilingNumber),
        ("investments", "新增实际投资", Investments(row)),
        ("fdi", "制造业FDI投资总额", row.Fdi is null ? null : $"{Amount(row.Fdi)}（{(row.FdiOn is { } on ? ChinaTime.Text(on) : "日期未填")}）"),
        ("responsible", "责任人岗位", row.Responsible),
        ("stored", "入库", row.Stored ? "是" : null),
        ("introduction", "简介", row.Introduction),
        ("categories", "类别", row.Categories.Count == 0 ? null : string.Join('、', row.Categories.Select(TextOf))),
        ("categoryGrounds", "类别依据", row.Categories.Count == 0 ? null : JsonSerializer.Serialize(row.Categories.Select(claim => claim with { State = default }), RecordJson.Options)),
        ("remark", "备注", row.Remark),
        ("struckBy", "认定不实", row.StruckBy),
    ];

    private static string? Investments(CampaignProjectRow row) =>
        row.Investments.Count == 0 ? null : string.Join('、', row.Investments.Select(entry => $"{ChinaTime.Text(entry.On)}{Amount(entry.Amount)}"));

    /// <summary>An amount in 亿元 with its unit; null for none.</summary>
    public static string? Amount(decimal? amount) => amount is null ? null : $"{CampaignTexts.Yi(amount)}亿元";
}
