using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Projects;

/// <summary>An expert whom 市数字经济局 may ask for an opinion.</summary>
/// <param name="Id">the person's id in the directory</param>
/// <param name="Name">the name</param>
/// <param name="Unit">the id of the expert's own unit</param>
/// <param name="Post">the field in which the expert judges</param>
public sealed record Expert(string Id, string Name, string Unit, string Post);

/// <summary>专家库: the people of the directory with the role <see cref="Role"/>.</summary>
public sealed class ExpertPool(IDirectory directory)
{
    /// <summary>The role that makes a person of the directory an expert.</summary>
    public const string Role = PersonRow.Expert;

    /// <summary>All experts, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Expert>> ReadAsync(CancellationToken cancellation = default)
    {
        var experts = new List<Expert>();
        await foreach (var person in directory.PeopleInRoleAsync(Role, cancellation))
            experts.Add(new(person.Id, person.Name, person.Unit, person.Post));
        return experts;
    }

    /// <summary>Those who may judge a unit's project: its own people stay out of it (回避).</summary>
    public async Task<IReadOnlyList<Expert>> ForAsync(string unit, CancellationToken cancellation = default) =>
        [.. (await ReadAsync(cancellation)).Where(expert => expert.Unit != unit)];
}
