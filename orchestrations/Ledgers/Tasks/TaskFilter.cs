using System.Runtime.InteropServices;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Which tasks of a ledger a list shows; null for all.</summary>
/// <param name="Section">the title of a section, or part of it</param>
/// <param name="Unit">the id of a unit that takes part, counties included</param>
/// <param name="Status">a status</param>
/// <param name="Light">a light</param>
/// <param name="Text">a text in title, number or unit</param>
/// <param name="SectionAt">the place of one section in the ledger, from 0</param>
public sealed record TaskFilter(
    string? Section = null, string? Unit = null, WorkStatus? Status = null, TaskLight? Light = null, string? Text = null, int? SectionAt = null)
{
    /// <summary>Returns whether a task is shown on a day.</summary>
    internal bool Shows(LedgerRow ledger, LedgerIndexEntry entry, DateOnly today, int? unit)
    {
        if (SectionAt is { } at && entry.Section != at) return false;
        if (Section is { } section && !Contains(ledger.Sections[entry.Section].Title, section)) return false;
        if (Unit is { } id && !ledger.Counties.Contains(id, StringComparer.Ordinal) && (unit is not { } place || !entry.Names(place))) return false;
        if (Status is { } status && entry.StatusOn(today, ledger) != status) return false;
        if (Light is { } light && entry.LightOn(today, ledger) != light) return false;
        return Text is not { Length: > 0 } text || Contains(entry.Title, text) || entry.Key.Equals(text, StringComparison.OrdinalIgnoreCase)
            || entry.Lead.Concat(entry.Units).Any(named => Contains(ledger.Units[named].Name, text));
    }

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A page of tasks.</summary>
/// <param name="Entries">the tasks</param>
/// <param name="Next">where the next page begins; null at the end</param>
/// <param name="Total">how many tasks the filter shows in all; null where nobody counted</param>
public sealed record TaskPage(IReadOnlyList<LedgerIndexEntry> Entries, int? Next, int? Total = null);

/// <summary>Numbers of tasks by light.</summary>
/// <param name="Green">绿, closed ones included</param>
/// <param name="Yellow">黄</param>
/// <param name="Red">红</param>
/// <param name="Done">已销号, counted among 绿</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LightCount(int Green, int Yellow, int Red, int Done)
{
    /// <summary>All of them.</summary>
    public int All => Green + Yellow + Red;

    /// <summary>Returns the sum.</summary>
    public static LightCount operator +(LightCount a, LightCount b) => Add(a, b);

    /// <summary>Returns the sum.</summary>
    public static LightCount Add(LightCount a, LightCount b) => new(a.Green + b.Green, a.Yellow + b.Yellow, a.Red + b.Red, a.Done + b.Done);

    /// <summary>Returns one task.</summary>
    public static LightCount One(TaskLight light, bool done) =>
        new(light == TaskLight.Green ? 1 : 0, light == TaskLight.Yellow ? 1 : 0, light == TaskLight.Red ? 1 : 0, done ? 1 : 0);
}

/// <summary>
/// Units by sections: how many tasks of each light; pure. A unit's column counts the tasks for which it is named; counties take part in
/// every task, so that they are one line for all of them.
/// </summary>
public sealed class HeatTable
{
    private readonly Dictionary<(int Unit, int Section), LightCount> _cells = [];

    private HeatTable(LedgerRow ledger) => Ledger = ledger;

    /// <summary>The place that stands for the nine counties and parks together.</summary>
    public const int Counties = -1;

    /// <summary>The ledger.</summary>
    public LedgerRow Ledger { get; }

    /// <summary>The sums by section.</summary>
    public IReadOnlyDictionary<int, LightCount> BySection { get; private set; } = new Dictionary<int, LightCount>();

    /// <summary>The sum of all tasks.</summary>
    public LightCount All { get; private set; }

    /// <summary>The places of units with tasks, those with the most red ones first; counties last.</summary>
    public IReadOnlyList<int> Units { get; private set; } = [];

    /// <summary>Returns the numbers of a unit in a section.</summary>
    public LightCount this[int unit, int section] => _cells.GetValueOrDefault((unit, section));

    /// <summary>Returns the numbers of a unit.</summary>
    public LightCount OfUnit(int unit) =>
        _cells.Where(cell => cell.Key.Unit == unit).Aggregate(default(LightCount), (sum, cell) => sum + cell.Value);

    /// <summary>Counts the tasks of a ledger on a day.</summary>
    public static HeatTable Of(LedgerRow ledger, IEnumerable<LedgerIndexEntry> entries, DateOnly today)
    {
        var table = new HeatTable(ledger);
        var (bySection, all, sums) = (new Dictionary<int, LightCount>(), default(LightCount), new Dictionary<int, LightCount>());
        foreach (var entry in entries)
        {
            var one = LightCount.One(entry.LightOn(today, ledger), entry.Phase == TaskPhase.Closed);
            all += one;
            bySection[entry.Section] = bySection.GetValueOrDefault(entry.Section) + one;
            foreach (var unit in entry.Lead) Count(unit);
            foreach (var unit in entry.Units) Count(unit);
            if (ledger.Counties.Count > 0) Count(Counties);

            void Count(int unit)
            {
                table._cells[(unit, entry.Section)] = table._cells.GetValueOrDefault((unit, entry.Section)) + one;
                sums[unit] = sums.GetValueOrDefault(unit) + one;
            }
        }

        table.BySection = bySection;
        table.All = all;
        table.Units = [.. sums.OrderBy(sum => sum.Key == Counties).ThenByDescending(sum => sum.Value.Red).ThenByDescending(sum => sum.Value.Yellow).ThenBy(sum => sum.Key).Select(sum => sum.Key)];
        return table;
    }
}
