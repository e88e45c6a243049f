using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.FunctionsHost;

/// <summary>How a failed timer function is tried again.</summary>
internal sealed record TimerRetries(int Maximum, TimeSpan First, TimeSpan Longest)
{
    private static readonly TimerRetries None = new(0, TimeSpan.Zero, TimeSpan.Zero);

    public static TimerRetries Of(MethodInfo method) => method.GetCustomAttribute<RetryAttribute>() switch
    {
        FixedDelayRetryAttribute same => new(same.MaxRetryCount, Read(same.DelayInterval), Read(same.DelayInterval)),
        ExponentialBackoffRetryAttribute growing => new(growing.MaxRetryCount, Read(growing.MinimumInterval), Read(growing.MaximumInterval)),
        _ => None,
    };

    public TimeSpan Delay(int attempt)
    {
        var delay = First * Math.Pow(2, Math.Min(attempt, 30));
        return delay < Longest ? delay : Longest;
    }

    private static TimeSpan Read(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
