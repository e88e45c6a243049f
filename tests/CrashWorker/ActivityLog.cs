using System.Text;
using Dazhou.DurableEngine;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;

namespace CrashWorker;

/// <summary>
/// One line a fact, appended: <c>R task</c> an activity ran; at each start <c>C task</c> its outcome is committed
/// and <c>G instance generation</c> is where an instance stands.
/// </summary>
internal sealed class ActivityLog(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Ran(string taskId) => Append($"R {taskId}\n");

    /// <summary>Reads the store before anything wakes.</summary>
    public void WriteCommitted(LocalEngine engine)
    {
        engine.Open();
        var lines = new StringBuilder();
        foreach (var row in engine.Store.Query(new InstanceFilter { Limit = int.MaxValue }))
        {
            lines.Append($"G {row.Id} {row.Generation}\n");
            // Also results that a drain left in the inbox are committed.
            foreach (var item in engine.Store.ReadHistory(row.Key))
            {
                if (Events.AnsweredTask(item) is >= 0 and var task)
                {
                    lines.Append($"C {row.Id}:{row.Generation}:{task}\n");
                }
            }
        }

        Append(lines.ToString());
    }

    public void Dispose() => _file.Dispose();

    private void Append(string text)
    {
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
