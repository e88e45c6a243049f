using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Until the leadership decides, the unit may update its project or take it out of the library: whatever a stage waits for
/// then, it stops asking and ends.
/// </summary>
internal sealed class LibraryInterruption(TaskOrchestrationContext context, ProjectRef project)
{
    private Task _woken = context.WaitForExternalEvent<object?>(LibraryEvents.Acted);
    private bool _read;

    /// <summary>Completes when the unit may have acted.</summary>
    public Task Woken => _woken;

    /// <summary>What the unit did, if it acted since the last call; null while it did nothing.</summary>
    public async Task<LibraryActKind?> ReadAsync()
    {
        if (_read && !_woken.IsCompleted) return null;
        if (_woken.IsCompleted) _woken = context.WaitForExternalEvent<object?>(LibraryEvents.Acted);
        _read = true;
        return await context.CallActivityAsync<LibraryActKind?>(
            nameof(LibraryActivities.ReadLibraryAct), new PassageRef(project.Id, project.Passage, context.InstanceId), ActivityRetry.Patient);
    }

    /// <summary>Waits for what somebody is asked; if the unit acts meanwhile, nobody is asked any more, and its act is answered.</summary>
    public async Task<LibraryActKind?> UntilAsync(Task asking)
    {
        while (true)
        {
            if (await ReadAsync() is { } act)
            {
                await StopAsync(asking);
                return act;
            }

            if (asking.IsCompleted) return null;
            await Task.WhenAny(asking, _woken);
            if (!_woken.IsCompleted) return null;
        }
    }

    /// <summary>Cancels what the stage asks for, until everything that waited for it has ended.</summary>
    public async Task StopAsync(Task asking)
    {
        while (!asking.IsCompleted)
        {
            await context.CallActivityAsync(
                nameof(LibraryActivities.CancelAsks), new CancelAsks(project.Id, context.InstanceId, context.Now()), ActivityRetry.Patient);
            // What was just being opened is not there to be cancelled yet.
            using var stop = new CancellationTokenSource();
            var again = context.CreateTimer(context.CurrentUtcDateTime.AddHours(1), stop.Token);
            await Task.WhenAny(asking, again);
            if (!again.IsCompleted) stop.Cancel();
        }
    }

    /// <summary>From now on the leadership decides. Answers what the unit did before.</summary>
    public Task<LibraryActKind?> CloseAsync() =>
        context.CallActivityAsync<LibraryActKind?>(
            nameof(LibraryActivities.ClosePassage), new ClosePassage(project.Id, project.Passage, context.Now()), ActivityRetry.Patient);

    /// <summary>How a stage ends after the unit acted.</summary>
    public static StageEnd EndOf(LibraryActKind act) => act == LibraryActKind.Updated ? StageEnd.Renewed : StageEnd.Refused;
}
