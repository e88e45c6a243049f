namespace Microsoft.DurableTask;

/// <summary>A list read page by page.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>Reads the pages.</summary>
    /// <param name="continuationToken">Where to begin; null for the start.</param>
    /// <param name="pageSizeHint">How many values a page should hold; null for the list's own size.</param>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null);

    /// <summary>Reads the values of all pages.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values)
                yield return value;
        }
    }
}
