using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Submissions;

/// <summary>Whoever finds on the 工作台 what is to be handed in for a subject is asked about it, also while the mail is on its way.</summary>
public sealed class SubmissionsAsked(ITableStore tables) : IAskedAbout
{
    /// <inheritdoc/>
    public Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default) =>
        tables.AnyAsync<AskedPersonRow>(person, $"{subject}|", cancellation);
}
