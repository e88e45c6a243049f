namespace Dazhou.Serverless.Campaigns;

/// <summary>The figures of a line of 附件1, in its columns' order. Amounts are in 万元.</summary>
/// <param name="SignedCount">新签约数量</param>
/// <param name="SignedContract">新签约合同金额</param>
/// <param name="LandedCount">落地数量</param>
/// <param name="LandedContract">落地合同金额</param>
/// <param name="LandedFiling">落地备案金额; null where no project has one</param>
/// <param name="StartedCount">开工数量</param>
/// <param name="StartedContract">开工合同金额</param>
/// <param name="StartedFiling">开工备案金额; null where no project has one</param>
/// <param name="Investment">新增实际投资</param>
/// <param name="Fdi">制造业FDI投资总额</param>
/// <param name="Items">简报信息报送数</param>
public sealed record CampaignFigures(
    int SignedCount, decimal SignedContract, int LandedCount, decimal LandedContract, decimal? LandedFiling, int StartedCount, decimal StartedContract,
    decimal? StartedFiling, decimal Investment, decimal Fdi, int Items)
{
    /// <summary>Nothing.</summary>
    public static CampaignFigures Zero { get; } = new(0, 0m, 0, 0m, null, 0, 0m, null, 0m, 0m, 0);

    /// <summary>Returns the sum.</summary>
    public static CampaignFigures operator +(CampaignFigures left, CampaignFigures right) => left.Add(right);

    /// <summary>Returns the sum with others.</summary>
    public CampaignFigures Add(CampaignFigures other) => new(
        SignedCount + other.SignedCount, SignedContract + other.SignedContract, LandedCount + other.LandedCount, LandedContract + other.LandedContract,
        Plus(LandedFiling, other.LandedFiling), StartedCount + other.StartedCount, StartedContract + other.StartedContract,
        Plus(StartedFiling, other.StartedFiling), Investment + other.Investment, Fdi + other.Fdi, Items + other.Items);

    /// <summary>Returns a figure; null for empty.</summary>
    public decimal? Of(CampaignFigure figure) => figure switch
    {
        CampaignFigure.SignedCount => SignedCount,
        CampaignFigure.SignedContract => SignedContract,
        CampaignFigure.LandedCount => LandedCount,
        CampaignFigure.LandedContract => LandedContract,
        CampaignFigure.LandedFiling => LandedFiling,
        CampaignFigure.StartedCount => StartedCount,
        CampaignFigure.StartedContract => StartedContract,
        CampaignFigure.StartedFiling => StartedFiling,
        CampaignFigure.Investment => Investment,
        CampaignFigure.Fdi => Fdi,
        _ => Items,
    };

    private static decimal? Plus(decimal? left, decimal? right) => left is null ? right : left + (right ?? 0m);
}

/// <summary>What a table is summed from.</summary>
/// <param name="Definition">the campaign</param>
/// <param name="Projects">all projects of all units</param>
/// <param name="Decisions">what was decided about 重复计数</param>
/// <param name="Items">all 简报信息</param>
public sealed record CampaignSources(
    CampaignDefinition Definition, IReadOnlyList<CampaignProjectRow> Projects, IReadOnlyList<CampaignDuplicateRow> Decisions, IReadOnlyList<CampaignItemRow> Items);

/// <summary>附件1 as sums of projects (附件1备注1—3): nobody types a total.</summary>
public static class CampaignFigureRules
{
    /// <summary>Returns whether a figure is an amount of money, which tables show in 亿元.</summary>
    public static bool IsAmount(CampaignFigure figure) =>
        figure is not (CampaignFigure.SignedCount or CampaignFigure.LandedCount or CampaignFigure.StartedCount or CampaignFigure.Items);

