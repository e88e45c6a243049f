namespace Dazhou.Serverless.Projects;

/// <summary>年度信息化项目计划表: how versions make up the table, and where a project stands in it (第十条、第十三条、第二十九条).</summary>
public static class PlanTableRules
{
    /// <summary>Returns the table after a version, by default the last one, in the order in which projects entered.</summary>
    public static IReadOnlyList<PlanLine> TableAt(IEnumerable<PlanVersionRow> versions, int? version = null)
    {
        var lines = new List<PlanLine>();
        foreach (var change in versions.Where(row => version is null || row.Version <= version).OrderBy(row => row.Version).SelectMany(row => row.Changes))
        {
            var at = lines.FindIndex(line => line.Project == change.Line.Project);
            if (change.Kind == PlanChangeKind.Dropped)
            {
                if (at >= 0) lines.RemoveAt(at);
            }
            else if (at >= 0)
            {
                lines[at] = change.Line;
            }
            else
            {
                lines.Add(change.Line);
            }
        }

        return lines;
    }

    /// <summary>
    /// Returns a project's line. If no yearly investment is stated it is the total: construction takes at most a year
    /// (第四十二条), and the gazette gives no other measure.
    /// </summary>
    public static PlanLine LineOf(ProjectRow project, decimal? thisYear, PlanOrigin origin)
    {
        var total = project.Application.TotalInvestment ?? 0m;
        return new(
            project.Id, project.Name, project.Unit, project.UnitName, total, thisYear ?? total,
            project.Application.Funding?.Kind, project.Application.Funding?.Channels ?? [], project.Application.Implementation, origin);
    }

    /// <summary>
    /// Returns the line relevant for a project's budget of a year: that year's, or the last one before for a project
    /// carried out over several years. Null if there is none or it was dropped in July.
    /// </summary>
    public static PlanEntryRow? StandingFor(IEnumerable<PlanEntryRow> entries, int year) =>
        entries.Where(entry => entry.Year <= year).MaxBy(entry => entry.Year) is { Dropped: false } last ? last : null;

    /// <summary>The Chinese text of how a project entered the plan.</summary>
    public static string Text(PlanOrigin origin) => origin switch
    {
        PlanOrigin.AnnualPlan => "年度计划",
        PlanOrigin.OneByOne => "一事一议",
        PlanOrigin.Works => "市发展改革委",
        _ => "中期调整增补",
    };

    /// <summary>The article by which a project entered the plan.</summary>
    public static string ArticleOf(PlanOrigin origin) => origin switch
    {
        PlanOrigin.AnnualPlan => "第十条第一款",
        PlanOrigin.OneByOne => "第十条第二款",
        PlanOrigin.Works => "第八条",
        _ => "第十三条",
    };

    /// <summary>The plan year of a project decided one by one (第十条第二款): the year of its 立项, since the gazette names no other.</summary>
    public static int YearOfOneByOne(DateOnly issuedOn) => issuedOn.Year;

    /// <summary>
    /// The period for the two other departments to join the proposal: until the end of July (第十三条); for a later
    /// proposal the days of a signature, since a period cannot end before it starts.
    /// </summary>
    public static Period ProposalPeriod(int year, DateOnly proposedOn, ProjectPolicy policy) =>
        proposedOn <= AnnualCycleRules.AdjustmentUntil(year).Day ? AnnualCycleRules.AdjustmentUntil(year) : new WorkingDays(policy.SignatureWorkingDays);
}
