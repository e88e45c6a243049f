namespace Dazhou.Serverless.Projects;

/// <summary>年度信息化项目计划表: how its versions make the table, and where a project stands in it (第十条、第十三条、第二十九条).</summary>
public static class PlanTableRules
{
    /// <summary>The table after a version, after the last one if none is named; in the order in which projects came in.</summary>
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
    /// The line of a project. Where nobody stated the investment of the year it is the whole: building takes a year at most
    /// (第四十二条), and the gazette names no other measure.
    /// </summary>
    public static PlanLine LineOf(ProjectRow project, decimal? thisYear, PlanOrigin origin)
    {
        var total = project.Application.TotalInvestment ?? 0m;
        return new(
            project.Id, project.Name, project.Unit, project.UnitName, total, thisYear ?? total,
            project.Application.Funding?.Kind, project.Application.Funding?.Channels ?? [], project.Application.Implementation, origin);
    }

    /// <summary>
    /// Where a project stands for the budget of a year: in that year's plan, or, while it is carried out over years, in the last
    /// one before it. Null if it stands in none, or July dropped it from that year's.
    /// </summary>
    public static PlanEntryRow? StandingFor(IEnumerable<PlanEntryRow> entries, int year) =>
        entries.Where(entry => entry.Year <= year).MaxBy(entry => entry.Year) is { Dropped: false } last ? last : null;

    /// <summary>How a project came in, in Chinese.</summary>
    public static string Text(PlanOrigin origin) => origin switch
    {
        PlanOrigin.AnnualPlan => "年度计划",
        PlanOrigin.OneByOne => "一事一议",
        PlanOrigin.Works => "市发展改革委",
        _ => "中期调整增补",
    };

    /// <summary>The article by which it came in.</summary>
    public static string ArticleOf(PlanOrigin origin) => origin switch
    {
        PlanOrigin.AnnualPlan => "第十条第一款",
        PlanOrigin.OneByOne => "第十条第二款",
        PlanOrigin.Works => "第八条",
        _ => "第十三条",
    };

    /// <summary>The plan of the year of 立项 takes in what was decided one by one (第十条第二款): the gazette names no other.</summary>
    public static int YearOfOneByOne(DateOnly issuedOn) => issuedOn.Year;

    /// <summary>
    /// Until when the two other departments join in the proposal: the end of July (第十三条); what is proposed later has the days of
    /// a signature, because a period cannot end before it begins.
    /// </summary>
    public static Period ProposalPeriod(int year, DateOnly proposedOn, ProjectPolicy policy) =>
        proposedOn <= AnnualCycleRules.AdjustmentUntil(year).Day ? AnnualCycleRules.AdjustmentUntil(year) : new WorkingDays(policy.SignatureWorkingDays);
}
