using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Projects;

/// <summary>An expert whom 市数字经济局 can ask for an opinion.</summary>
/// <param name="Id">the expert's id in the directory</param>
/// <param name="Name">the name</param>
/// <param name="Unit">the id of the expert's unit</param>
/// <param name="Post">the post</param>
public sealed record Expert(string Id, string Name, string Unit, string Post)
{
    /// <summary>专业: the field in which the expert judges; the post where the directory does not say.</summary>
    public string Specialty { get; init; } = Post;

    /// <summary>The names of the expert's unit, the one that people read first.</summary>
    public IReadOnlyList<string> UnitNames { get; init; } = [];

    /// <summary>The expert's mail address.</summary>
    public string Mail { get; init; } = string.Empty;
}

/// <summary>专家库: the people in the directory with the role <see cref="Role"/>.</summary>
public sealed class ExpertPool(IDirectory directory)
{
    /// <summary>The role of experts in the directory.</summary>
    public const string Role = PersonRow.Expert;

    /// <summary>Returns all experts, ordered by id.</summary>
    public async Task<IReadOnlyList<Expert>> ReadAsync(CancellationToken cancellation = default)
    {
        var experts = new List<Expert>();
        var units = new Dictionary<string, UnitRow?>(StringComparer.Ordinal);
        await foreach (var person in directory.PeopleInRoleAsync(Role, cancellation))
        {
            if (!units.TryGetValue(person.Unit, out var unit))
                units[person.Unit] = unit = await directory.FindUnitAsync(person.Unit, cancellation);
            experts.Add(new(person.Id, person.Name, person.Unit, person.Post)
            {
                Specialty = person.Specialty ?? person.Post,
                UnitNames = unit is null ? [] : [unit.Name, .. unit.Aliases],
                Mail = person.Mail,
            });
        }

        return experts;
    }
}
