using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 监督单位 (第五十三条): 市数字经济局, and with it 市委网信办, 市财政局, 市公安局, 市密码管理局 and whoever else is made one. A unit of the
/// directory is one when somebody in it has the role <see cref="Role"/>.
/// </summary>
public sealed class SupervisingUnits(IDirectory directory)
{
    /// <summary>The role that makes a person's unit a supervising one.</summary>
    public const string Role = "supervisor";

    /// <summary>Whether a unit may order a rectification and decide what follows when it fails.</summary>
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
