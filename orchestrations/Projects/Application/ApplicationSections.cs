using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Projects;

/// <summary>An application as its deciders read it (第九条、第十条), with what changed since the round before.</summary>
public static class ApplicationSections
{
    /// <summary>The parts of an application, in the order of the form; what is gone stands in a part of its own.</summary>
    /// <param name="application">The application as it stands.</param>
    /// <param name="before">As it stood in the round before; null where nothing changed.</param>
    /// <param name="unitName">项目建设单位 by its name.</param>
    public static IReadOnlyList<SubjectSection> Of(ProjectApplication application, ProjectApplication? before, string unitName)
    {
        var now = ApplicationOverview.Of(application, unitName);
        if (before is null)
            return [.. now.Select(section => SectionOf(section, _ => null))];
        var then = ApplicationOverview.Of(before, unitName).SelectMany(section => section.Rows).ToDictionary(row => row.Field, StringComparer.Ordinal);
        var sections = now
            .Select(section => SectionOf(section, row => (then.GetValueOrDefault(row.Field)?.Value ?? ApplicationOverview.Missing) is var old && old != row.Value ? old : null))
            .ToList();
        var kept = now.SelectMany(section => section.Rows).Select(row => row.Field).ToHashSet(StringComparer.Ordinal);
        SubjectRow[] gone = [.. then.Values.Where(row => !kept.Contains(row.Field) && !row.IsMissing).Select(row => new SubjectRow(row.Label, "（已删去）") { Before = row.Value })];
        if (gone.Length > 0)
            sections.Add(new("不再申报的内容", Article: null, gone));
        return sections;
    }

    private static SubjectSection SectionOf(OverviewSection section, Func<OverviewRow, string?> before) => new(
        section.Title,
        section.Article,
        [
            .. section.Rows.Select(row => new SubjectRow(row.Label, row.Value)
            {
                Before = before(row),
                Table = row.Table is { } table ? new(table.Columns, table.Lines) : null,
            }),
        ]);
}
