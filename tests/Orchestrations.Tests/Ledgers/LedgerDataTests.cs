using System.Globalization;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Ledgers;

/// <summary>
/// The three ledgers that ship, against a list taken from the gazette by hand by somebody who did not see them: checklist.tsv. There,
/// <c>*</c> marks a lead that is not printed, <c>、</c> separates, and counties stand only where they are printed.
/// </summary>
public sealed partial class LedgerDataTests
{
    private static readonly UnitNames Units = new(DirectorySample.Read().Units);

    private sealed record Line(string Ledger, string Row, string Part, string Section, string Lead, string Units, string Due, string Figures);

    private static readonly IReadOnlyList<Line> List =
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Orchestrations.Tests", "Ledgers", "checklist.tsv")).Skip(1)
            .Select(line => line.Split('\t')).Select(cells => new Line(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7])),
    ];

    public static TheoryData<string> Ledgers => [.. KnownLedgers.Ids];

    [Fact]
    public void Known_Ledgers_AreThree() => Assert.Equal(["fangguanfu-2023", "shitang-2023", "xinwuranwu-2023"], KnownLedgers.Ids);

    [Theory]
    [MemberData(nameof(Ledgers))]
    public void Definition_Shipped_BreaksNoRule(string id) => Assert.Empty(LedgerDefinitionRules.Check(KnownLedgers.Find(id)!, Units.Find));

    [Theory]
    [InlineData("fangguanfu-2023", "9 7 4 4 6 6 5 4 2 1 4 4 2 6 7 4 4", "24 17 7 16 15")]
    [InlineData("xinwuranwu-2023", "1 3 4 3 3 2", "16")]
    [InlineData("shitang-2023", "1 1 1 1", "4")]
    public void Tasks_BySectionAndPart_AreAsMany(string id, string sections, string parts)
    {
        // Rows of one printed number are one task; those without a number are 保障措施.
        var numbered = KnownLedgers.Find(id)!.Tasks!.Where(task => task.N is not null).DistinctBy(task => task.N).ToList();
        Assert.Equal(sections, Counts(numbered.GroupBy(task => (task.Part, task.Section))));
        Assert.Equal(parts, Counts(numbered.GroupBy(task => task.Part)));

        static string Counts<T>(IEnumerable<IGrouping<T, TaskDefinition>> groups) => string.Join(' ', groups.Select(group => group.Count()));
    }

    [Theory]
    [MemberData(nameof(Ledgers))]
    public void Tasks_AgainstTheList_HaveTheSameRowsUnitsDeadlinesAndFigures(string id)
    {
        var definition = KnownLedgers.Find(id)!;
        var lines = List.Where(line => line.Ledger == id).ToList();
        Assert.Equal(lines.Select(line => line.Row), definition.Tasks!.Select(LedgerDefinitionRules.KeyOf));
        var faults = new List<string>();
        foreach (var (line, task) in lines.Zip(definition.Tasks!))
        {
            Same(line, "lead", Named(line.Lead.Contains('*', StringComparison.Ordinal) ? "" : line.Lead, definition.EveryCounty), task.LeadPresumed ? [] : Set([.. task.Lead ?? [], .. CollectiveLead(task)]));
            IEnumerable<string> units = task.LeadPresumed ? (task.Lead ?? []).Concat(task.Units ?? []) : task.Units ?? [];
            Same(line, "units", Named(line.Units, definition.EveryCounty), Set(units.Concat((task.Collectives ?? []).Except(CollectiveLead(task)))));
            if (line.Lead.EndsWith('*')) Same(line, "compiler", [IdOf(line.Lead.TrimEnd('*'))], [IdOf((task.Lead ?? []).Concat(task.Units ?? []).First())]);
            Same(line, "due", [line.Due], [task.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""]);
            Same(line, "figures", Figures(line.Figures), (task.Figures ?? []).Select(TextOf).Order(StringComparer.Ordinal));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        void Same(Line line, string what, IEnumerable<string> wanted, IEnumerable<string> found)
        {
            if (!wanted.SequenceEqual(found)) faults.Add($"{line.Ledger} {line.Row} {what}: {string.Join(' ', wanted)} / {string.Join(' ', found)}");
        }
    }

    [Fact]
    public void Tasks_OfTheBlankCells_AreFilledDownEachByItself()
    {
        var blank = KnownLedgers.Find("fangguanfu-2023")!.Tasks!.Where(task => task.PrintedLead is null).ToList();
        Assert.Equal([11, 18, 20, 22, 26, 27, 28, 30, 38, 39, 40, 41, 58, 73], blank.Select(task => task.N));
        Assert.Equal([11, 22, 26, 27, 28, 30, 58, 73], blank.Where(task => task.PrintedUnits is null).Select(task => task.N));
        Assert.All(blank, task => Assert.NotEmpty(task.Lead!));
    }

    [Fact]
    public void Files_Shipped_NameNobody() =>
        Assert.All(KnownLedgers.Ids.SelectMany(id => KnownLedgers.Find(id)!.Tasks!).SelectMany(task => task.People ?? []), people =>
        {
            Assert.Contains(people.Responsible, (string[])["主要负责同志"]);
            Assert.Contains(people.Direct, (string[])["分管负责同志"]);
        });

    /// <summary>A collective name that stands in the cell of the lead.</summary>
    private static IReadOnlyList<string> CollectiveLead(TaskDefinition task) =>
        [.. (task.Collectives ?? []).Where(name => task.PrintedLead is { } printed && Narrow(printed).Split('、').Contains(Narrow(name)))];

    private static IEnumerable<string> Named(string cell, bool everyCounty) =>
        Set(Separator().Split(cell).Where(name => name.Length > 0).SelectMany(name => !IsCounties(name) ? [name]
            // Where all of them are printed, the ledger says so once; a park that is printed alone is named for its task.
            : everyCounty && cell.Contains("各县", StringComparison.Ordinal) ? [] : CountiesOf(name)));

    private static bool IsCounties(string name) => name.StartsWith("各县", StringComparison.Ordinal) || name is "达州高新区管委会" or "达州东部经开区管委会";

    private static IEnumerable<string> CountiesOf(string name) =>
        name.StartsWith("各县", StringComparison.Ordinal) ? Units.Counties.Where(unit => unit.Kind == UnitKind.County).Select(unit => unit.Id) : [name[..^3]];

    private static IEnumerable<string> Set(IEnumerable<string> names) => names.Select(IdOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string IdOf(string name) => Units.Find(name)?.Id ?? Narrow(name);

    private static string Narrow(string text) => text.Replace('（', '(').Replace('）', ')');

    private static IEnumerable<string> Figures(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    private static string TextOf(TaskFigure figure) =>
        $"{(figure.Op == FigureDirection.StriveFor ? "争创" : FigureDirectionConverter.TextOf(figure.Op))}{figure.Value.ToString("0.####", CultureInfo.InvariantCulture)}{figure.Unit}";

    /// <summary>The separator, outside of brackets.</summary>
    [GeneratedRegex(@"、(?![^(]*\))")]
    private static partial Regex Separator();
}
