using Dazhou.FunctionsHost.Rpc;

namespace Dazhou.FunctionsHost;

/// <summary>How a failed timer function is tried again.</summary>
internal sealed record TimerRetries(int Maximum, TimeSpan First, TimeSpan Longest)
{
    private static readonly TimerRetries None = new(0, TimeSpan.Zero, TimeSpan.Zero);

    public static TimerRetries Of(RpcRetryOptions? options) => options switch
    {
        null => None,
        { RetryStrategy: RpcRetryOptions.Types.RetryStrategy.FixedDelay } => new(options.MaxRetryCount, Read(options.DelayInterval), Read(options.DelayInterval)),
        _ => new(options.MaxRetryCount, Read(options.MinimumInterval), Read(options.MaximumInterval)),
    };

    public TimeSpan Delay(int attempt)
    {
        var delay = First * Math.Pow(2, Math.Min(attempt, 30));
        return delay < Longest ? delay : Longest;
    }

    private static TimeSpan Read(Google.Protobuf.WellKnownTypes.Duration? interval) => interval?.ToTimeSpan() ?? TimeSpan.Zero;
}
