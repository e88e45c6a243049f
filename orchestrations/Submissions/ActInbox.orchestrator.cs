using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Submissions;

/// <summary>Delivers unsolicited submissions to a running orchestration, each once and in order.</summary>
internal sealed class ActInbox
{
    private readonly TaskOrchestrationContext _context;
    private readonly string _subject;
    private readonly Dictionary<string, int> _seen;
    private Task<object?> _woken;

    public ActInbox(TaskOrchestrationContext context, string subject, IEnumerable<string> steps)
    {
        _context = context;
        _subject = subject;
        _seen = steps.ToDictionary(step => step, _ => 0, StringComparer.Ordinal);
        _woken = context.WaitForExternalEvent<object?>(SubmissionEvents.Act);
    }

    /// <summary>Completes when new submissions may have arrived.</summary>
    public Task Woken => _woken;

    /// <summary>Returns the submissions since the last call.</summary>
    public async Task<IReadOnlyList<SubmissionRow>> TakeAsync()
    {
        if (_woken.IsCompleted) _woken = _context.WaitForExternalEvent<object?>(SubmissionEvents.Act);
        var acts = await _context.CallActivityAsync<IReadOnlyList<SubmissionRow>>(
            nameof(SubmissionActivities.ReadActs), new ActsQuestion(_subject, _context.InstanceId, _seen), ActivityRetry.Patient);
        foreach (var act in acts) _seen[act.Step] = Math.Max(_seen[act.Step], act.Round);
        return acts;
    }
}
