using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Evacuations;

/// <summary>Reads the registers of counties.</summary>
public sealed class RegisterBook(ITableStore tables, IDirectory directory, PersonalData personal, TimeProvider time)
{
    /// <summary>Returns the county or park of an id; null if there is none.</summary>
    public async Task<UnitRow?> FindCountyAsync(string county, CancellationToken cancellation = default) =>
        await directory.FindUnitAsync(county, cancellation) is { Kind: UnitKind.County or UnitKind.Park } unit && unit.Id == county ? unit : null;

    /// <summary>Returns the counties and parks, by id.</summary>
    public async Task<IReadOnlyList<UnitRow>> CountiesAsync(CancellationToken cancellation = default)
    {
        var counties = new List<UnitRow>();
        await foreach (var unit in directory.UnitsAsync(cancellation))
        {
            if (unit.Kind is UnitKind.County or UnitKind.Park) counties.Add(unit);
        }

        return [.. counties.OrderBy(unit => unit.Id, StringComparer.Ordinal)];
    }

    /// <summary>Returns the rows of a register that were not taken out, by id.</summary>
    public async Task<IReadOnlyList<RegisterRow>> RowsAsync(string county, string register, CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<RegisterRow>(RegisterRow.PartitionOf(county, register), cancellation)).Where(row => row.RemovedAt is null)];

    /// <summary>
    /// Returns a page of a register, names and numbers masked. With <paramref name="names"/> they are shown of the areas over which the person is
    /// on duty now, and the reading is logged before it is answered.
    /// </summary>
    public async Task<RegisterPage> PageAsync(
        string county, RegisterKind kind, int size, string? next, string? person, bool names, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<RegisterRow>(RegisterRow.PartitionOf(county, kind.Key), size, next, cancellation);
        var rows = page.Rows.Select(row => row.Value).Where(row => row.RemovedAt is null).ToList();
        var watched = names && person is not null && kind.PersonalColumns.Any() ? await WatchedAsync(county, person, cancellation) : [];
        var shown = rows.Where(row => row.Sealed is not null && watched.Any(area => area.Contains(row.AreaCode))).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        if (shown.Count > 0)
        {
            await tables.TryInsertAsync(
                new AccessRow { County = county, Register = kind.Key, Person = person!, At = time.GetChinaNow(), Entries = [.. shown], Reading = Guid.NewGuid().ToString("N") }, cancellation);
        }

        return new([.. rows.Select(row => new RegisterEntry(row, personal.Show(row, kind, shown.Contains(row.Id)), shown.Contains(row.Id)))], page.Continuation);
    }

    /// <summary>Returns the number of entries by register, and what is missing in them now.</summary>
    public async Task<RegisterOverview> OverviewAsync(string county, CancellationToken cancellation = default)
    {
        var read = await Task.WhenAll(RegisterKind.All.Select(async kind => (kind.Key, Rows: await RowsAsync(county, kind.Key, cancellation))));
        // Of personal values the gaps only ask whether they are there.
        var entries = read.ToDictionary(
            register => register.Key,
            register => (IReadOnlyList<IReadOnlyDictionary<string, string>>)[.. register.Rows.Select(row => personal.Show(row, RegisterKind.Find(register.Key)!, inTheClear: false))],
            StringComparer.Ordinal);
        return new(read.ToDictionary(register => register.Key, register => register.Rows.Count, StringComparer.Ordinal), RegisterGaps.Of(entries, time.GetChinaNow()));
    }

    /// <summary>Returns the newest readings of names and numbers, newest first.</summary>
    public async Task<IReadOnlyList<AccessRow>> AccessAsync(string county, int most, CancellationToken cancellation = default) =>
        [.. (await tables.ReadPageAsync<AccessRow>(county, most, cancellation: cancellation)).Rows.Select(row => row.Value)];

    /// <summary>Returns what entries of a register may refer to.</summary>
    internal async Task<RegisterFacts> FactsAsync(string county, RegisterKind kind, Sheet sheet, bool whole, CancellationToken cancellation)
    {
        var units = await RowsAsync(county, RegisterKind.Units, cancellation);
        var named = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var capacities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var register in kind.Columns.Select(column => column.Of).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var rows = await RowsAsync(county, register, cancellation);
            named[register] = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            if (register == RegisterKind.Shelters) capacities = rows.ToDictionary(row => row.Id, row => RegisterRules.CountOf(row.Values, "capacity"), StringComparer.Ordinal);
        }

        return new(county, RegisterRules.WithThoseAbove(units.Select(unit => unit.AreaCode)), named, await PeopleOfAsync(kind, sheet, cancellation))
        {
            Capacities = capacities,
            Households = kind.Key == RegisterKind.Households && !whole ? [.. (await RowsAsync(county, kind.Key, cancellation)).Select(row => row.Values)] : [],
        };
    }

    private async Task<IReadOnlyList<AreaCode>> WatchedAsync(string county, string person, CancellationToken cancellation) =>
        DutyRules.AreasOf((await RowsAsync(county, RegisterKind.Duty, cancellation)).Select(row => row.Values), person, time.GetChinaNow());

    /// <summary>The people of the directory among those that a file names.</summary>
    private async Task<IReadOnlySet<string>> PeopleOfAsync(RegisterKind kind, Sheet sheet, CancellationToken cancellation)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var title in kind.Columns.Where(column => column.Kind == ColumnKind.Person).Select(column => column.Title))
        {
            var place = sheet.Header.ToList().IndexOf(title);
            foreach (var id in sheet.Rows.Select(row => place >= 0 && place < row.Cells.Count ? row.Cells[place] : "").Where(id => id.Length > 0).Distinct(StringComparer.Ordinal))
            {
                if (await directory.FindPersonAsync(id, cancellation) is not null) known.Add(id);
            }
        }

        return known;
    }
}

/// <summary>An entry as shown to a reader.</summary>
/// <param name="Row">the row</param>
/// <param name="Values">the values by column</param>
/// <param name="InTheClear">whether names and numbers are shown</param>
public sealed record RegisterEntry(RegisterRow Row, IReadOnlyDictionary<string, string> Values, bool InTheClear);

/// <summary>A page of a register.</summary>
/// <param name="Entries">the entries; a page may have fewer than asked for, and even none, before the last</param>
/// <param name="Next">the token of the next page; null at the end</param>
public sealed record RegisterPage(IReadOnlyList<RegisterEntry> Entries, string? Next);

/// <summary>The registers of a county at a glance.</summary>
/// <param name="Counts">the number of entries by register</param>
/// <param name="Gaps">what is missing</param>
public sealed record RegisterOverview(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<RegisterGap> Gaps);
