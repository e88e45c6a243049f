namespace Dazhou.Serverless.Subjects;

/// <summary>Who reads: a unit by its key, or a person of it who signed in.</summary>
/// <param name="Unit">The unit; null for whoever reads everything.</param>
/// <param name="Person">The person's id; null for a key.</param>
public sealed record SubjectReader(string? Unit, string? Person = null)
{
    /// <summary>Whoever administers the system, and anybody in Development.</summary>
    public static SubjectReader OfEverything { get; } = new(Unit: null);
}

/// <summary>Knows of whom something is asked about a subject, or was.</summary>
public interface IAskedAbout
{
    /// <summary>Whether a person is or was asked about a subject.</summary>
    Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default);
}

/// <summary>
/// Who may read a subject, the same for keys and for people: the units that the regulation has administer or supervise its kind read all
/// of it, a unit its own, and whoever is or was asked about a subject that one. For anybody else it does not exist.
/// </summary>
public sealed class SubjectAccess(SubjectKinds kinds, IEnumerable<IAskedAbout> asked)
{
    /// <summary>Whether a reader may read a subject.</summary>
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

    /// <summary>Whether a reader finds in lists what a unit must do about a subject.</summary>
    public bool Lists(SubjectReader reader, string subject, string unit) =>
        reader.Unit is null || reader.Unit == unit || kinds.Of(subject)?.Supervisors.Contains(reader.Unit) == true;

    /// <summary>Whether a reader administers or supervises something, or reads everything.</summary>
    public bool Supervises(SubjectReader reader) => reader.Unit is not { } unit || kinds.AnySupervisedBy(unit);

    /// <summary>The unit whose subjects alone a reader finds in lists; null for a reader of all.</summary>
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
