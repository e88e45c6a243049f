namespace Dazhou.Serverless.Directory;

/// <summary>
/// Provides units, posts and people. A post belongs to a unit and is held by people; approvals name posts, since people may change during a
/// process.
/// </summary>
public interface IDirectory
{
    /// <summary>Returns a unit by id, name or alias; null if there is none.</summary>
    Task<UnitRow?> FindUnitAsync(string unit, CancellationToken cancellation = default);

    /// <summary>Returns a person, even one who has left; null if there is none.</summary>
    Task<PersonRow?> FindPersonAsync(string person, CancellationToken cancellation = default);

    /// <summary>Returns a person by mail address, ignoring case; one in office before one who has left. Null if there is none.</summary>
    Task<PersonRow?> FindPersonByMailAsync(string mail, CancellationToken cancellation = default);

    /// <summary>Returns who acts for a post on a day: its holder or that day's substitute. Null if nobody holds it.</summary>
    Task<Incumbent?> FindByPostAsync(string unit, string post, DateOnly on, CancellationToken cancellation = default);

    /// <summary>Returns who acts on a day for the leader who supervises a unit, e.g. 分管建设单位的副市长; null if the unit names none.</summary>
    Task<Incumbent?> FindSupervisorAsync(string unit, DateOnly on, CancellationToken cancellation = default);

    /// <summary>Returns the people of a unit who are in office.</summary>
    IAsyncEnumerable<PersonRow> PeopleOfAsync(string unit, CancellationToken cancellation = default);

    /// <summary>Returns the people in office who have a role, by id.</summary>
    IAsyncEnumerable<PersonRow> PeopleInRoleAsync(string role, CancellationToken cancellation = default);

    /// <summary>Returns all units.</summary>
    IAsyncEnumerable<UnitRow> UnitsAsync(CancellationToken cancellation = default);

    /// <summary>Returns the unit that an API key belongs to; null if there is none.</summary>
    Task<UnitRow?> FindUnitByKeyAsync(string key, CancellationToken cancellation = default);
}

/// <summary>Common queries of a directory.</summary>
public static class DirectoryReading
{
    /// <summary>Returns a person who is in office on a day; null if there is none, or if the person has left.</summary>
    public static async Task<PersonRow?> FindServingAsync(this IDirectory directory, string person, DateOnly on, CancellationToken cancellation = default) =>
        await directory.FindPersonAsync(person, cancellation) is { } found && found.ServesOn(on) ? found : null;

    /// <summary>Returns a person's display name, also of one who has left; the id if the person is not in the directory.</summary>
    public static async Task<string> NameOfAsync(this IDirectory directory, string person, CancellationToken cancellation = default) =>
        (await directory.FindPersonAsync(person, cancellation))?.Name ?? person;

    /// <summary>A person by unit, post and name, as an office names one; the id of one who is not in the directory.</summary>
    public static async Task<string> TitleOfAsync(this IDirectory directory, string person, CancellationToken cancellation = default)
    {
        if (await directory.FindPersonAsync(person, cancellation) is not { } found) return person;
        var unit = (await directory.FindUnitAsync(found.Unit, cancellation))?.Name;
        // A directory of posts names unit and post already.
        return unit is null || found.Name.StartsWith(unit, StringComparison.Ordinal) || found.Name.Contains(found.Post, StringComparison.Ordinal)
            ? found.Name
            : $"{unit}{found.Post}{found.Name}";
    }
}

/// <summary>A person who acts for a post.</summary>
/// <param name="Person">The person.</param>
/// <param name="InsteadOf">The absent holder for whom the person substitutes; null if the person holds the post.</param>
public sealed record Incumbent(PersonRow Person, PersonRow? InsteadOf);
