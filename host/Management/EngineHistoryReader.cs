using System.Text.Json.Nodes;
using Dazhou.LocalRuntime.History;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Turns the engine's events into those of the management API: what was scheduled is folded into what came of it,
/// turn marks are left out, and the API's own names and omissions are kept.
/// </summary>
internal sealed class EngineHistoryReader(LocalEngine engine) : IHistoryReader
{
    public JsonArray Read(string instanceId, bool showInput, bool showOutput)
    {
        var events = engine.ReadHistory(instanceId);
        var scheduled = new Dictionary<int, (JsonObject Node, DateTimeOffset At, string Name, string? Input)>();
        var list = new List<JsonObject>();
        var folded = new HashSet<JsonObject>(ReferenceEqualityComparer.Instance);
        foreach (var item in events)
        {
            var node = new JsonObject { ["EventType"] = item.GetType().Name };
            switch (item)
            {
                case OrchestratorStarted or OrchestratorCompleted:
                    continue;
                case ExecutionStarted started:
                    node["FunctionName"] = started.Name;
                    Input(node, started.Input, showInput);
                    break;
                case ExecutionCompleted completed:
                    node["OrchestrationStatus"] = completed.Status.ToString();
                    Output(node, completed.Result, completed.Failure, showOutput);
                    break;
                case ExecutionTerminated terminated:
                    Input(node, terminated.Output, showInput);
                    break;
                case ExecutionSuspended suspended:
                    node["Reason"] = suspended.Reason;
                    break;
                case ExecutionResumed resumed:
                    node["Reason"] = resumed.Reason;
                    break;
                case TaskScheduled task:
                    node["Name"] = task.Name;
                    Input(node, task.Input, showInput);
                    scheduled[task.EventId] = (node, task.Timestamp, task.Name, task.Input);
                    break;
                case TaskCompleted completed:
                    Fold(folded, scheduled, completed.TaskScheduledId, node, showInput);
                    Output(node, completed.Result, null, showOutput);
                    break;
                case TaskFailed failed:
                    Fold(folded, scheduled, failed.TaskScheduledId, node, showInput);
                    Output(node, null, failed.Failure, showOutput);
                    break;
                case SubOrchestrationInstanceCreated created:
                    node["InstanceId"] = created.InstanceId;
                    node["Name"] = created.Name;
                    Input(node, created.Input, showInput);
                    scheduled[created.EventId] = (node, created.Timestamp, created.Name, created.Input);
                    break;
                case SubOrchestrationInstanceCompleted completed:
                    Fold(folded, scheduled, completed.TaskScheduledId, node, showInput);
                    Output(node, completed.Result, null, showOutput);
                    break;
                case SubOrchestrationInstanceFailed failed:
                    Fold(folded, scheduled, failed.TaskScheduledId, node, showInput);
                    Output(node, null, failed.Failure, showOutput);
                    break;
                case TimerCreated timer:
                    node["FireAt"] = timer.FireAt.UtcDateTime;
                    break;
                case TimerFired fired:
                    node["FireAt"] = fired.FireAt.UtcDateTime;
                    break;
                case EventSent sent:
                    node["InstanceId"] = sent.InstanceId;
                    node["Name"] = sent.Name;
                    Input(node, sent.Input, showInput);
                    break;
                case EventRaised raised:
                    node["Name"] = raised.Name;
                    Input(node, raised.Input, showInput);
                    break;
            }

            node["Timestamp"] = item.Timestamp.UtcDateTime;
            list.Add(node);
        }

        return new JsonArray([.. list.Where(node => !folded.Contains(node))]);
    }

    private static void Fold(
        HashSet<JsonObject> folded,
        Dictionary<int, (JsonObject Node, DateTimeOffset At, string Name, string? Input)> scheduled,
        int id,
        JsonObject node,
        bool showInput)
    {
        if (!scheduled.Remove(id, out var from))
            return;

        folded.Add(from.Node);
        node["ScheduledTime"] = from.At.UtcDateTime;
        node["FunctionName"] = from.Name;
        Input(node, from.Input, showInput);
    }

    private static void Input(JsonObject node, string? input, bool show)
    {
        if (show)
            node["Input"] = input;
    }

    private static void Output(JsonObject node, string? result, Failure? failure, bool show)
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
}
