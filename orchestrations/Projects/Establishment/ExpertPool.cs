using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Projects;

/// <summary>An expert whom 市数字经济局 can ask for an opinion.</summary>
/// <param name="Id">the expert's id in the directory</param>
/// <param name="Name">the name</param>
/// <param name="Unit">the id of the expert's unit</param>
/// <param name="Post">the expert's field</param>
public sealed record Expert(string Id, string Name, string Unit, string Post);

/// <summary>专家库: the people in the directory with the role <see cref="Role"/>.</summary>
public sealed class ExpertPool(IDirectory directory)
{
    /// <summary>The role of experts in the directory.</summary>
    public const string Role = PersonRow.Expert;

    /// <summary>Returns all experts, ordered by id.</summary>
    public async Task<IReadOnlyList<Expert>> ReadAsync(CancellationToken cancellation = default)
    {
        var experts = new List<Expert>();
        await foreach (var person in directory.PeopleInRoleAsync(Role, cancellation))
            experts.Add(new(person.Id, person.Name, person.Unit, person.Post));
        return experts;
    }

    /// <summary>Returns the experts who may judge a unit's project, which excludes its own staff (回避).</summary>
    public async Task<IReadOnlyList<Expert>> ForAsync(string unit, CancellationToken cancellation = default) =>
        [.. (await ReadAsync(cancellation)).Where(expert => expert.Unit != unit)];
}
