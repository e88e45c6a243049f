using System.Text.Json;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>
/// A directory in one file. The one that ships (samples/directory.json) has the units named in the gazette, posts instead of persons, and
/// addresses that lead nowhere; it fills an empty directory in Development only.
/// </summary>
/// <param name="Units">The units.</param>
/// <param name="People">The people; in the sample each is a post.</param>
public sealed record DirectorySample(IReadOnlyList<UnitRow> Units, IReadOnlyList<PersonRow> People)
{
    /// <summary>Reads the sample that ships with the code.</summary>
    public static DirectorySample Read()
    {
        using var stream = typeof(DirectorySample).Assembly.GetManifestResourceStream("sample-directory")!;
        return Read(stream);
    }

    /// <summary>Reads a file; throws if it names a unit or person that it does not contain.</summary>
    public static DirectorySample Read(Stream json)
    {
        var sample = JsonSerializer.Deserialize<DirectorySample>(json, RecordJson.Options) ?? throw new JsonException("The directory file is empty.");
        var units = sample.Units.Select(unit => unit.Id).ToHashSet(StringComparer.Ordinal);
        var people = sample.People.Select(person => person.Id).ToHashSet(StringComparer.Ordinal);
        var wrong = sample.People.Where(person => !units.Contains(person.Unit)).Select(person => $"{person.Id} is of unit {person.Unit}")
            .Concat(sample.Units.Where(unit => unit.Supervisor is { } id && !people.Contains(id)).Select(unit => $"{unit.Id} is supervised by {unit.Supervisor}"))
            .ToList();
        if (units.Count < sample.Units.Count || people.Count < sample.People.Count)
            wrong.Add("an id stands twice");
        return wrong.Count == 0 ? sample : throw new JsonException($"The directory file contradicts itself: {string.Join("; ", wrong)}.");
    }
}
