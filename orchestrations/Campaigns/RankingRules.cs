namespace Dazhou.Serverless.Campaigns;

/// <summary>A unit's place. Units with the same points share it, and the next place is left out.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Place">the place; null for a unit that is disqualified</param>
/// <param name="Points">the points</param>
/// <param name="Progress">places won since the last week, negative for lost; null if there is nothing to compare with</param>
public sealed record UnitPlace(string Unit, int? Place, decimal Points, int? Progress = null);

/// <summary>综合排位 and 专题排位 (53号 四（四）).</summary>
public static class RankingRules
{
    /// <summary>
    /// Returns 综合排位: for each figure the best unit that is not disqualified gets the whole weight, the others in proportion. The result
    /// does not depend on the order of the units.
    /// </summary>
    /// <param name="figures">the cumulative figures of the units</param>
    /// <param name="weights">the weights</param>
    /// <param name="disqualified">the units without a place; they keep their lines</param>
    /// <param name="before">the places to compare with; null for none</param>
    public static IReadOnlyList<UnitPlace> Rank(
        IReadOnlyList<(string Unit, CampaignFigures Figures)> figures, IReadOnlyList<FigureWeight> weights, IReadOnlySet<string> disqualified,
        IReadOnlyDictionary<string, int>? before = null)
    {
        var best = weights.ToDictionary(
            weight => weight.Figure,
            weight => figures.Where(unit => !disqualified.Contains(unit.Unit)).Select(unit => unit.Figures.Of(weight.Figure) ?? 0m).DefaultIfEmpty(0m).Max());
        return Places([.. figures.Select(unit => (unit.Unit, Points(unit.Figures, weights, best)))], disqualified, before);
    }

    /// <summary>Returns a 专题排位 by the number of landed projects with a category of the group that counts.</summary>
    public static IReadOnlyList<UnitPlace> Special(CampaignSources sources, SpecialGroup group, DayRange days, IReadOnlySet<string> disqualified)
    {
        var landed = CampaignFigureRules.Accepted(sources)
            .Where(project => CampaignFigureRules.CountedOn(sources.Definition, project, FigureGroup.Landed) is { } on && days.Contains(on)
                && project.Categories.Any(claim => CategoryRules.GroupOf(claim.Code) == group && CategoryRules.Counts(claim)))
            .CountBy(project => project.Unit, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return Places([.. sources.Definition.Units.Select(unit => (unit, (decimal)landed.GetValueOrDefault(unit)))], disqualified, before: null);
    }

    /// <summary>
    /// Proposes 通报表扬 within the 名额: the first of 综合排位, those that won most places, and the first of each 专题排位 with any project. A
    /// place that is shared beyond the 名额 is left to the bureaus, who decide.
    /// </summary>
    public static IReadOnlyList<Commendation> Propose(
        IReadOnlyList<UnitPlace> overall, IReadOnlyList<(SpecialGroup Group, IReadOnlyList<UnitPlace> Places)> special, AssessmentMethod method) =>
    [
        .. overall.Where(unit => unit is { Place: { } place, Points: > 0m } && place <= method.Overall).Take(method.Overall)
            .Select(unit => new Commendation(unit.Unit, CampaignGrounds.Overall)),
        .. overall.Where(unit => unit is { Place: not null, Progress: > 0 }).OrderByDescending(unit => unit.Progress).Take(method.Progress)
            .Select(unit => new Commendation(unit.Unit, CampaignGrounds.Progress)),
        .. special.SelectMany(group => group.Places.Where(unit => unit is { Place: { } place, Points: > 0m } && place <= method.Special).Take(method.Special)
            .Select(unit => new Commendation(unit.Unit, CampaignGrounds.Of(group.Group)))),
    ];

    private static decimal Points(CampaignFigures figures, IReadOnlyList<FigureWeight> weights, Dictionary<CampaignFigure, decimal> best) =>
        weights.Sum(weight => best[weight.Figure] is > 0m and var most ? decimal.Round((figures.Of(weight.Figure) ?? 0m) / most * weight.Weight, 4) : 0m);

    private static IReadOnlyList<UnitPlace> Places(
        IReadOnlyList<(string Unit, decimal Points)> units, IReadOnlySet<string> disqualified, IReadOnlyDictionary<string, int>? before)
    {
        var ranked = units.Where(unit => !disqualified.Contains(unit.Unit)).ToList();
        return
        [
            .. units.Select(unit => disqualified.Contains(unit.Unit)
                    ? new UnitPlace(unit.Unit, null, unit.Points)
                    : PlaceOf(unit.Unit, unit.Points))
                .OrderBy(unit => unit.Place ?? int.MaxValue).ThenBy(unit => unit.Unit, StringComparer.Ordinal),
        ];

        UnitPlace PlaceOf(string unit, decimal points)
        {
            var place = ranked.Count(other => other.Points > points) + 1;
            return new(unit, place, points, before is not null && before.TryGetValue(unit, out var last) ? last - place : null);
        }
    }
}
