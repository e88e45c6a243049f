using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>Where a problem comes from; the system that raises it fills it in.</summary>
/// <param name="System">the system, as filters name it, e.g. <c>campaigns</c></param>
/// <param name="SystemTitle">the system as people know it, e.g. 百日攻坚</param>
/// <param name="Title">what the report was about, e.g. the campaign's name</param>
/// <param name="Path">the path of its page</param>
/// <param name="Article">the document and article on which the report rests</param>
public sealed record ProblemOrigin(string System, string SystemTitle, string Title, string Path, string Article);

/// <summary>The periods of a problem, kept by it as they were when it was raised. None stands in the documents: they are values of ours.</summary>
public sealed record ProblemPolicy
{
    /// <summary>交办 within so many working days.</summary>
    public int AssignWorkingDays { get; init; } = 3;

    /// <summary>答复 within so many working days, unless the coordinating office sets a day.</summary>
    public int AnswerWorkingDays { get; init; } = 10;

    /// <summary>The coordinating office may set a day so many natural days ahead at most.</summary>
    public int MostAnswerDays { get; init; } = 90;

    /// <summary>确认 within so many working days.</summary>
    public int ConfirmWorkingDays { get; init; } = 5;
}

/// <summary>What a report says of a problem.</summary>
public abstract record ReportedProblem
{
    /// <summary>Where it comes from.</summary>
    public required ProblemOrigin Origin { get; init; }

    /// <summary>The kind, e.g. 用地指标; null where the source has none.</summary>
    public string? Kind { get; init; }

    /// <summary>The problem in the words of the report.</summary>
    public required string Text { get; init; }

    /// <summary>The id of the unit that raises it.</summary>
    public required string Raiser { get; init; }

    /// <summary>That unit's name.</summary>
    public required string RaiserName { get; init; }

    /// <summary>Who reported: a person's or unit's id.</summary>
    public required string By { get; init; }

    /// <summary>When it was reported, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the coordinating office, which assigns.</summary>
    public required string Office { get; init; }

    /// <summary>That office's name.</summary>
    public required string OfficeName { get; init; }

    /// <summary>The ids of further units that read all problems of the source.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];
}

/// <summary>A problem as a report raises it.</summary>
public sealed record ProblemDefinition : ReportedProblem
{
    /// <summary>The place in the source, from which the id follows, e.g. <c>campaign.season-3.tcq</c>.</summary>
    public required string Place { get; init; }

    /// <summary>The number of the report at that place: the same report raises one problem, however often it is taken.</summary>
    public required int Report { get; init; }

    /// <summary>The problem's id.</summary>
    public string Id => ProblemSubject.ProblemOf(Place, Report);
}

/// <summary>A problem. Table Problems: partition = <c>problem</c>, row = id; those of a place stand together.</summary>
public sealed record ProblemRow : ReportedProblem, IRow
{
    /// <summary>The partition key of every problem.</summary>
    public const string Partition = "problem";

    /// <inheritdoc/>
    public static string TableName => "Problems";

    /// <summary>The id: place and number of the report that raised it.</summary>
    public required string Id { get; init; }

    /// <summary>The periods.</summary>
    public ProblemPolicy Policy { get; init; } = new();

    /// <summary>Where it stands.</summary>
    public ProblemState State { get; init; } = ProblemState.Begun;

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>The name shown to people.</summary>
    public string Title => $"{Origin.Title}：{RaiserName}提出的{(Kind is null or ProblemRules.OtherKind ? "" : Kind)}问题";

    internal static ProblemRow Of(ProblemDefinition definition) => new()
    {
        Id = definition.Id,
        Origin = definition.Origin,
        Kind = definition.Kind,
        Text = definition.Text.Trim(),
        Raiser = definition.Raiser,
        RaiserName = definition.RaiserName,
        By = definition.By,
        At = definition.At,
        Office = definition.Office,
        OfficeName = definition.OfficeName,
        Readers = definition.Readers,
    };
}

/// <summary>Which problems a list shows; null for all.</summary>
/// <param name="Unit">the unit that raised it or to which it was assigned</param>
/// <param name="Phase">where it stands</param>
/// <param name="System">the system it comes from</param>
public sealed record ProblemFilter(string? Unit = null, ProblemPhase? Phase = null, string? System = null)
{
    /// <summary>Returns whether a list shows a problem.</summary>
    public bool Matches(ProblemRow problem) =>
        (Unit is null || problem.Raiser == Unit || problem.State.Units.Contains(Unit, StringComparer.Ordinal))
        && (Phase is null || problem.State.Phase == Phase)
        && (System is null || problem.Origin.System == System);
}
