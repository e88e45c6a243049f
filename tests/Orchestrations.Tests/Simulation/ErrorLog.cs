using Microsoft.Extensions.Logging;

namespace Orchestrations.Tests.Simulation;

/// <summary>Whatever the system itself calls an error is one.</summary>
internal sealed class ErrorLog(Action<string> report) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) report($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
