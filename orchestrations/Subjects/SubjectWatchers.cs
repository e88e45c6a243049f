namespace Dazhou.Serverless.Subjects;

/// <summary>
/// Keeps what a system shows of its subjects in lists. It is told after something was written that a list may show: who is asked, until
/// when, how it ended. It may be told twice, and of subjects of other systems.
/// </summary>
public interface ISubjectWatcher
{
    /// <summary>Something about a subject was written.</summary>
    Task ChangedAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>Everybody who watches subjects.</summary>
public sealed class SubjectWatchers(IEnumerable<ISubjectWatcher> watchers)
{
    private readonly ISubjectWatcher[] _watchers = [.. watchers];

    /// <summary>Tells them that something about a subject was written.</summary>
    public async Task ChangedAsync(string subject, CancellationToken cancellation = default)
    {
        foreach (var watcher in _watchers)
            await watcher.ChangedAsync(subject, cancellation);
    }
}
