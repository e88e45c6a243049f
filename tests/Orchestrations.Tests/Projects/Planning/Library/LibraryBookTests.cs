using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Projects;

/// <summary>The library's entries and lists when several write at once, and what one unit sees of them.</summary>
public sealed class LibraryBookTests
{
    private readonly MemoryTableStore tables = new();

    [Fact]
    public async Task Change_WhileSomebodyElseChanges_KeepsBoth()
    {
        var book = new LibraryBook(tables);
        await book.TryAddAsync(Entry("p1", "sscjgj"));
        var first = true;

        await book.ChangeAsync("p1", entry =>
        {
            if (first)
            {
                // Between the reading and the writing of the one, the other says that the unit keeps it.
                first = false;
                new LibraryBook(tables).ChangeAsync("p1", other => other with { Confirmed = true }).GetAwaiter().GetResult();
            }

            return entry with { State = LibraryState.Withdrawn };
        });

        Assert.Equal((true, LibraryState.Withdrawn), await book.FindAsync("p1") is { } entry ? (entry.Confirmed, entry.State) : default);
        Assert.Equal([(true, LibraryState.Withdrawn)], (await book.ReadAsync(2027, LibraryState.Withdrawn, 10)).Rows.Select(row => (row.Value.Confirmed, row.Value.State)));
        Assert.Empty((await book.ReadAsync(2027, LibraryState.Admitted, 10)).Rows);
    }

    [Fact]
    public async Task Change_RepeatedAfterACrashBeforeTheLists_MendsThem()
    {
        var book = new LibraryBook(tables);
        await book.TryAddAsync(Entry("p1", "sscjgj"));
        var seen = (await tables.FindAsync<LibraryEntryRow>("2027", "p1"))!;
        await tables.TryReplaceAsync(seen, seen.Value with { State = LibraryState.Established });

        await book.ChangeAsync("p1", entry => entry with { State = LibraryState.Established });

        Assert.Single((await book.ReadAsync(2027, LibraryState.Established, 10)).Rows);
        Assert.Empty((await book.ReadAsync(2027, LibraryState.Admitted, 10)).Rows);
    }

    [Fact]
    public async Task TryAdd_OfAYearThatHasIt_LeavesWhatStands()
    {
        var book = new LibraryBook(tables);
        Assert.True(await book.TryAddAsync(Entry("p1", "sscjgj") with { Confirmed = true }));
        Assert.False(await book.TryAddAsync(Entry("p1", "sscjgj")));
        Assert.True((await book.FindAsync("p1"))!.Confirmed);
    }

    [Fact]
    public async Task Read_OfAUnit_PagesThroughItsOwnOnly()
    {
        var book = new LibraryBook(tables);
        // Were the unit's picked out of the pages of all, its first pages would be short or empty.
        for (var i = 0; i < 30; i++) await book.TryAddAsync(Entry($"p{i:D2}", i % 3 == 2 ? "sjyj" : "sscjgj"));
        await book.ChangeAsync("p29", entry => entry with { State = LibraryState.Withdrawn });

        var first = await book.ReadAsync(2027, state: null, 6, unit: "sjyj");
        var second = await book.ReadAsync(2027, state: null, 6, first.Continuation, "sjyj");

        Assert.Equal(["p02", "p05", "p08", "p11", "p14", "p17"], first.Rows.Select(row => row.Value.Project));
        Assert.Equal(["p20", "p23", "p26", "p29"], second.Rows.Select(row => row.Value.Project));
        Assert.Equal(["p29"], (await book.ReadAsync(2027, LibraryState.Withdrawn, 6, unit: "sjyj")).Rows.Select(row => row.Value.Project));
        Assert.DoesNotContain("p29", (await book.ReadAsync(2027, LibraryState.Admitted, 20, unit: "sjyj")).Rows.Select(row => row.Value.Project));
        Assert.Empty((await book.ReadAsync(2027, state: null, 6, unit: "sczj")).Rows);
    }

    private static LibraryEntryRow Entry(string project, string unit) => new()
    {
        PlanYear = 2027,
        Project = project,
        Name = project,
        Unit = unit,
        UnitName = unit,
        TotalInvestment = 150m,
        SubmittedAt = DateTimeOffset.Parse("2026-09-10T10:00:00+08:00"),
        Late = false,
        State = LibraryState.Admitted,
    };
}
