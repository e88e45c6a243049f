using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Approvals;

/// <summary>Whoever finds a step of a subject on the 工作台 is asked about it, also while the mail is on its way.</summary>
public sealed class DecisionsAsked(ITableStore tables) : IAskedAbout
{
    /// <inheritdoc/>
    public async Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default)
    {
        await foreach (var _ in tables.ReadPartitionAsync<OpenDecisionRow>(person, $"{subject}|", cancellation))
            return true;
        return false;
    }
}
