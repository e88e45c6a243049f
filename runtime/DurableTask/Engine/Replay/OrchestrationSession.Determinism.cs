using Dazhou.LocalRuntime.History;

namespace Dazhou.LocalRuntime.Replay;

/// <summary>How a history is held against the code that made it.</summary>
internal sealed partial class OrchestrationSession
{
    /// <summary>Holds an action of the history against what the code has just done.</summary>
    private void Confirm(ActionEvent expected)
    {
        if (!_unconfirmed.TryDequeue(out var actual))
        {
            throw new NonDeterministicOrchestrationException(
                $"Non-deterministic orchestration '{Started.Name}' ({InstanceId}): its history has event {Describe(expected)}, but the code does nothing at this place.");
        }

        if (actual.EventId != expected.EventId
            || actual.GetType() != expected.GetType()
            || !string.Equals(NameOf(actual), NameOf(expected), StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterministicOrchestrationException(
                $"Non-deterministic orchestration '{Started.Name}' ({InstanceId}): its history has event {Describe(expected)}, but the code asks for {Describe(actual)} at this place.");
        }

        Confirmed(expected);
    }

    private void Confirmed(ActionEvent action)
    {
        switch (action)
        {
            case TimerCreated timer:
                _timers[timer.EventId] = timer.FireAt;
                break;
            case TaskScheduled scheduled:
                _openActivities[scheduled.EventId] = scheduled;
                break;
            default:
                break;
        }
    }

    private static string? NameOf(ActionEvent action) => action switch
    {
        TaskScheduled task => task.Name,
        SubOrchestrationInstanceCreated child => child.Name,
        EventSent sent => sent.Name,
        _ => null,
    };

    private static string Describe(ActionEvent action) =>
        $"#{action.EventId} {action.GetType().Name}{(NameOf(action) is { } name ? $" '{name}'" : string.Empty)}";
}
