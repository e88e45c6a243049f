using System.Buffers.Text;
using System.Security.Cryptography;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Links;

/// <summary>
/// Creates, finds, uses and withdraws links. The secret of a link exists only in the mail and, during a request, in memory; storage and
/// logs hold its hash. 256 random bits need no salt and no slow hash.
/// </summary>
/// <param name="tables">the storage of the links</param>
/// <param name="time">the clock for creation, use and expiry</param>
/// <param name="random">the source of the secrets; null for the system's generator. Simulations pass a repeatable one.</param>
public sealed class LinkStore(ITableStore tables, TimeProvider time, RandomNumberGenerator? random = null)
{
    /// <summary>
    /// Creates a link. If the links of its step were already withdrawn, the new link is withdrawn as well: its mail was late and the step
    /// is closed.
    /// </summary>
    public async Task<MintedLink> MintAsync(LinkRequest request, CancellationToken cancellation = default)
    {
        var secret = Secrets.New(random);
        var row = new LinkRow { Hash = Secrets.HashOf(secret), Request = request, MintedAt = time.GetChinaNow() };
        // Write the pointer first: without it the link could not be withdrawn.
        await tables.UpsertAsync(
            new LinkBySubjectRow { Subject = request.Subject, Step = request.Step, Round = request.Round, Person = request.Person, Hash = row.Hash },
            cancellation);
        if (!await tables.TryInsertAsync(row, cancellation))
            throw new CryptographicException("Two links had the same random bits.");
        // Read the closure last: a concurrent withdrawal then either sees this link or has already written the closure.
        var closure = LinkClosureRow.RowKeyOf(request.StepRound, request.Purpose);
        if (await tables.FindAsync<LinkClosureRow>(request.Subject, closure, cancellation) is not null)
            await TryWithdrawAsync(row.Hash, request.Purpose, cancellation);
        return new MintedLink(secret, row);
    }

    /// <summary>Finds a link by its secret. Changes nothing, so mail scanners may follow the link as often as they like.</summary>
    public async Task<LinkLookup> FindAsync(string secret, CancellationToken cancellation = default)
    {
        if (secret.Length != Secrets.Length || !Base64Url.IsValid(secret))
            return new LinkLookup(LinkState.Unknown, Link: null);
        var found = await tables.FindAsync<LinkRow>(Secrets.HashOf(secret), LinkRow.OnlyRowKey, cancellation);
        return found is null ? new LinkLookup(LinkState.Unknown, Link: null) : new LinkLookup(StateOf(found.Value), found.Value);
    }

    /// <summary>
    /// Marks a link as used; false if it was already used or withdrawn. Of two concurrent calls, only one gets true. An expired link can
    /// still be used; its handler checks whether the request is still open.
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
    /// Withdraws the unused links of one purpose for a step's round; links that late mails create afterwards are withdrawn too. Returns how
    /// many links were withdrawn.
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

    private async Task<bool> TryWithdrawAsync(string hash, LinkPurpose purpose, CancellationToken cancellation)
    {
        while (await tables.FindAsync<LinkRow>(hash, LinkRow.OnlyRowKey, cancellation) is { Value: { UsedAt: null, WithdrawnAt: null } } seen
            && seen.Value.Request.Purpose == purpose)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { WithdrawnAt = time.GetChinaNow() }, cancellation)) return true;
        }

        return false;
    }

    private LinkState StateOf(LinkRow link) => link switch
    {
        { UsedAt: not null } => LinkState.Used,
        { WithdrawnAt: not null } => LinkState.Withdrawn,
        _ => link.Request.Expires <= time.GetUtcNow() ? LinkState.Expired : LinkState.Open,
    };
}
