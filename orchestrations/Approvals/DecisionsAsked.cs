using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Approvals;

/// <summary>Whoever finds a step of a subject on the 工作台 is asked about it, also while the mail is on its way.</summary>
public sealed class DecisionsAsked(ITableStore tables) : IAskedAbout
{
    /// <inheritdoc/>
    public Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default) =>
        tables.AnyAsync<OpenDecisionRow>(person, $"{subject}|", cancellation);
}
