using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that write only what happens for the first time.</summary>
/// <param name="context">The orchestration whose replays are silent.</param>
/// <param name="underlying">The factory of the loggers that do the writing.</param>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> underlying) : ILoggerFactory
{
    // Contexts that wrap contexts nest a few times at most; more is a context that wraps itself.
    private const int MaximumNesting = 10;

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, Unwrap().CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Providers are added to the host's logging, not to an orchestration's.");

    public void Dispose()
    {
    }

    private ILoggerFactory Unwrap()
    {
        var factory = underlying();
        for (var depth = 0; factory is ReplaySafeLoggerFactory inner; factory = inner.UnderlyingFactory)
        {
            if (++depth > MaximumNesting)
            {
                throw new InvalidOperationException(
                    "The orchestration's LoggerFactory leads back to itself; a wrapper has to take that of the context it wraps.");
            }
        }

        return factory;
    }

    private ILoggerFactory UnderlyingFactory => underlying();

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
                logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
