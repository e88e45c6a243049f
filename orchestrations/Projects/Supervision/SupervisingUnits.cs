using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Projects;

/// <summary>监督单位 (第五十三条): 市数字经济局, 市委网信办, 市财政局, 市公安局, 市密码管理局 and any other unit of which a person in the directory has the role <see cref="Role"/>.</summary>
public sealed class SupervisingUnits(IDirectory directory)
{
    /// <summary>The role of people in a supervising unit.</summary>
    public const string Role = "supervisor";

    /// <summary>Returns whether a unit may order rectifications and decide on sanctions.</summary>
    public async Task<bool> IncludesAsync(string unit, CancellationToken cancellation = default)
    {
        if (unit == ProjectPosts.DigitalEconomyBureau) return true;
        await foreach (var person in directory.PeopleInRoleAsync(Role, cancellation))
        {
            if (person.Unit == unit) return true;
        }

        return false;
    }
}
