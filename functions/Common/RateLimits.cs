using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>A limit on the number of tries, separately for each link, address or mailbox.</summary>
/// <param name="Name">The name; limits with the same name are the same.</param>
/// <param name="What">What is limited, in the words of the answer.</param>
/// <param name="AtOnce">The maximum number of tries at once.</param>
/// <param name="Refill">The number of tries regained each <paramref name="Every"/>.</param>
/// <param name="Every">The period, in real time.</param>
public sealed record RateLimit(string Name, string What, int AtOnce, int Refill, TimeSpan Every)
{
    /// <summary>The setting that replaces <see cref="AtOnce"/>, for an office behind one address; null for none.</summary>
    public string? Setting { get; init; }

    /// <summary>Whether <see cref="Setting"/> also replaces <see cref="Refill"/>.</summary>
    public bool SettingRefills { get; init; }
}

/// <summary>A limit was exceeded; nothing was done.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="RetryAfter">The time until the next try.</param>
public sealed record Limited(RateLimit Limit, TimeSpan RetryAfter)
{
    private int Seconds => Math.Max(1, (int)Math.Ceiling(RetryAfter.TotalSeconds));

    /// <summary>Returns 429 with what is limited and until when.</summary>
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
/// Limits how often a link, a network address or a mailbox can be tried. Counted per process and reset by restarts, which is enough against
/// guessing and flooding.
/// </summary>
public sealed class RateLimits(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<(RateLimit Limit, string Key)> buckets =
        PartitionedRateLimiter.Create<(RateLimit Limit, string Key), (string Name, string Key)>(tried =>
            RateLimitPartition.GetTokenBucketLimiter((tried.Limit.Name, tried.Key), _ => BucketOf(tried.Limit, configuration)));

    /// <summary>Takes one try; null if there was one left.</summary>
    public Limited? Take(RateLimit limit, string key) => Acquire(limit, key, tries: 1);

    /// <summary>Takes one try of a network address; null if there was one left.</summary>
    public Limited? Take(RateLimit limit, HttpContext context) => Take(limit, AddressOf(context));

    /// <summary>Returns the exceeded limit of a network address, without taking a try; null if there is one left.</summary>
    public Limited? Peek(RateLimit limit, HttpContext context) => Acquire(limit, AddressOf(context), tries: 0);

    /// <summary>Returns the network address of a request.</summary>
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
