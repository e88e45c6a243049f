using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Links;

/// <summary>
/// Makes and finds links. A link's secret exists in the mail and, while a request is answered, in memory;
/// storage and logs know its hash. 256 random bits need no salt and no slow hash.
/// </summary>
/// <param name="tables">where links are kept</param>
/// <param name="time">the clock by which they expire</param>
/// <param name="random">where the bits come from; the system's generator, but in a simulation that must be repeatable</param>
public sealed class LinkStore(ITableStore tables, TimeProvider time, RandomNumberGenerator? random = null)
{
    private const int SecretBytes = 32;

    /// <summary>The characters of a secret: 32 bytes in base64url.</summary>
    private static readonly int SecretLength = Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Makes a link. After its step's links were withdrawn it is born withdrawn: the mail was late, the step is over.</summary>
    public async Task<MintedLink> MintAsync(LinkRequest request, CancellationToken cancellation = default)
    {
        var secret = Base64Url.EncodeToString(RandomBytes());
        var row = new LinkRow { Hash = HashOf(secret), Request = request, MintedAt = time.GetChinaNow() };
        // The pointer first: a link that could not be withdrawn must not exist.
        await tables.UpsertAsync(
            new LinkBySubjectRow { Subject = request.Subject, Step = request.Step, Round = request.Round, Person = request.Person, Hash = row.Hash },
            cancellation);
        if (!await tables.TryInsertAsync(row, cancellation))
            throw new CryptographicException("Two links had the same random bits.");
        // Looked up last: a withdrawal either sees this link, or has left its closure before this looks for it.
        var closure = LinkClosureRow.RowKeyOf(request.StepRound, request.Purpose);
        if (await tables.FindAsync<LinkClosureRow>(request.Subject, closure, cancellation) is not null)
            await TryWithdrawAsync(row.Hash, request.Purpose, cancellation);
        return new MintedLink(secret, row);
    }

    /// <summary>Finds the link behind a secret; changes nothing, so that scanners may look as often as they like.</summary>
    public async Task<LinkLookup> FindAsync(string secret, CancellationToken cancellation = default)
    {
        if (secret.Length != SecretLength || !Base64Url.IsValid(secret))
            return new LinkLookup(LinkState.Unknown, Link: null);
        var found = await tables.FindAsync<LinkRow>(HashOf(secret), LinkRow.OnlyRowKey, cancellation);
        return found is null ? new LinkLookup(LinkState.Unknown, Link: null) : new LinkLookup(StateOf(found.Value), found.Value);
    }

    /// <summary>
    /// Uses a link up; false if it was used or withdrawn. Of two at once, one gets true. One past its time lives on while what it asks
    /// for is open, which its handler says.
    /// </summary>
    public async Task<bool> TryUseAsync(string hash, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<LinkRow>(hash, LinkRow.OnlyRowKey, cancellation) is { Value: { UsedAt: null, WithdrawnAt: null } } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { UsedAt = time.GetChinaNow() }, cancellation))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Withdraws the unused links of a step's round that have one purpose, and for good: a link that a late mail makes afterwards
    /// cannot be used either. Answers how many there were.
    /// </summary>
    public async Task<int> WithdrawAsync(string subject, StepRound of, LinkPurpose purpose, CancellationToken cancellation = default)
    {
        await tables.UpsertAsync(new LinkClosureRow { Subject = subject, Step = of.Step, Round = of.Round, Purpose = purpose }, cancellation);
        var withdrawn = 0;
        await foreach (var pointer in tables.ReadPartitionAsync<LinkBySubjectRow>(subject, LinkBySubjectRow.Prefix(of), cancellation))
        {
            if (await TryWithdrawAsync(pointer.Value.Hash, purpose, cancellation)) withdrawn++;
        }

        return withdrawn;
    }

    /// <summary>The hash under which a secret is kept.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));

    private async Task<bool> TryWithdrawAsync(string hash, LinkPurpose purpose, CancellationToken cancellation)
    {
        while (await tables.FindAsync<LinkRow>(hash, LinkRow.OnlyRowKey, cancellation) is { Value: { UsedAt: null, WithdrawnAt: null } } seen
            && seen.Value.Request.Purpose == purpose)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { WithdrawnAt = time.GetChinaNow() }, cancellation)) return true;
        }

        return false;
    }

    private byte[] RandomBytes()
    {
        if (random is null) return RandomNumberGenerator.GetBytes(SecretBytes);
        var bytes = new byte[SecretBytes];
        random.GetBytes(bytes);
        return bytes;
    }

    private LinkState StateOf(LinkRow link) => link switch
    {
        { UsedAt: not null } => LinkState.Used,
        { WithdrawnAt: not null } => LinkState.Withdrawn,
        _ => link.Request.Expires <= time.GetUtcNow() ? LinkState.Expired : LinkState.Open,
    };
}
