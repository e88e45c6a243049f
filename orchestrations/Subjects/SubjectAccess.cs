namespace Dazhou.Serverless.Subjects;

/// <summary>A reader: a unit identified by its API key, or a signed-in person of a unit.</summary>
/// <param name="Unit">The unit's id; null for a reader of everything.</param>
/// <param name="Person">The person's id; null for an API key.</param>
public sealed record SubjectReader(string? Unit, string? Person = null)
{
    /// <summary>A reader of everything: a system administrator, or anybody in Development.</summary>
    public static SubjectReader OfEverything { get; } = new(Unit: null);

    /// <summary>An expert. Experts belong to no unit here, not even their employer, and read only the subjects they were asked about.</summary>
    public static SubjectReader OfExpert(string person) => new("-", person);
}

/// <summary>Knows which people are or were asked about a subject.</summary>
public interface IAskedAbout
{
    /// <summary>Returns whether a person is or was asked about a subject.</summary>
    Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default);
}

/// <summary>
/// Decides who may read a subject, by the same rules for API keys and people: units that administer or supervise the kind read all of it, a
/// unit reads its own subjects, and a person the subjects they are or were asked about. To everybody else the subject does not exist.
/// </summary>
public sealed class SubjectAccess(SubjectKinds kinds, IEnumerable<IAskedAbout> asked)
{
    /// <summary>Returns whether a reader may read a subject.</summary>
    public async Task<bool> MayReadAsync(SubjectReader reader, string subject, CancellationToken cancellation = default)
    {
        if (kinds.Of(subject) is not { } kind)
            return false;
        if (HeldTo(reader, kind.Supervisors) is not { } unit)
            return true;
        if (await kind.FindAsync(subject, cancellation) is not { } view)
            return false;
        return view.Unit == unit || await WasAskedAsync(reader, subject, cancellation);
    }

    /// <summary>Returns whether lists show a reader the tasks of a unit for a subject.</summary>
    public bool Lists(SubjectReader reader, string subject, string unit) =>
        reader.Unit is null || reader.Unit == unit || kinds.Of(subject)?.Supervisors.Contains(reader.Unit) == true;

    /// <summary>Returns whether a reader administers or supervises any kind, or reads everything.</summary>
    public bool Supervises(SubjectReader reader) => reader.Unit is not { } unit || kinds.AnySupervisedBy(unit);

    /// <summary>Returns the unit to whose subjects a reader's lists are limited; null for a reader of all subjects.</summary>
    public static string? HeldTo(SubjectReader reader, IReadOnlySet<string> supervisors) =>
        reader.Unit is { } unit && !supervisors.Contains(unit) ? unit : null;

    private async Task<bool> WasAskedAsync(SubjectReader reader, string subject, CancellationToken cancellation)
    {
        if (reader.Person is not { } person)
            return false;
        foreach (var asking in asked)
        {
            if (await asking.WasAskedAsync(person, subject, cancellation))
                return true;
        }

        return false;
    }
}
