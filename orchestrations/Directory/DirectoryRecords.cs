using System.Runtime.CompilerServices;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>
/// The directory in <see cref="ITableStore"/>. If a sample is given, the directory fills itself on first use when empty, whatever starts
/// first.
/// </summary>
public sealed class DirectoryRecords(ITableStore tables, TimeProvider time, DirectorySample? sample = null) : IDirectory, IDisposable
{
    private const int MostSubstitutes = 3;
    private const int ReadAtOnce = 16;

    private readonly UnitKeyBook _keys = new(tables, time);
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _filled = sample is null;

    /// <inheritdoc/>
    public async Task<UnitRow?> FindUnitAsync(string unit, CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        if (unit.Length is 0 or > TableKey.MaximumLength)
            return null;
        if (await tables.FindAsync<UnitRow>(UnitRow.Partition, unit, cancellation) is { } byId)
            return byId.Value;
        await foreach (var row in tables.ReadPartitionAsync<UnitRow>(UnitRow.Partition, cancellation: cancellation))
        {
            if (row.Value.Name == unit || row.Value.Aliases.Contains(unit))
                return row.Value;
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<PersonRow?> FindPersonAsync(string person, CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        return (await tables.FindAsync<PersonRow>(PersonRow.Partition, person, cancellation))?.Value;
    }

    /// <inheritdoc/>
    public async Task<Incumbent?> FindByPostAsync(string unit, string post, DateOnly on, CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        await foreach (var row in tables.ReadPartitionAsync<PostRow>(unit, post + "|", cancellation))
        {
            // A pointer left behind by a crash names a person who has moved on.
            if (await this.FindServingAsync(row.Value.Person, on, cancellation) is { } person && person.Unit == unit && person.Post == post)
                return await WithSubstituteAsync(person, on, cancellation);
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<Incumbent?> FindSupervisorAsync(string unit, DateOnly on, CancellationToken cancellation = default) =>
        await FindUnitAsync(unit, cancellation) is { Supervisor: { } supervisor } && await this.FindServingAsync(supervisor, on, cancellation) is { } person
            ? await WithSubstituteAsync(person, on, cancellation)
            : null;

    /// <inheritdoc/>
    /// <remarks>Reads all people whoever is asked for: calls are rare, and unknown addresses take no less time.</remarks>
    public async Task<PersonRow?> FindPersonByMailAsync(string mail, CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        PersonRow? found = null;
        await foreach (var row in tables.ReadPartitionAsync<PersonRow>(PersonRow.Partition, cancellation: cancellation))
        {
            // An office's address passes on to the successor.
            if (string.Equals(row.Value.Mail, mail, StringComparison.OrdinalIgnoreCase) && (found is null || row.Value.ServesOn(time.GetChinaToday())))
                found = row.Value;
        }

        return found;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PersonRow> PeopleOfAsync(string unit, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        await foreach (var row in tables.ReadPartitionAsync<PostRow>(unit, cancellation: cancellation))
        {
            if (await this.FindServingAsync(row.Value.Person, time.GetChinaToday(), cancellation) is { } person && person.Unit == unit && person.Post == row.Value.Post)
                yield return person;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Reads all people: experts are nominated a few times a week.</remarks>
    public async IAsyncEnumerable<PersonRow> PeopleInRoleAsync(string role, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        await foreach (var row in tables.ReadPartitionAsync<PersonRow>(PersonRow.Partition, cancellation: cancellation))
        {
            if (row.Value.Roles.Contains(role) && row.Value.ServesOn(time.GetChinaToday()))
                yield return row.Value;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<UnitRow> UnitsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        await foreach (var row in tables.ReadPartitionAsync<UnitRow>(UnitRow.Partition, cancellation: cancellation))
            yield return row.Value;
    }

    /// <summary>Returns everything but the API keys; <paramref name="progress"/> gets the numbers of units and people read, and the total.</summary>
    public async Task<DirectoryContent> ReadAllAsync(CancellationToken cancellation = default, Func<int, int, Task>? progress = null)
    {
        await FillAsync(cancellation);
        var units = await tables.ListAsync<UnitRow>(UnitRow.Partition, cancellation);
        var people = await tables.ListAsync<PersonRow>(PersonRow.Partition, cancellation);
        var substitutes = new List<SubstituteRow>();
        var read = units.Count;
        foreach (var some in people.Chunk(ReadAtOnce))
        {
            var found = await Task.WhenAll(some.Select(person => tables.ListAsync<SubstituteRow>(person.Id, cancellation)));
            substitutes.AddRange(found.SelectMany(rows => rows));
            read += some.Length;
            if (progress is not null)
                await progress(read, units.Count + people.Count);
        }

        return new(units, people, substitutes);
    }

    /// <inheritdoc/>
    public async Task<UnitRow?> FindUnitByKeyAsync(string key, CancellationToken cancellation = default)
    {
        await FillAsync(cancellation);
        return await _keys.FindAsync(key, cancellation) is { } unit ? (await tables.FindAsync<UnitRow>(UnitRow.Partition, unit, cancellation))?.Value : null;
    }

    /// <summary>Writes a unit.</summary>
    public Task SaveUnitAsync(UnitRow unit, CancellationToken cancellation = default) => tables.UpsertAsync(unit, cancellation);

    /// <summary>Writes a person and removes the pointer from the previous post.</summary>
    public async Task SavePersonAsync(PersonRow person, CancellationToken cancellation = default)
    {
        var before = (await tables.FindAsync<PersonRow>(PersonRow.Partition, person.Id, cancellation))?.Value;
        var pointer = new PostRow { Unit = person.Unit, Post = person.Post, Person = person.Id };
        await tables.UpsertAsync(pointer, cancellation);
        await tables.UpsertAsync(person, cancellation);
        if (before is not null && (before.Unit != person.Unit || before.Post != person.Post))
            await tables.DeleteAsync<PostRow>(before.Unit, $"{before.Post}|{before.Id}", cancellation);
    }

    /// <summary>Writes a substitution.</summary>
    public Task SaveSubstituteAsync(SubstituteRow substitute, CancellationToken cancellation = default) =>
        substitute.Substitute == substitute.Person || substitute.To < substitute.From
            ? throw new ArgumentException("A substitute is somebody else, from a day to one not earlier.", nameof(substitute))
            : tables.UpsertAsync(substitute, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Follows the substitutions of a day: an absent substitute may have a substitute too.</summary>
    private async Task<Incumbent> WithSubstituteAsync(PersonRow holder, DateOnly on, CancellationToken cancellation)
    {
        var acting = holder;
        for (var i = 0; i < MostSubstitutes; i++)
        {
            PersonRow? next = null;
            await foreach (var row in tables.ReadPartitionAsync<SubstituteRow>(acting.Id, cancellation: cancellation))
            {
                if (row.Value.From <= on && on <= row.Value.To)
                    next = await this.FindServingAsync(row.Value.Substitute, on, cancellation);
            }

            if (next is null || next.Id == holder.Id)
                break;
            acting = next;
        }

        return new Incumbent(acting, acting.Id == holder.Id ? null : holder);
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (_filled)
            return;
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_filled)
                return;
            if ((await tables.ReadPageAsync<UnitRow>(UnitRow.Partition, 1, continuation: null, cancellation)).Rows.Count == 0)
            {
                // Write people before units: the check whether the directory is empty looks at the units.
                foreach (var person in sample!.People)
                    await SavePersonAsync(person, cancellation);
                foreach (var batch in sample.Units.Chunk(100))
                    await tables.InsertBatchAsync(batch, cancellation);
            }

            _filled = true;
        }
        catch (RowsTakenException)
        {
            // A concurrent process filled it with the same sample.
            _filled = true;
        }
        finally
        {
            _turn.Release();
        }
    }
}