    /// <summary>
    /// Returns the projects that may count: manufacturing, not struck out as false, and not suspended as 重复计数. When and whether each of
    /// their stages counts, the windows say.
    /// </summary>
    public static IReadOnlyList<CampaignProjectRow> Accepted(CampaignSources sources)
    {
        var suspended = DuplicateRules.Suspended(sources.Projects, sources.Decisions);
        return [.. sources.Projects.Where(project => project is { Manufacturing: true, StruckBy: null } && !suspended.Contains(project.Id))];
    }

    /// <summary>Returns the figures of a unit for days.</summary>
    public static CampaignFigures OfUnit(CampaignSources sources, string unit, DayRange days) =>
        Sum(sources, Accepted(sources).Where(project => project.Unit == unit), sources.Items.Where(item => item.Unit == unit), days);

    /// <summary>Returns the figures of all units, in the definition's order.</summary>
    public static IReadOnlyList<(string Unit, CampaignFigures Figures)> OfUnits(CampaignSources sources, DayRange days)
    {
        var accepted = Accepted(sources).ToLookup(project => project.Unit, StringComparer.Ordinal);
        var items = sources.Items.ToLookup(item => item.Unit, StringComparer.Ordinal);
        return [.. sources.Definition.Units.Select(unit => (unit, Sum(sources, accepted[unit], items[unit], days)))];
    }

    /// <summary>Returns the days from the first of the weeks to a week's end.</summary>
    public static DayRange UpTo(CampaignDefinition definition, DateOnly last) => new(DateOnly.MinValue, last < definition.Weeks.To ? last : definition.Weeks.To);

    /// <summary>Returns the day on which a project counts in a group; null if it does not, because the day lies outside the window.</summary>
    public static DateOnly? CountedOn(CampaignDefinition definition, CampaignProjectRow project, FigureGroup group)
    {
        var day = group switch
        {
            FigureGroup.Signed => project.Of(CampaignStage.Signed)?.On,
            FigureGroup.Landed => project.Of(CampaignStage.Landed)?.On,
            FigureGroup.Started => project.Of(CampaignStage.Started)?.On,
            FigureGroup.Fdi => project.Fdi is null ? null : project.FdiOn,
            _ => null,
        };
        return day is { } on && WindowOf(definition, group).Contains(on) ? on : null;
    }

    /// <summary>Returns the window of a group.</summary>
    public static FigureWindow WindowOf(CampaignDefinition definition, FigureGroup group) => definition.Windows.First(window => window.Group == group);

    /// <summary>Returns the sum of projects for days; each counts once in each group.</summary>
    public static CampaignFigures Of(CampaignDefinition definition, CampaignProjectRow project, DayRange days)
    {
        var (signed, landed, started) = (Counts(FigureGroup.Signed), Counts(FigureGroup.Landed), Counts(FigureGroup.Started));
        var investing = WindowOf(definition, FigureGroup.Investment);
        return new(
            signed ? 1 : 0, signed ? project.ContractAmount ?? 0m : 0m,
            landed ? 1 : 0, landed ? project.ContractAmount ?? 0m : 0m, landed ? project.FilingAmount : null,
            started ? 1 : 0, started ? project.ContractAmount ?? 0m : 0m, started ? project.FilingAmount : null,
            project.Investments.Where(entry => investing.Contains(entry.On) && days.Contains(entry.On)).Sum(entry => entry.Amount),
            Counts(FigureGroup.Fdi) ? project.Fdi ?? 0m : 0m,
            0);

        bool Counts(FigureGroup group) => CountedOn(definition, project, group) is { } on && days.Contains(on);
    }

    private static CampaignFigures Sum(CampaignSources sources, IEnumerable<CampaignProjectRow> projects, IEnumerable<CampaignItemRow> items, DayRange days) =>
        projects.Aggregate(CampaignFigures.Zero, (sum, project) => sum + Of(sources.Definition, project, days))
            + CampaignFigures.Zero with { Items = items.Count(item => days.Contains(ChinaTime.DayOf(item.At))) };
}
