using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of 前置核准.</summary>
public sealed class PreAcceptanceActivities(ITableStore tables, IDocumentStore documents)
{
    /// <summary>The name of the 核准复函 among the project's documents.</summary>
    public const string LetterName = "preAcceptanceLetter";

    /// <summary>Writes the 核准复函 and stores it with the project.</summary>
    [Function(nameof(IssueLetter))]
    public async Task IssueLetter([ActivityTrigger] IssueLetter issue, CancellationToken cancellation = default)
    {
        var project = (await tables.FindAsync<ProjectRow>(issue.Project.Id, ProjectRow.OnlyRowKey, cancellation))!.Value;
        using var content = new MemoryStream(Docx.Write(
        [
            $"关于{project.Name}履约验收前置核准的复函",
            $"{project.UnitName}：",
            $"你单位{project.Name}（立项批复{project.ApprovalNumber}）试运行期满，报来的履约验收前置核准申请收悉。",
            "经按照项目建设方案技术审查意见核查，同意开展履约验收。请按照财库〔2016〕205号等规定组织验收，并将产品安全可靠、密码应用和安全审查、等级保护测评情况作为验收内容。",
            "本复函和履约验收报告是资金拨付的依据。",
            "达州市数字经济局",
            $"{issue.On:yyyy年M月d日}",
        ]));
        await documents.SaveAsync(
            new DocumentUpload
            {
                Subject = project.Id,
                Name = LetterName,
                FileName = "履约验收前置核准复函.docx",
                Content = content,
                UploadedBy = AuditEntry.System,
                Key = "letter",
            },
            cancellation);
    }
}

/// <summary>The input of <see cref="PreAcceptanceActivities.IssueLetter"/>.</summary>
public sealed record IssueLetter(ProjectRef Project, DateOnly On);
