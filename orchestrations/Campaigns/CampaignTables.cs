using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A unit's report for a week.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Week">the week</param>
/// <param name="State">how it stands</param>
/// <param name="Late">whether it came late or, closed, not at all</param>
/// <param name="Submission">the newest submission; null without</param>
/// <param name="Returned">how often it was returned</param>
public sealed record UnitReport(string Unit, CampaignWeek Week, ReportState State, bool Late, SubmissionRow? Submission, int Returned)
{
    /// <summary>The round in which the unit answers now.</summary>
    public int Round => Week.Number + (Returned * CampaignKinds.RoundsOfReturn);
}

/// <summary>Everything that a campaign's tables, boards and pages show, as of one reading.</summary>
public sealed record CampaignReading
{
    /// <summary>When it was read, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The campaign.</summary>
    public required CampaignRow Row { get; init; }

    /// <summary>What is summed.</summary>
    public required CampaignSources Sources { get; init; }

    /// <summary>The findings of falsification.</summary>
    public required IReadOnlyList<CampaignFindingRow> Findings { get; init; }

    /// <summary>The compiled weeks, the final table last.</summary>
    public required IReadOnlyList<CampaignWeekRow> Compiled { get; init; }

    /// <summary>The reports of all units and weeks.</summary>
    public required IReadOnlyList<UnitReport> Reports { get; init; }

    /// <summary>The final evaluation; null before.</summary>
    public CampaignEvaluationRow? Evaluation { get; init; }

    /// <summary>The definition.</summary>
    public CampaignDefinition Definition => Row.Definition;

    /// <summary>The units that are disqualified.</summary>
    public IReadOnlySet<string> Disqualified => Findings.Where(finding => finding.Disqualifies).Select(finding => finding.Unit).ToHashSet(StringComparer.Ordinal);

    /// <summary>综合排位 now, compared with the week compiled last.</summary>
    public IReadOnlyList<UnitPlace> Ranking() => RankingRules.Rank(
        CampaignFigureRules.OfUnits(Sources, CampaignFigureRules.UpTo(Definition, DateOnly.MaxValue)), Row.Method?.Weights ?? Definition.Weights, Disqualified,
        CompilationRules.PlacesBefore(Row, CampaignTimeRules.CurrentWeek(Definition, At), Compiled));

    /// <summary>专题排位 now.</summary>
    public IReadOnlyList<(SpecialGroup Group, IReadOnlyList<UnitPlace> Places)> Special() =>
        [.. Enum.GetValues<SpecialGroup>().Select(group => (group, RankingRules.Special(Sources, group, CampaignFigureRules.UpTo(Definition, DateOnly.MaxValue), Disqualified)))];

    /// <summary>The report of a unit for a week.</summary>
    public UnitReport ReportOf(string unit, int week) => Reports.First(report => report.Unit == unit && report.Week.Number == week);
}

/// <summary>Reads campaigns whole, and compiles their weeks.</summary>
public sealed class CampaignTables(ITableStore tables, TimeProvider time)
{
    /// <summary>Reads a campaign; null if there is none.</summary>
    public Task<CampaignReading?> ReadAsync(string campaign, CancellationToken cancellation = default) => ReadAsync(campaign, time.GetChinaNow(), cancellation);

    /// <summary>Compiles a week or the final table as of an instant. What was compiled once stands.</summary>
    public async Task<CampaignWeekRow> CompileAsync(string campaign, int week, DateTimeOffset at, CancellationToken cancellation = default)
    {
        if (await FindWeekAsync(campaign, week, cancellation) is { } stands) return stands;
        var reading = (await ReadAsync(campaign, at, cancellation))!;
        var of = CampaignTimeRules.Week(reading.Definition, week);
        var states = reading.Definition.Units.ToDictionary(
            unit => unit, unit => of is null ? LastOf(reading, unit) : (reading.ReportOf(unit, week).State, reading.ReportOf(unit, week).Late), StringComparer.Ordinal);
        var row = CompilationRules.Compile(reading.Sources, reading.Row, of, states, reading.Compiled, reading.Disqualified, at);
        return await tables.TryInsertAsync(row, cancellation) ? row : (await FindWeekAsync(campaign, week, cancellation))!;
    }

    /// <summary>Returns a compiled week; null before it closes.</summary>
    public async Task<CampaignWeekRow?> FindWeekAsync(string campaign, int week, CancellationToken cancellation = default) =>
        (await tables.FindAsync<CampaignWeekRow>(campaign, $"{week:D2}", cancellation))?.Value;

    private async Task<CampaignReading?> ReadAsync(string campaign, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await CampaignRow.FindAsync(tables, campaign, cancellation) is not { } row) return null;
        var projects = tables.ListAsync<CampaignProjectRow>(campaign, cancellation);
        var decisions = tables.ListAsync<CampaignDuplicateRow>(campaign, cancellation);
        var items = tables.ListAsync<CampaignItemRow>(campaign, cancellation);
        var findings = tables.ListAsync<CampaignFindingRow>(campaign, cancellation);
        var compiled = tables.ListAsync<CampaignWeekRow>(campaign, cancellation);
        var returns = await tables.ListAsync<CampaignReturnRow>(campaign, cancellation);
        var submissions = await Task.WhenAll(row.Definition.Units.Select(unit => SubmissionsAsync(campaign, unit, cancellation)));
        return new()
        {
            At = at,
            Row = row,
            Sources = new(row.Definition, await projects, await decisions, await items),
            Findings = await findings,
            Compiled = await compiled,
            Reports = [.. row.Definition.Units.Zip(submissions).SelectMany(unit => ReportsOf(row, unit.First, unit.Second, returns, at))],
            Evaluation = (await tables.FindAsync<CampaignEvaluationRow>(campaign, CampaignEvaluationRow.OnlyRowKey, cancellation))?.Value,
        };
    }

    private static IEnumerable<UnitReport> ReportsOf(
        CampaignRow row, string unit, IReadOnlyDictionary<int, SubmissionRow> submissions, IReadOnlyList<CampaignReturnRow> returns, DateTimeOffset at)
    {
        foreach (var week in CampaignTimeRules.Weeks(row.Definition))
        {
            var returned = returns.Count(it => it.Unit == unit && it.Week == week.Number);
            var again = Enumerable.Range(1, returned).Count(number => submissions.ContainsKey(week.Number + (number * CampaignKinds.RoundsOfReturn)));
            var (state, late) = CompilationRules.StateOf(week, row.StartedAt, submissions.GetValueOrDefault(week.Number)?.At, returned, again, at);
            yield return new(unit, week, state, late, submissions.GetValueOrDefault(week.Number + (again * CampaignKinds.RoundsOfReturn)), returned);
        }
    }

    private static (ReportState State, bool Late) LastOf(CampaignReading reading, string unit) =>
        reading.Reports.Where(report => report.Unit == unit).MaxBy(report => report.Week.Number) is { } last ? (last.State, last.Late) : (ReportState.NotOpen, false);

    private async Task<IReadOnlyDictionary<int, SubmissionRow>> SubmissionsAsync(string campaign, string unit, CancellationToken cancellation)
    {
        var rounds = new Dictionary<int, SubmissionRow>();
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(CampaignSubject.IdOf(campaign, unit), AskRow.Prefix(CampaignKinds.Weekly.Step), cancellation))
            rounds[row.Value.Round] = row.Value;
        return rounds;
    }
}
