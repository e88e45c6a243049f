using Dazhou.Serverless.Rehearsal;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>A rehearsed life as bars by stage on a common scale; drawn by the server, so that no script is needed.</summary>
public sealed record RehearsalChart
{
    /// <summary>The width of the whole life.</summary>
    public const int Width = 1000;

    /// <summary>The stages in the order of their start.</summary>
    public required IReadOnlyList<ChartRow> Rows { get; init; }

    /// <summary>The positions where new years start.</summary>
    public required IReadOnlyList<int> NewYears { get; init; }

    /// <summary>Lays out a calendar; null if it is empty.</summary>
    public static RehearsalChart? Of(IReadOnlyList<RehearsalEntry> calendar, IRehearsal rehearsal)
    {
        if (calendar.Count == 0)
            return null;
        var start = calendar[0].At;
        var end = calendar.Select(entry => entry.Due ?? entry.At).Append(calendar[^1].At).Max();
        int Place(DateTimeOffset at) => (int)Math.Round(Width * ((at - start).TotalMinutes / Math.Max((end - start).TotalMinutes, 1)));

        var stages = calendar.Where(entry => entry.Stage is not null).GroupBy(entry => entry.Stage!, StringComparer.Ordinal).ToList();
        var begins = stages.Where(stage => rehearsal.IsOfMainLine(stage.Key)).Select(stage => stage.First().At).Append(calendar[^1].At).ToList();
        var rows = new List<ChartRow>();
        foreach (var stage in stages)
        {
            var from = stage.First().At;
            // A stage of the main line lasts until the next one; what runs beside it lasts from its first act to its last.
            var to = rehearsal.IsOfMainLine(stage.Key) ? begins.First(at => at > from || at == begins[^1]) : stage.Last().At;
            var bar = new ChartBar(Place(from), Math.Max(Place(to) - Place(from), 2));
            var periods = stage
                .Where(entry => entry is { Kind: RehearsalKind.Deadline, From: not null, Due: not null })
                .Select(entry => (From: Place(ChinaTime.StartOf(entry.From!.Value)), To: Place(entry.Due!.Value)))
                .Select(period => new ChartBar(Math.Max(period.From, 0), Math.Max(period.To - Math.Max(period.From, 0), 2)))
                .Distinct();
            rows.Add(new(rehearsal.TitleOf(stage.Key), ChinaTime.DayOf(from), ChinaTime.DayOf(to), bar, [.. periods]));
        }

        var years = Enumerable.Range(start.Year + 1, Math.Max(end.Year - start.Year, 0)).Select(year => Place(ChinaTime.StartOf(new DateOnly(year, 1, 1))));
        return new() { Rows = rows, NewYears = [.. years] };
    }
}

/// <summary>A stage.</summary>
/// <param name="Title">Its title.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Bar">Its actual duration.</param>
/// <param name="Periods">The periods set for it.</param>
public sealed record ChartRow(string Title, DateOnly From, DateOnly To, ChartBar Bar, IReadOnlyList<ChartBar> Periods);

/// <summary>A bar.</summary>
/// <param name="X">Its start, on the scale of <see cref="RehearsalChart.Width"/>.</param>
/// <param name="Width">Its width.</param>
public sealed record ChartBar(int X, int Width);
