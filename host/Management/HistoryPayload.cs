using System.Text.Json.Nodes;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Turns an instance's history into that of the management API: what was scheduled is folded into what came of it,
/// turn marks are left out, and the API's own names and omissions are kept.
/// </summary>
internal static class HistoryPayload
{
    public static JsonArray Of(IReadOnlyList<HistoryEvent> events, bool showInput, bool showOutput)
    {
        var scheduled = new Dictionary<int, Scheduled>();
        var list = new List<JsonObject>();
        var folded = new HashSet<JsonObject>(ReferenceEqualityComparer.Instance);
        foreach (var item in events)
        {
            if (item.OrchestratorStarted is not null || item.OrchestratorCompleted is not null)
                continue;

            var node = new JsonObject { ["EventType"] = item.EventTypeCase.ToString() };
            switch (item.EventTypeCase)
            {
                case HistoryEvent.EventTypeOneofCase.ExecutionStarted:
                    node["FunctionName"] = item.ExecutionStarted.Name;
                    Input(node, item.ExecutionStarted.Input, showInput);
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionCompleted:
                    node["OrchestrationStatus"] = item.ExecutionCompleted.OrchestrationStatus.ToString();
                    Output(node, item.ExecutionCompleted.Result, item.ExecutionCompleted.FailureDetails, showOutput);
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionTerminated:
                    Input(node, item.ExecutionTerminated.Input, showInput);
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionSuspended:
                    node["Reason"] = item.ExecutionSuspended.Input;
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionResumed:
                    node["Reason"] = item.ExecutionResumed.Input;
                    break;
                case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                    node["Name"] = item.TaskScheduled.Name;
                    Input(node, item.TaskScheduled.Input, showInput);
                    scheduled[item.EventId] = new(node, item.Timestamp.ToDateTime(), item.TaskScheduled.Name, item.TaskScheduled.Input);
                    break;
                case HistoryEvent.EventTypeOneofCase.TaskCompleted:
                    Fold(folded, scheduled, item.TaskCompleted.TaskScheduledId, node, showInput);
                    Output(node, item.TaskCompleted.Result, null, showOutput);
                    break;
                case HistoryEvent.EventTypeOneofCase.TaskFailed:
                    Fold(folded, scheduled, item.TaskFailed.TaskScheduledId, node, showInput);
                    Output(node, null, item.TaskFailed.FailureDetails, showOutput);
                    break;
                case HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated:
                    var created = item.SubOrchestrationInstanceCreated;
                    node["InstanceId"] = created.InstanceId;
                    node["Name"] = created.Name;
                    Input(node, created.Input, showInput);
                    scheduled[item.EventId] = new(node, item.Timestamp.ToDateTime(), created.Name, created.Input);
                    break;
                case HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCompleted:
                    Fold(folded, scheduled, item.SubOrchestrationInstanceCompleted.TaskScheduledId, node, showInput);
                    Output(node, item.SubOrchestrationInstanceCompleted.Result, null, showOutput);
                    break;
                case HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceFailed:
                    Fold(folded, scheduled, item.SubOrchestrationInstanceFailed.TaskScheduledId, node, showInput);
                    Output(node, null, item.SubOrchestrationInstanceFailed.FailureDetails, showOutput);
                    break;
                case HistoryEvent.EventTypeOneofCase.TimerCreated:
                    node["FireAt"] = item.TimerCreated.FireAt.ToDateTime();
                    break;
                case HistoryEvent.EventTypeOneofCase.TimerFired:
                    node["FireAt"] = item.TimerFired.FireAt.ToDateTime();
                    break;
                case HistoryEvent.EventTypeOneofCase.EventSent:
                    node["InstanceId"] = item.EventSent.InstanceId;
                    node["Name"] = item.EventSent.Name;
                    Input(node, item.EventSent.Input, showInput);
                    break;
                case HistoryEvent.EventTypeOneofCase.EventRaised:
                    node["Name"] = item.EventRaised.Name;
                    Input(node, item.EventRaised.Input, showInput);
                    break;
            }

            node["Timestamp"] = item.Timestamp.ToDateTime();
            list.Add(node);
        }

        return new JsonArray([.. list.Where(node => !folded.Contains(node))]);
    }

    private static void Fold(HashSet<JsonObject> folded, Dictionary<int, Scheduled> scheduled, int id, JsonObject node, bool showInput)
    {
        if (!scheduled.Remove(id, out var from))
            return;

        folded.Add(from.Node);
        node["ScheduledTime"] = from.At;
        node["FunctionName"] = from.Name;
        Input(node, from.Input, showInput);
    }

    private static void Input(JsonObject node, string? input, bool show)
    {
        if (show)
            node["Input"] = input;
    }

    private static void Output(JsonObject node, string? result, TaskFailureDetails? failure, bool show)
    {
        if (failure is not null)
        {
            node["Reason"] = failure.ErrorMessage;
            if (show)
                node["Details"] = failure.StackTrace;
        }
        else if (show)
        {
            node["Result"] = JsonText.Parse(result);
        }
    }

    private sealed record Scheduled(JsonObject Node, DateTime At, string Name, string? Input);
}
