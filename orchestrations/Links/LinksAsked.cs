using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Links;

/// <summary>Treats every person who was mailed a link about a subject as asked about it.</summary>
public sealed class LinksAsked(ITableStore tables) : IAskedAbout
{
    /// <inheritdoc/>
    public async Task<bool> WasAskedAsync(string person, string subject, CancellationToken cancellation = default)
    {
        await foreach (var link in tables.ReadPartitionAsync<LinkBySubjectRow>(subject, cancellation: cancellation))
        {
            if (link.Value.Person == person) return true;
        }

        return false;
    }
}
