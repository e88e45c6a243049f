using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost.Rpc;

/// <summary>Writes the worker's log lines into the host's log, under their own categories.</summary>
internal sealed class RpcLogs(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    public void Write(RpcLog log, string? function)
    {
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric || log.Level == RpcLog.Types.Level.None)
            return;

        var category = log.Category.Length > 0 ? log.Category : "Worker";
        var logger = _loggers.GetOrAdd(category, static (name, factory) => factory.CreateLogger(name), loggers);
        var level = (LogLevel)(int)log.Level;
        if (!logger.IsEnabled(level))
            return;

        using var scope = log.InvocationId.Length > 0 ? logger.BeginScope(new InvocationScope(function, log.InvocationId)) : null;

        // The exception comes as text and stays text: its type may exist in the worker only.
        if (log.Exception?.Message is { Length: > 0 } exception)
            logger.Log(level, "{Message}\n{Exception}", log.Message, exception);
        else
            logger.Log(level, "{Message}", log.Message);
    }

    // A scope that formats as a text on the console and as fields in structured logs.
    private sealed class InvocationScope(string? function, string invocation) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => function is null ? 1 : 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("InvocationId", invocation),
            1 when function is not null => new("FunctionName", function),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return this[i];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => function is null ? invocation : $"{function} {invocation}";
    }
}
