using System.Diagnostics;

namespace Dazhou.FunctionsHost.Rpc;

/// <summary>The trace that an invocation belongs to; the worker needs the message even where nobody traces.</summary>
internal static class Traces
{
    public static RpcTraceContext Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
        ? new RpcTraceContext { TraceParent = activity.Id, TraceState = activity.TraceStateString ?? "" }
        : new RpcTraceContext();

    public static RpcTraceContext From(string? traceParent) =>
        traceParent is null ? Current() : new RpcTraceContext { TraceParent = traceParent };
}
