using System.Text;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>Refuses payloads that a history should not carry; large content belongs into a blob, its name into the history.</summary>
internal static class PayloadLimit
{
    /// <summary>What is wrong with a payload that has more than <paramref name="maximum"/> bytes of UTF-8; null if nothing is.</summary>
    public static string? FindExcess(string? payload, int maximum)
    {
        // Three bytes a character is the most; counting is needed only near the limit.
        if (payload is null || payload.Length <= maximum / 3)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetByteCount(payload);
        return bytes <= maximum ? null : $"The payload has {bytes:N0} bytes; the limit is {maximum:N0}. Keep large content in a blob and pass its name.";
    }

    /// <summary>The same for all that a turn asks for.</summary>
    public static string? FindExcess(OrchestratorResponse response, int maximum)
    {
        foreach (var action in response.Actions)
        {
            var payload = action.OrchestratorActionTypeCase switch
            {
                OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask => action.ScheduleTask.Input,
                OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration => action.CreateSubOrchestration.Input,
                OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent => action.SendEvent.Data,
                OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration => action.CompleteOrchestration.Result,
                _ => null,
            };
            if (FindExcess(payload, maximum) is { } excess)
            {
                return excess;
            }
        }

        return FindExcess(response.CustomStatus, maximum);
    }
}
