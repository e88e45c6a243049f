using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>A filter shows what its predicate holds of, in its order, and nothing else.</summary>
public sealed class ProjectFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 10, 0, 0, ChinaTime.Offset);

    [Property]
    public Property Apply_AnyFilter_IsThePredicateOverAll() => Prop.ForAll(Lines.ToArbitrary(), Filters.ToArbitrary(), (lines, filter) =>
    {
        var shown = filter.Apply(lines, Now);

        return shown.Count == lines.Count(line => Holds(filter, line)) && shown.All(line => lines.Contains(line) && Holds(filter, line));
    });

    [Property]
    public Property Apply_AnyOrder_StandsInIt() => Prop.ForAll(Lines.ToArbitrary(), Filters.ToArbitrary(), (lines, filter) =>
    {
        var shown = filter.Apply(lines, Now);

        return shown.Zip(shown.Skip(1)).All(pair => InOrder(filter, pair.First, pair.Second));
    });

    [Property]
    public Property Apply_TheOtherWayRound_HasTheSameProjects() => Prop.ForAll(Lines.ToArbitrary(), Filters.ToArbitrary(), (lines, filter) =>
        filter.Apply(lines, Now).Select(line => line.Id).Order(StringComparer.Ordinal)
            .SequenceEqual((filter with { Descending = !filter.Descending }).Apply(lines, Now).Select(line => line.Id).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("2026-01-01T00:00:00+08:00", 2026)]
    [InlineData("2025-12-31T16:00:00Z", 2026)]
    [InlineData("2025-12-31T15:59:59Z", 2025)]
    public void Shows_Year_IsThatOfTheChineseCalendar(string submitted, int year)
    {
        var line = Line("a", 100m) with { SubmittedAt = DateTimeOffset.Parse(submitted) };

        Assert.True(new ProjectFilter { Year = year }.Shows(line, Now));
        Assert.False(new ProjectFilter { Year = year + 1 }.Shows(line, Now));
    }

    [Theory]
    [InlineData("100", "100", true)]
    [InlineData("100.01", null, false)]
    [InlineData(null, "99.99", false)]
    public void Shows_Amount_CountsItsLimits(string? from, string? to, bool shown) =>
        Assert.Equal(shown, new ProjectFilter { From = Amount(from), To = Amount(to) }.Shows(Line("a", 100m), Now));

    [Fact]
    public void Shows_Light_FollowsTheClockAndStandsWhileItIsPaused()
    {
        var line = Line("a", 100m, Due(3));
        var red = new ProjectFilter { Light = Light.Red };

        Assert.False(red.Shows(line, Now));
        Assert.True(red.Shows(line, Now.AddDays(10)));
        Assert.False(red.Shows(line with { Standing = line.Standing! with { PausedAt = Light.Yellow } }, Now.AddDays(10)));
        Assert.False(red.Shows(line with { Standing = null }, Now.AddDays(10)));
    }

    [Fact]
    public async Task FilterAsync_OfAUnitAndAStage_ReadsTheirListAndSaysWhatItCouldNotLookAt()
    {
        var tables = new MemoryTableStore();
        var queries = new ProjectQueries(tables, new AuditTrail(tables), new ProjectLists(tables));
        for (var number = 0; number < 30; number++)
            await tables.UpsertAsync(Line($"p{number:D2}", number) with { List = ProjectListRow.OfUnitInStage("u1", Stages.Publicity), Unit = "u1", Stage = Stages.Publicity });

        var found = await queries.FilterAsync(new() { Unit = "u1", Stage = Stages.Publicity, From = 20m, Order = ProjectOrder.Amount, Descending = false }, Now);

        Assert.Equal(Enumerable.Range(20, 10).Select(number => $"p{number}"), found.Projects.Select(line => line.Id));
        Assert.False(found.Cut);
    }

    private static Gen<ProjectListRow[]> Lines =>
        Gen.ArrayOf(
            from id in Gen.Choose(0, 1_000_000)
            from amount in Gen.Choose(1, 5)
            from unit in Gen.Elements("u1", "u2")
            from stage in Gen.Elements(Stages.Publicity, Stages.Construction, Stages.Completed)
            from submitted in Gen.Choose(-900, 0)
            from due in Gen.Choose(-20, 40)
            from standing in Gen.Choose(0, 3)
            select Line($"p{id}", amount * 100m, standing > 0 ? Due(due) : null) with
            {
                Unit = unit,
                UnitName = unit,
                Stage = stage,
                SubmittedAt = Now.AddDays(submitted),
            });

    private static Gen<ProjectFilter> Filters =>
        from unit in Gen.Elements(null, "u1", "u2")
        from stage in Gen.Elements(null, Stages.Publicity, Stages.Completed)
        from year in Gen.Elements<int?>(null, 2025, 2026)
        from low in Gen.Elements<decimal?>(null, 200m, 300m)
        from high in Gen.Elements<decimal?>(null, 300m, 400m)
        from light in Gen.Elements<Light?>(null, Light.Red, Light.Yellow, Light.Blue)
        from order in Gen.Elements(Enum.GetValues<ProjectOrder>())
        from lastFirst in Gen.Elements(true, false)
        select new ProjectFilter { Unit = unit, Stage = stage, Year = year, From = low, To = high, Light = light, Order = order, Descending = lastFirst };

    private static bool Holds(ProjectFilter filter, ProjectListRow line)
    {
        if (filter.Unit is not null && filter.Unit != line.Unit) return false;
        if (filter.Stage is not null && filter.Stage != line.Stage) return false;
        if (filter.Year is { } year && year != line.SubmittedAt.ToOffset(TimeSpan.FromHours(8)).Year) return false;
        if (line.TotalInvestment < filter.From || line.TotalInvestment > filter.To) return false;
        return filter.Light is not { } light || (line.Standing is { } standing && standing.LightAt(Now) == light);
    }

    private static bool InOrder(ProjectFilter filter, ProjectListRow first, ProjectListRow second)
    {
        var compared = filter.Order switch
        {
            ProjectOrder.Name => string.CompareOrdinal(first.Name, second.Name),
            ProjectOrder.Unit => string.CompareOrdinal(first.UnitName, second.UnitName),
            ProjectOrder.Amount => first.TotalInvestment.CompareTo(second.TotalInvestment),
            ProjectOrder.Stage => Stages.All.ToList().IndexOf(first.Stage).CompareTo(Stages.All.ToList().IndexOf(second.Stage)),
            ProjectOrder.Light => ProjectFilter.LightOf(first, Now).CompareTo(ProjectFilter.LightOf(second, Now)),
            ProjectOrder.Due when first.Standing?.Next is null || second.Standing?.Next is null => second.Standing?.Next is null ? 0 : filter.Descending ? -1 : 1,
            ProjectOrder.Due => first.Standing!.Next!.Due.CompareTo(second.Standing!.Next!.Due),
            ProjectOrder.Holder when first.Standing?.Holder is null || second.Standing?.Holder is null => second.Standing?.Holder is null ? 0 : filter.Descending ? -1 : 1,
            ProjectOrder.Holder => string.CompareOrdinal(first.Standing!.Holder, second.Standing!.Holder),
            _ => first.SubmittedAt.CompareTo(second.SubmittedAt),
        };
        return filter.Descending ? compared >= 0 : compared <= 0;
    }

    private static ProjectListRow Line(string id, decimal amount, Deadline? next = null) => new()
    {
        List = ProjectListRow.All,
        Id = id,
        Name = $"项目{id}",
        Unit = "u1",
        UnitName = "某局",
        TotalInvestment = amount,
        Stage = Stages.Publicity,
        Since = Now.AddDays(-3),
        SubmittedAt = Now.AddDays(-int.Parse(id.TrimStart('p', 'a') is { Length: > 0 } digits ? digits : "1") % 100),
        Standing = next is null ? null : new() { Next = next, Holder = $"第{amount}办", Awaited = "审核" },
    };

    private static Deadline Due(int days) => new()
    {
        Stage = Stages.Publicity,
        Article = "第三十五条",
        Period = Period.Parse("7 days"),
        From = ChinaTime.DayOf(Now),
        Due = ChinaTime.StartOf(ChinaTime.DayOf(Now).AddDays(days + 1)),
    };

    private static decimal? Amount(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
