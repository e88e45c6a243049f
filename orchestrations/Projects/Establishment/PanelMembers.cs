using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Who sits in a project's panel, as its requests say.</summary>
public static class PanelMembers
{
    /// <summary>The experts who are asked, with whether they answered.</summary>
    public static async Task<IReadOnlyList<PanelMember>> ReadAsync(ITableStore tables, string project, CancellationToken cancellation = default)
    {
        var members = new List<PanelMember>();
        AskRow? change = null;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(project, AskRow.Prefix(MainLineKinds.PanelChange), cancellation)) change = row.Value;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(project, AskRow.Prefix(MainLineKinds.Opinion), cancellation))
        {
            // Those of an earlier passage were asked by another instance.
            if (row.Value.InstanceId != change?.InstanceId) continue;
            var answered = await tables.FindAsync<SubmissionRow>(project, row.Value.RowKey, cancellation) is not null;
            if (answered || row.Value.End is null) members.Add(new(row.Value.Person, answered));
        }

        return members;
    }
}
