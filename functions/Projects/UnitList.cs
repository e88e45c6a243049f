using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>The units that may apply (第三条): municipal ones.</summary>
public sealed class UnitList(IDirectory directory)
{
    /// <summary>Id and name, in the order of the directory.</summary>
    public async Task<IReadOnlyList<(string Value, string Text)>> ReadAsync(CancellationToken cancellationToken)
    {
        var units = new List<(string, string)>();
        await foreach (var unit in directory.UnitsAsync(cancellationToken))
        {
            if (unit.Kind is not (UnitKind.County or UnitKind.Park or UnitKind.Enterprise))
                units.Add((unit.Id, unit.Name));
        }

        return units;
    }
}
