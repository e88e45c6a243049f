using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Slows and logs whoever guesses keys. Until a try comes back, keys from that address are not looked at, right or wrong: a guesser who
/// was told that one is right would only need to go on.
/// </summary>
public sealed partial class KeyGuard(RateLimits limits, ILogger<KeyGuard> logger)
{
    private static readonly RateLimit WrongKeys = new("wrong-keys", "从同一网络地址使用不正确的密钥", AtOnce: 30, Refill: 1, TimeSpan.FromSeconds(6))
    {
        Setting = "Keys:WrongAtOnce",
    };

    /// <summary>
    /// Finds whose key it is; null when it is nobody's, which counts. Throws <see cref="RefusedException"/> for an address that sent too
    /// many of them.
    /// </summary>
    public async Task<T?> FindAsync<T>(HttpContext context, Func<Task<T?>> find)
        where T : class
    {
        var address = RateLimits.AddressOf(context);
        if (limits.Peek(WrongKeys, context) is { } limited)
        {
            LogHeldBack(address);
            throw new RefusedException(limited.Answer());
        }

        if (await find() is { } found)
            return found;
        limits.Take(WrongKeys, context);
        LogWrong(address, context.Request.Method, context.Request.Path);
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "{Address} sent a key that is nobody's ({Method} {Path})")]
    private partial void LogWrong(string address, string method, PathString path);

    [LoggerMessage(LogLevel.Warning, "{Address} is held back: it sent too many keys that are nobody's")]
    private partial void LogHeldBack(string address);
}
