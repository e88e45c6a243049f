using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Until the leadership decides, the unit may update or withdraw its project; the current stage then cancels its requests and ends.</summary>
internal sealed class LibraryInterruption(TaskOrchestrationContext context, ProjectRef project)
{
    private Task _woken = context.WaitForExternalEvent<object?>(LibraryEvents.Acted);
    private bool _read;

    /// <summary>Completes when the unit may have acted.</summary>
    public Task Woken => _woken;

    /// <summary>Returns the unit's act since the last call; null if there is none.</summary>
    public async Task<LibraryActKind?> ReadAsync()
    {
        if (_read && !_woken.IsCompleted) return null;
        if (_woken.IsCompleted) _woken = context.WaitForExternalEvent<object?>(LibraryEvents.Acted);
        _read = true;
        return await context.CallActivityAsync<LibraryActKind?>(
            nameof(LibraryActivities.ReadLibraryAct), new PassageRef(project.Id, project.Passage, context.InstanceId), ActivityRetry.Patient);
    }

    /// <summary>Waits for a request. If the unit acts in the meantime, cancels the request and returns the act; otherwise null.</summary>
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

    /// <summary>Cancels the stage's requests until everything waiting for them has ended.</summary>
    public async Task StopAsync(Task asking)
    {
        while (!asking.IsCompleted)
        {
            await context.CallActivityAsync(
                nameof(LibraryActivities.CancelAsks), new CancelAsks(project.Id, context.InstanceId, context.Now()), ActivityRetry.Patient);
            // A request that is just being opened cannot be cancelled yet.
            using var stop = new CancellationTokenSource();
            var again = context.CreateTimer(context.CurrentUtcDateTime.AddHours(1), stop.Token);
            await Task.WhenAny(asking, again);
            if (!again.IsCompleted) stop.Cancel();
        }
    }

    /// <summary>Ends the time for updates, since the leadership now decides. Returns the unit's earlier act; null if there is none.</summary>
    public Task<LibraryActKind?> CloseAsync() =>
        context.CallActivityAsync<LibraryActKind?>(
            nameof(LibraryActivities.ClosePassage), new ClosePassage(project.Id, project.Passage, context.Now()), ActivityRetry.Patient);

    /// <summary>How a stage ends after an act of the unit.</summary>
    public static StageEnd EndOf(LibraryActKind act) => act == LibraryActKind.Updated ? StageEnd.Renewed : StageEnd.Refused;
}
