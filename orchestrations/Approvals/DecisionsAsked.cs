using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Approvals;

/// <summary>Treats every person with an open step on the 工作台 as asked about its subject, even before the mail arrives.</summary>
public sealed class DecisionsAsked(ITableStore tables) : IAskedAbout
{
    /// <inheritdoc/>
    public Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default) =>
        tables.AnyAsync<OpenDecisionRow>(person, $"{subject}|", cancellation);
}
