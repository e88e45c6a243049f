using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// What lets a browser go on with drafts for some hours, after a unit's key or a mailed link was shown once. Table DraftPasses: partition
/// = SHA-256 of the pass in lower-case hexadecimal digits, row = <c>pass</c>; the pass itself stands in the browser's cookie alone.
/// </summary>
public sealed record DraftPassRow : IRow
{
    /// <summary>The row key of every pass.</summary>
    public const string OnlyRowKey = "pass";

    /// <inheritdoc/>
    public static string TableName => "DraftPasses";

    /// <summary>SHA-256 of the pass.</summary>
    public required string Hash { get; init; }

    /// <summary>Whose drafts it opens: a unit's id.</summary>
    public required string Owner { get; init; }

    /// <summary>The one draft that it opens; null for all of the owner's.</summary>
    public string? Draft { get; init; }

    /// <summary>Who acts: a person's or unit's id.</summary>
    public required string By { get; init; }

    /// <summary>From then on it opens nothing.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Hash;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;

    /// <summary>Whether it opens a draft.</summary>
    public bool Opens(DraftRow draft) => draft.IsOpenTo(Owner, Draft);
}

/// <summary>Gives and finds passes.</summary>
public sealed class DraftPasses(ITableStore tables, TimeProvider time)
{
    /// <summary>How long a pass lives: a working day; it is not prolonged by use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Gives a pass and answers it, this once: only its hash is kept.</summary>
    public async Task<string> GiveAsync(string owner, string? draft, string by, CancellationToken cancellation = default)
    {
        var pass = Secrets.New();
        await tables.TryInsertAsync(
            new DraftPassRow { Hash = Secrets.HashOf(pass), Owner = owner, Draft = draft, By = by, Expires = time.GetChinaNow() + Lifetime }, cancellation);
        return pass;
    }

    /// <summary>A pass as it was given; null when it is unknown or has expired.</summary>
    public async Task<DraftPassRow?> FindAsync(string? pass, CancellationToken cancellation = default) =>
        pass?.Length == Secrets.Length
        && await tables.FindAsync<DraftPassRow>(Secrets.HashOf(pass), DraftPassRow.OnlyRowKey, cancellation) is { Value: var row }
        && row.Expires > time.GetUtcNow()
            ? row
            : null;
}
