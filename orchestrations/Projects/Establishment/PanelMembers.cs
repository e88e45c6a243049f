using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Reads a project's panel from its submission requests.</summary>
public static class PanelMembers
{
    /// <summary>Returns the experts asked and whether they have answered.</summary>
    public static async Task<IReadOnlyList<PanelMember>> ReadAsync(ITableStore tables, string project, CancellationToken cancellation = default)
    {
        var members = new List<PanelMember>();
        AskRow? change = null;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(project, AskRow.Prefix(MainLineKinds.PanelChange), cancellation)) change = row.Value;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(project, AskRow.Prefix(MainLineKinds.Opinion), cancellation))
        {
            // Requests of an earlier passage belong to another instance.
            if (row.Value.InstanceId != change?.InstanceId) continue;
            var answered = await tables.FindAsync<SubmissionRow>(project, row.Value.RowKey, cancellation) is not null;
            if (answered || row.Value.End is null) members.Add(new(row.Value.Person, answered));
        }

        return members;
    }
}
