using System.Globalization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 申报表: the whole application on paper, for those who decide about it. It is written when it is asked for and not kept: what counts
/// is the application, with its files.
/// </summary>
public sealed class ApplicationSheets(ITableStore tables, IDocumentStore documents, IDirectory directory, TimeProvider time)
{
    /// <summary>The end of its address.</summary>
    public const string Name = "application.docx";

    /// <summary>What people call it.</summary>
    public const string Title = "申报表";

    /// <summary>Writes it as the project stands now; null if there is no such project.</summary>
    public async Task<byte[]?> WriteAsync(string project, CancellationToken cancellation = default) =>
        await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation) is { Value: var row }
            ? DocumentWriter.Write(ApplicationSheet.Of(
                row, await documents.ListAsync(project, cancellation), await GivenOpinions.OfAsync(tables, directory, project, cancellation), time.GetChinaNow()))
            : null;
}

/// <summary>What stands in 申报表.</summary>
internal static class ApplicationSheet
{
    /// <summary>The document.</summary>
    public static OfficialDocument Of(ProjectRow project, IReadOnlyList<DocumentInfo> files, IReadOnlyList<GivenOpinion> opinions, DateTimeOffset at) => new()
    {
        Form = DocumentForm.Plain,
        Title = "达州市市级政府投资信息化项目申报表",
        Subtitle = $"（{ChinaTime.Text(ChinaTime.DayOf(at))}）",
        Body =
        [
            new FormBlock(
            [
                Standing(project),
                .. ApplicationOverview.Of(project.Application, project.UnitName).Select(SectionOf),
                new("申报材料和办理文件", [new FormLine("文件", "没有文件", files.Count == 0 ? null : Materials(files))]),
                new("已有意见", [new FormLine("审核审定意见", "还没有意见", opinions.Count == 0 ? null : Opinions(opinions))]),
            ]),
        ],
    };

    private static FormSection Standing(ProjectRow project) => new("申报情况",
    [
        new("项目编号", project.Id),
        new("申报日期", ChinaTime.Text(ChinaTime.DayOf(project.SubmittedAt))),
        new("当前环节", StageNames.Title(project.Stage)),
        new("立项批复文号", project.ApprovalNumber ?? "尚未立项"),
    ]);

    private static FormSection SectionOf(OverviewSection section) => new(
        $"{section.Title}（{section.Article}）", [.. section.Rows.Select(row => new FormLine(row.Label, row.Value, row.Table is null ? null : Functions(row.Table)))],
        Declares: section.Rows.All(row => row.Field.StartsWith("negativeList.", StringComparison.Ordinal) || row.Field.StartsWith("declarations.", StringComparison.Ordinal)));

    private static TableBlock Functions(OverviewTable table) => new(
        [.. table.Columns.Select(column => new TableColumn(column, column is "名称" ? 3 : column is "说明" ? 5 : 1, column is "序号" or "数量" or "单位"))], table.Lines);

    private static TableBlock Materials(IReadOnlyList<DocumentInfo> files) => new(
        [new("文件名", 8), new("版本", 2, IsNumber: true), new("上传日期", 7, IsNumber: true), new("SHA-256", 6, IsNumber: true)],
        [
            .. files.OrderBy(file => file.UploadedAt).ThenBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Version).Select(file => new[]
            {
                file.FileName, file.Version.ToString(CultureInfo.InvariantCulture), ChinaTime.Text(ChinaTime.DayOf(file.UploadedAt)), file.Sha256[..12],
            }),
        ]);

    private static TableBlock Opinions(IReadOnlyList<GivenOpinion> opinions) => new(
        [new("日期", 4, IsNumber: true), new("办理人", 3), new("环节", 2, IsNumber: true), new("意见", 5)],
        [
            .. opinions.Select(opinion => new[]
            {
                ChinaTime.Text(ChinaTime.DayOf(opinion.At)), opinion.Person, opinion.Act,
                string.IsNullOrWhiteSpace(opinion.Comment) ? opinion.Decision : $"{opinion.Decision}：{opinion.Comment}",
            }),
        ]);
}
