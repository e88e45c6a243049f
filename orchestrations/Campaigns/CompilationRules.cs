namespace Dazhou.Serverless.Campaigns;

/// <summary>What a compiled week says, and what later corrections changed of it.</summary>
public static class CompilationRules
{
    /// <summary>The state of a unit's report.</summary>
    /// <param name="week">the week</param>
    /// <param name="startedAt">when the campaign was started: a week that was closed by then is never late</param>
    /// <param name="first">when the report first came; null if it did not</param>
    /// <param name="returned">how often it was returned</param>
    /// <param name="again">how many of these were answered</param>
    /// <param name="at">now</param>
    public static (ReportState State, bool Late) StateOf(
        CampaignWeek week, DateTimeOffset startedAt, DateTimeOffset? first, int returned, int again, DateTimeOffset at)
    {
        var late = first >= week.Closes && CampaignTimeRules.IsAsked(week, startedAt);
        return first switch
        {
            null when at < week.Opens => (ReportState.NotOpen, false),
            null when at < week.Closes => (ReportState.Waiting, false),
            null => (ReportState.Missing, CampaignTimeRules.IsAsked(week, startedAt)),
            _ when again < returned => (ReportState.Returned, late),
            _ => (late ? ReportState.Late : ReportState.Reported, late),
        };
    }

    /// <summary>
    /// Returns the corrections that the next brief marks: figures of compiled weeks that differ from what was compiled, or from what was
    /// marked since. What was compiled stays as it is.
    /// </summary>
    public static IReadOnlyList<FigureCorrection> Corrections(CampaignSources sources, IReadOnlyList<CampaignWeekRow> compiled)
    {
        var corrections = new List<FigureCorrection>();
        foreach (var week in compiled.Where(week => week.Week != CampaignWeekRow.Final).OrderBy(week => week.Week))
        {
            if (CampaignTimeRules.Week(sources.Definition, week.Week) is not { } days) continue;
            var now = CampaignFigureRules.OfUnits(sources, days.Days).ToDictionary(unit => unit.Unit, unit => unit.Figures, StringComparer.Ordinal);
            foreach (var unit in week.Units)
            {
                foreach (var figure in Enum.GetValues<CampaignFigure>())
                {
                    var (before, after) = (Known(compiled, week.Week, unit.Unit, figure), now.GetValueOrDefault(unit.Unit, CampaignFigures.Zero).Of(figure));
                    if (before != after) corrections.Add(new(week.Week, unit.Unit, figure, before, after));
                }
            }
        }

        return corrections;
    }

    /// <summary>Returns a figure of a compiled week as the last brief had it: as compiled, or as marked since.</summary>
    public static decimal? Known(IReadOnlyList<CampaignWeekRow> compiled, int week, string unit, CampaignFigure figure)
    {
        var marked = compiled.OrderBy(row => row.Week).SelectMany(row => row.Corrections)
            .LastOrDefault(correction => correction.Week == week && correction.Unit == unit && correction.Figure == figure);
        return marked is not null ? marked.After : compiled.First(row => row.Week == week).Units.FirstOrDefault(row => row.Unit == unit)?.Week.Of(figure);
    }

    /// <summary>Compiles a week, or the final table.</summary>
    /// <param name="sources">everything that is summed</param>
    /// <param name="row">the campaign</param>
    /// <param name="week">the week; null for the final table</param>
    /// <param name="states">how each unit's report stands</param>
    /// <param name="compiled">what was compiled before</param>
    /// <param name="disqualified">the units without a place</param>
    /// <param name="at">now</param>
    public static CampaignWeekRow Compile(
        CampaignSources sources, CampaignRow row, CampaignWeek? week, IReadOnlyDictionary<string, (ReportState State, bool Late)> states,
        IReadOnlyList<CampaignWeekRow> compiled, IReadOnlySet<string> disqualified, DateTimeOffset at)
    {
        var total = CampaignFigureRules.OfUnits(sources, CampaignFigureRules.UpTo(sources.Definition, week?.To ?? DateOnly.MaxValue));
        var days = week?.Days ?? new DayRange(DateOnly.MinValue, DateOnly.MaxValue);
        var own = week is null ? total : CampaignFigureRules.OfUnits(sources, days);
        var earlier = compiled.Where(done => done.Week < (week?.Number ?? CampaignWeekRow.Final)).ToList();
        return new()
        {
            Campaign = row.Definition.Id,
            Week = week?.Number ?? CampaignWeekRow.Final,
            At = at,
            Units = [.. own.Zip(total, (mine, sum) => new CompiledUnit(mine.Unit, states[mine.Unit].State, states[mine.Unit].Late, mine.Figures, sum.Figures))],
            Corrections = Corrections(sources, earlier),
            Ranking = RankingRules.Rank(total, row.Method?.Weights ?? row.Definition.Weights, disqualified, PlacesBefore(row, week, earlier)),
        };
    }

    /// <summary>
    /// Returns the places to compare with: for a week those of the last compiled one; for the first week and for the final table those imported
    /// for the last season, where there are any (53号 四（四）: 综合排位进步明显).
    /// </summary>
    public static IReadOnlyDictionary<string, int>? PlacesBefore(CampaignRow row, CampaignWeek? week, IReadOnlyList<CampaignWeekRow> earlier)
    {
        var last = earlier.Where(done => done.Week != CampaignWeekRow.Final).MaxBy(done => done.Week);
        if (row.Definition.LastPlaces.Count > 0 && (week is null || last is null)) return row.Definition.LastPlaces;
        return last?.Ranking.Where(unit => unit.Place is not null).ToDictionary(unit => unit.Unit, unit => unit.Place!.Value, StringComparer.Ordinal);
    }
}
