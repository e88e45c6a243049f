using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>
/// Bounds how often one link and one address may be tried. The buckets live in the process: enough to stop
/// guessing and hammering on each machine, and nothing that a restart must keep.
/// </summary>
public sealed class LinkRateLimit(IConfiguration configuration) : IDisposable
{
    private const int UsualPerAddress = 120;

    private const int UsualNewLinks = 3;

    // An office behind one address may need more than the usual: Links__PerAddressPerMinute.
    private readonly PartitionedRateLimiter<HttpContext> addresses = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetTokenBucketLimiter(Address(context), _ =>
        {
            var most = configuration.GetValue("Links:PerAddressPerMinute", UsualPerAddress);
            return Bucket(tokens: most, perMinute: most);
        }));

    private readonly PartitionedRateLimiter<string> links = PartitionedRateLimiter.Create<string, string>(link =>
        RateLimitPartition.GetTokenBucketLimiter(link, _ => Bucket(tokens: 30, perMinute: 30)));

    private readonly PartitionedRateLimiter<string> renewals = PartitionedRateLimiter.Create<string, string>(link =>
        RateLimitPartition.GetTokenBucketLimiter(link, _ => Bucket(configuration.GetValue("Links:NewLinksAtOnce", UsualNewLinks), perMinute: 1)));

    /// <summary>Takes one try; false when the link or the address has none left.</summary>
    public bool Admits(HttpContext context, string linkHash)
    {
        using var byAddress = addresses.AttemptAcquire(context);
        using var byLink = links.AttemptAcquire(linkHash);
        return byAddress.IsAcquired && byLink.IsAcquired;
    }

    /// <summary>Takes one 发新链接, which sends a mail each time.</summary>
    public bool AdmitsRenewal(string linkHash)
    {
        using var lease = renewals.AttemptAcquire(linkHash);
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        addresses.Dispose();
        links.Dispose();
        renewals.Dispose();
    }

    private static IPAddress Address(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;

    private static TokenBucketRateLimiterOptions Bucket(int tokens, int perMinute) => new()
    {
        TokenLimit = tokens,
        TokensPerPeriod = perMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
