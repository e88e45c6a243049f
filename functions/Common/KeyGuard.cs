using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Slows down and logs attempts to guess keys. While an address has no tries left, its keys are not checked at all: learning that one is
/// right would help a guesser.
/// </summary>
public sealed partial class KeyGuard(RateLimits limits, ILogger<KeyGuard> logger)
{
    private static readonly RateLimit WrongKeys = new("wrong-keys", "从同一网络地址使用不正确的密钥", AtOnce: 30, Refill: 1, TimeSpan.FromSeconds(6))
    {
        Setting = "Keys:WrongAtOnce",
    };

    /// <summary>
    /// Returns the owner of a key; null if there is none, which uses up a try. Throws <see cref="RefusedException"/> if the address has no
    /// tries left.
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
