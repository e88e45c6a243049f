namespace Dazhou.Serverless.Projects;

/// <summary>By what a list of projects is ordered.</summary>
public enum ProjectOrder
{
    /// <summary>the time when it was handed in</summary>
    Submitted,

    /// <summary>项目名称</summary>
    Name,

    /// <summary>建设单位</summary>
    Unit,

    /// <summary>总投资</summary>
    Amount,

    /// <summary>the stage, in the order of a life</summary>
    Stage,

    /// <summary>who holds it</summary>
    Holder,

    /// <summary>the next deadline</summary>
    Due,

    /// <summary>the light</summary>
    Light,
}

/// <summary>Which projects a list shows, and in which order.</summary>
public sealed record ProjectFilter
{
    private static readonly Dictionary<string, int> StagePlaces =
        Stages.All.Select((stage, place) => (stage, place)).ToDictionary(entry => entry.stage, entry => entry.place, StringComparer.Ordinal);

    /// <summary>The id of the unit; null for all.</summary>
    public string? Unit { get; init; }

    /// <summary>The stage; null for all.</summary>
    public string? Stage { get; init; }

    /// <summary>The year in which it was handed in, of the Chinese calendar; null for all.</summary>
    public int? Year { get; init; }

    /// <summary>总投资 not below, 万元; null without a limit.</summary>
    public decimal? From { get; init; }

    /// <summary>总投资 not above, 万元; null without a limit.</summary>
    public decimal? To { get; init; }

    /// <summary>The light of the next deadline; null for any and for none.</summary>
    public Light? Light { get; init; }

    /// <summary>By what it is ordered.</summary>
    public ProjectOrder Order { get; init; }

    /// <summary>Whether the last comes first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Whether the lists stand in this order as they are, so that a page of them is one read.</summary>
    public bool IsPlain => this == new ProjectFilter { Unit = Unit, Stage = Stage };

    /// <summary>Whether a project is shown.</summary>
    public bool Shows(ProjectListRow project, DateTimeOffset now) =>
        (Unit is null || project.Unit == Unit)
        && (Stage is null || project.Stage == Stage)
        && (Year is null || ChinaTime.DayOf(project.SubmittedAt).Year == Year)
        && (From is null || project.TotalInvestment >= From)
        && (To is null || project.TotalInvestment <= To)
        && (Light is null || LightOf(project, now) == Light);

    /// <summary>The projects that are shown, in their order; those that have nothing to be ordered by come last, and equal ones the newest first.</summary>
    public IReadOnlyList<ProjectListRow> Apply(IEnumerable<ProjectListRow> projects, DateTimeOffset now)
    {
        var shown = projects.Where(project => Shows(project, now)).ToList();
        return Order switch
        {
            ProjectOrder.Name => By(project => project.Name, StringComparer.Ordinal),
            ProjectOrder.Unit => By(project => project.UnitName, StringComparer.Ordinal),
            ProjectOrder.Amount => By(project => project.TotalInvestment, Comparer<decimal>.Default),
            ProjectOrder.Stage => By(project => StageOrder(project.Stage), Comparer<int>.Default),
            ProjectOrder.Holder => By(project => project.Standing?.Holder ?? "", StringComparer.Ordinal, project => project.Standing?.Holder is null),
            ProjectOrder.Due => By(project => DueOf(project), Comparer<DateTimeOffset?>.Default, project => DueOf(project) is null),
            ProjectOrder.Light => By(project => LightOf(project, now), Comparer<Light>.Default),
            _ => By(project => project.SubmittedAt, Comparer<DateTimeOffset>.Default),
        };

        IReadOnlyList<ProjectListRow> By<T>(Func<ProjectListRow, T> key, IComparer<T> comparer, Func<ProjectListRow, bool>? without = null)
        {
            var first = shown.OrderBy(project => without?.Invoke(project) == true);
            var ordered = Descending ? first.ThenByDescending(key, comparer) : first.ThenBy(key, comparer);
            return [.. ordered.ThenByDescending(project => project.SubmittedAt).ThenBy(project => project.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>The light of a project's next deadline; none where none runs, or where the line does not say.</summary>
    public static Light LightOf(ProjectListRow project, DateTimeOffset now) => project.Standing?.LightAt(now) ?? Dates.Light.None;

    private static DateTimeOffset? DueOf(ProjectListRow project) => project.Standing?.Next?.Due;

    private static int StageOrder(string stage) => StagePlaces.GetValueOrDefault(stage, -1);
}

/// <summary>The projects that a filter shows.</summary>
/// <param name="Projects">The projects, in their order.</param>
/// <param name="Cut">Whether there are more in the list than were looked at; those are the oldest.</param>
public sealed record FilteredProjects(IReadOnlyList<ProjectListRow> Projects, bool Cut);
