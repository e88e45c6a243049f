namespace Dazhou.Serverless.Directory;

/// <summary>
/// Units, posts and people. A post belongs to a unit and is held by people; approvals name posts, since a
/// person may change while a process lasts.
/// </summary>
public interface IDirectory
{
    /// <summary>Finds a unit by its id, its name or another name of it; null if there is none.</summary>
    Task<UnitRow?> FindUnitAsync(string unit, CancellationToken cancellation = default);

    /// <summary>Finds a person, also one who left; null if there is none.</summary>
    Task<PersonRow?> FindPersonAsync(string person, CancellationToken cancellation = default);

    /// <summary>Finds a person by the mail address, in any case of letters, one in office before one who left; null if there is none.</summary>
    Task<PersonRow?> FindPersonByMailAsync(string mail, CancellationToken cancellation = default);

    /// <summary>
    /// Who acts for a post on a day: its holder, or the substitute who stands in that day.
    /// Null if nobody holds it.
    /// </summary>
    Task<Incumbent?> FindByPostAsync(string unit, string post, DateOnly on, CancellationToken cancellation = default);

    /// <summary>
    /// Who acts for a post that exists once per supervised unit, e.g. 分管建设单位的副市长: the unit says which
    /// person supervises it.
    /// </summary>
    Task<Incumbent?> FindSupervisorAsync(string unit, DateOnly on, CancellationToken cancellation = default);

    /// <summary>The people of a unit who are in office.</summary>
    IAsyncEnumerable<PersonRow> PeopleOfAsync(string unit, CancellationToken cancellation = default);

    /// <summary>Everybody in office who has a role, in the order of their ids.</summary>
    IAsyncEnumerable<PersonRow> PeopleInRoleAsync(string role, CancellationToken cancellation = default);

    /// <summary>All units.</summary>
    IAsyncEnumerable<UnitRow> UnitsAsync(CancellationToken cancellation = default);

    /// <summary>The unit whose key this is; null if it is nobody's.</summary>
    Task<UnitRow?> FindUnitByKeyAsync(string key, CancellationToken cancellation = default);
}

/// <summary>What is often asked of a directory.</summary>
public static class DirectoryReading
{
    /// <summary>Finds a person who is in office on a day; null if there is none, or the person has left.</summary>
    public static async Task<PersonRow?> FindServingAsync(this IDirectory directory, string person, DateOnly on, CancellationToken cancellation = default) =>
        await directory.FindPersonAsync(person, cancellation) is { } found && found.ServesOn(on) ? found : null;

    /// <summary>A person's name for people to read, also of one who left; the id of one who is not in the directory.</summary>
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

/// <summary>Who acts for a post.</summary>
/// <param name="Person">The person who acts.</param>
/// <param name="InsteadOf">The absent holder whom the person stands in for; null if the person holds the post.</param>
public sealed record Incumbent(PersonRow Person, PersonRow? InsteadOf);
