using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Deadlines;
using Dazhou.Serverless.Projects;
using MiniExcelLibs;

namespace Dazhou.Serverless.Functions.Projects.Lists;

/// <summary>A list of projects as a workbook: a sheet of projects with amounts and days that can be counted with, and one that says what it is.</summary>
public static class ProjectListExport
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "信息化项目.xlsx";

    /// <summary>Writes it.</summary>
    /// <param name="projects">The projects, in the order of the list.</param>
    /// <param name="filter">What was filtered by, in words.</param>
    /// <param name="now">When; lights and days left are as of then.</param>
    public static byte[] Write(FilteredProjects projects, string filter, DateTimeOffset now)
    {
        using var stream = new MemoryStream();
        var rows = projects.Projects.Select(project => RowOf(project, now)).ToList();
        stream.SaveAs(new Dictionary<string, object>
        {
            // Without a row the heads would be missing, and the sheet would say nothing.
            ["项目"] = rows.Count > 0 ? rows : [HeadsAlone()],
            ["说明"] = new Dictionary<string, object?>[]
            {
                Line("导出时间", $"{OfficeText.Time(now)}（北京时间）"),
                Line("筛选和排序", filter),
                Line("项目数", projects.Projects.Count),
                Line("范围", projects.Cut
                    ? $"项目较多，只包含最新的一部分（至多{ProjectQueries.MostFiltered}个），请缩小筛选范围后再导出。"
                    : $"全部符合条件的项目；一次至多导出{ProjectQueries.MostFiltered}个。"),
            },
        });
        return stream.ToArray();
    }

    private static Dictionary<string, object?> RowOf(ProjectListRow project, DateTimeOffset now)
    {
        var next = project.Standing?.Next;
        return new()
        {
            ["项目名称"] = project.Name,
            ["建设单位"] = project.UnitName,
            ["总投资（万元）"] = project.TotalInvestment,
            ["立项批复文号"] = project.ApprovalNumber,
            ["阶段"] = StageNames.Title(project.Stage),
            ["进入本阶段"] = DayOf(ChinaTime.DayOf(project.Since)),
            ["当前办理人"] = project.Standing?.Holder,
            ["等待事项"] = project.Standing?.Awaited,
            ["下一期限"] = next is null ? null : StageNames.Title(next.Stage),
            ["期限届满日"] = next is null ? null : DayOf(next.LastDay),
            ["剩余天数"] = next is null || project.Standing!.IsPaused ? null : OfficeText.DaysLeft(now, next.Due),
            ["预警"] = Lights.Name(ProjectFilter.LightOf(project, now)),
            ["申报时间"] = DayOf(ChinaTime.DayOf(project.SubmittedAt)),
            ["项目编号"] = project.Id,
        };
    }

    private static Dictionary<string, object?> HeadsAlone() =>
        RowOf(new() { List = "", Id = "", Name = "", Unit = "", UnitName = "", Stage = "", Since = default, SubmittedAt = default }, default)
            .ToDictionary(cell => cell.Key, _ => (object?)null, StringComparer.Ordinal);

    private static Dictionary<string, object?> Line(string what, object value) => new() { ["内容"] = what, ["说明"] = value };

    private static DateTime DayOf(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);
}
