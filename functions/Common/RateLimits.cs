using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>A limit on how often something may be tried, for each link, address or mailbox apart.</summary>
/// <param name="Name">Its name; two limits of one name are one.</param>
/// <param name="What">What is limited, as the answer says it.</param>
/// <param name="AtOnce">How many tries one may have at once.</param>
/// <param name="Refill">How many come back each <paramref name="Every"/>.</param>
/// <param name="Every">The period, real time.</param>
public sealed record RateLimit(string Name, string What, int AtOnce, int Refill, TimeSpan Every)
{
    /// <summary>The setting that replaces <see cref="AtOnce"/>, for an office behind one address; null for none.</summary>
    public string? Setting { get; init; }

    /// <summary>Whether <see cref="Setting"/> replaces <see cref="Refill"/> too.</summary>
    public bool SettingRefills { get; init; }
}

/// <summary>Somebody tried too often; nothing was done.</summary>
/// <param name="Limit">What was limited.</param>
/// <param name="RetryAfter">When to try again.</param>
public sealed record Limited(RateLimit Limit, TimeSpan RetryAfter)
{
    private int Seconds => Math.Max(1, (int)Math.Ceiling(RetryAfter.TotalSeconds));

    /// <summary>429 that says what was limited and until when.</summary>
    public IResult Answer() => new Held(
        Problems.Problem(
            StatusCodes.Status429TooManyRequests, "操作过于频繁", string.Create(CultureInfo.InvariantCulture, $"{Limit.What}的次数有限制，已经用完。请在{Seconds}秒后再试。")),
        Seconds);

    private sealed class Held(IResult answer, int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return answer.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>
/// Bounds how often a link, a network address or a mailbox may be tried. The buckets live in the process: each machine bounds what it is
/// asked, which is enough against guessing and flooding, and a restart may begin anew.
/// </summary>
public sealed class RateLimits(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<(RateLimit Limit, string Key)> buckets =
        PartitionedRateLimiter.Create<(RateLimit Limit, string Key), (string Name, string Key)>(tried =>
            RateLimitPartition.GetTokenBucketLimiter((tried.Limit.Name, tried.Key), _ => BucketOf(tried.Limit, configuration)));

    /// <summary>Takes one try; null when there was one left.</summary>
    public Limited? Take(RateLimit limit, string key) => Acquire(limit, key, tries: 1);

    /// <summary>Takes one try of a network address.</summary>
    public Limited? Take(RateLimit limit, HttpContext context) => Take(limit, AddressOf(context));

    /// <summary>Whether a network address has no try left; takes none.</summary>
    public Limited? Peek(RateLimit limit, HttpContext context) => Acquire(limit, AddressOf(context), tries: 0);

    /// <summary>The network address that a request came from.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <inheritdoc />
    public void Dispose() => buckets.Dispose();

    private Limited? Acquire(RateLimit limit, string key, int tries)
    {
        using var lease = buckets.AttemptAcquire((limit, key), tries);
        if (lease.IsAcquired)
            return null;
        return new(limit, lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : limit.Every);
    }

    private static TokenBucketRateLimiterOptions BucketOf(RateLimit limit, IConfiguration configuration)
    {
        var atOnce = limit.Setting is { } setting ? configuration.GetValue(setting, limit.AtOnce) : limit.AtOnce;
        return new()
        {
            TokenLimit = atOnce,
            TokensPerPeriod = limit.SettingRefills ? atOnce : limit.Refill,
            ReplenishmentPeriod = limit.Every,
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }
}
