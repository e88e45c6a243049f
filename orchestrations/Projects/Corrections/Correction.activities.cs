using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities that apply a correction to the project.</summary>
public sealed class CorrectionActivities(ITableStore tables, ProjectLists lists, LibraryBook library, IAuditTrail audit)
{
    /// <summary>
    /// Applies the applicant's changes; returns what approvers read from now on. The old values stay in the
    /// correction's row; the audit trail records the changes with both hashes.
    /// </summary>
    [Function(Approval.CorrectionActivity)]
    public async Task<CorrectedSubject> ApplyCorrection([ActivityTrigger] CorrectionRef correction, CancellationToken cancellation = default)
    {
        var act = (await tables.FindAsync<ApplicantActRow>(
            correction.Subject, ApplicantActRow.RowKeyOf(correction.StepRound, withdrawal: false), cancellation))!.Value;
        var seen = (await tables.FindAsync<CorrectionRow>(correction.Subject, act.Correction!, cancellation))!;
        var (before, after) = (seen.Value.Before, seen.Value.After);
        if (seen.Value.AppliedAt is null)
            await tables.TryReplaceAsync(seen, seen.Value with { AppliedAt = correction.At }, cancellation);

        var row = await ProjectRecords.ChangeAsync(
            tables, correction.Subject, row => row with { Name = after.Name!.Trim(), Application = after }, cancellation);
        await ProjectSearch.IndexAsync(tables, row, cancellation);
        await lists.PlaceAsync(row, await ProjectLists.StagesOfAsync(tables, row.Id, cancellation), cancellation);
        await library.ChangeAsync(row.Id, entry => entry with { Name = row.Name, TotalInvestment = after.TotalInvestment!.Value }, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = row.Id,
                Key = $"correction|{seen.Value.Key}",
                At = correction.At,
                Actor = act.By,
                Action = "补正修改申报内容",
                Article = correction.Article,
                Stage = correction.Stage,
                Detail = $"{CorrectionTexts.Of(before, after)}；修改后的申报 SHA-256 {seen.Value.Hash}",
            },
            cancellation);

        var project = new ProjectRef(row.Id, row.Name, row.Unit, row.UnitName, after.TotalInvestment!.Value, row.Policy);
        return new(row.Name, CorrectionTexts.Resummarize(correction.Summary, before, after), ProjectMails.LinesOf(project));
    }

    /// <summary>Returns the project with its corrections applied.</summary>
    [Function(nameof(ReadCorrected))]
    public async Task<ProjectRef> ReadCorrected([ActivityTrigger] ProjectRef project, CancellationToken cancellation = default)
    {
        var row = (await tables.FindAsync<ProjectRow>(project.Id, ProjectRow.OnlyRowKey, cancellation))!.Value;
        return project with
        {
            Name = row.Name,
            TotalInvestment = row.Application.TotalInvestment!.Value,
            Works = MixedWorksRules.PartOf(row.Application),
        };
    }
}

/// <summary>Texts that describe corrections.</summary>
internal static class CorrectionTexts
{
    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["name"] = "项目名称",
        ["applicantKind"] = "单位性质",
        ["totalInvestment"] = "总投资",
        ["implementation"] = "实施方式",
        ["classified"] = "是否涉密项目",
        ["basicInformation"] = "基本情况",
        ["technicalPlan"] = "技术方案",
        ["funding"] = "资金来源",
        ["selfBuild"] = "自行建设",
        ["purchase"] = "购买服务",
        ["mixedWorks"] = "工程建设中包含的信息化项目",
        ["negativeList"] = "负面清单声明",
        ["declarations"] = "单位声明",
        ["constructionMonths"] = "建设周期",
    };

    /// <summary>The changes in one line: name and amount with both values, others by the part of the application.</summary>
    public static string Of(ProjectApplication before, ProjectApplication after)
    {
        var parts = CorrectionRules.Changes(before, after)
            .Select(change => change.Field.Split('.', '[')[0])
            .Distinct(StringComparer.Ordinal)
            .Select(group => group switch
            {
                "name" => $"项目名称由“{before.Name}”改为“{after.Name}”",
                "totalInvestment" => $"总投资由{Amounts.Text(before.TotalInvestment ?? 0m)}改为{Amounts.Text(after.TotalInvestment ?? 0m)}",
                _ => Groups.GetValueOrDefault(group, group),
            })
            .ToList();
        return parts.Count == 0 ? "申报材料文件" : string.Join('、', parts);
    }

    /// <summary>The summary that approvers read, with the amount updated.</summary>
    public static string Resummarize(string summary, ProjectApplication before, ProjectApplication after) =>
        before.TotalInvestment == after.TotalInvestment
            ? summary
            : summary.Replace($"总投资{Amounts.Text(before.TotalInvestment ?? 0m)}", $"总投资{Amounts.Text(after.TotalInvestment ?? 0m)}", StringComparison.Ordinal);
}
