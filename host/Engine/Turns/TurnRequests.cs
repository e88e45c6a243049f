using Dazhou.DurableEngine.Stores;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>Makes the messages that ask an executor for a turn.</summary>
internal static class TurnRequests
{
    /// <param name="engine">whose executor is asked</param>
    /// <param name="row">whose turn it is</param>
    /// <param name="state">what is known of it</param>
    /// <param name="past">its history; null if the executor holds the instance</param>
    /// <param name="news">what is new, beginning with OrchestratorStarted</param>
    public static OrchestratorRequest Make(
        LocalEngine engine, InstanceRow row, InstanceState state, IReadOnlyList<HistoryEvent>? past, IReadOnlyList<HistoryEvent> news)
    {
        var request = new OrchestratorRequest { InstanceId = row.Id, ExecutionId = row.ExecutionId, NewEvents = { news } };
        if (past is not null)
        {
            request.PastEvents.AddRange(past);
        }

        if (MayHold(engine, state))
        {
            request.Properties["IsExtendedSession"] = Value.ForBool(true);
            request.Properties["IncludeState"] = Value.ForBool(past is not null);
            request.Properties["ExtendedSessionIdleTimeoutInSeconds"] = Value.ForNumber(engine.Turns.SessionIdleTimeout.TotalSeconds);
        }

        return request;
    }

    /// <summary>Whether the instance is long enough that the executor should hold it.</summary>
    public static bool MayHold(LocalEngine engine, InstanceState state) =>
        engine.Options.CachedInstances > 0 && engine.Turns.SessionsFrom is { } from && state.Length >= from;
}
