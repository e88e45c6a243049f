namespace SampleApp.Observing;

/// <summary>What happened in this process, for whoever asks over HTTP.</summary>
public sealed class Recorder
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string line)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _lines.Add(line);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>How often a line was added, this time included.</summary>
    public int AddAndCount(string line)
    {
        Add(line);
        lock (_gate)
            return _lines.Count(l => l == line);
    }

    /// <summary>The lines that begin so, once there are as many as asked for.</summary>
    public async Task<string[]> WaitAsync(string prefix, int count, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var found = _lines.Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
                if (found.Length >= count)
                    return found;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }
}
