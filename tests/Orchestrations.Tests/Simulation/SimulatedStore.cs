using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;

namespace Orchestrations.Tests.Simulation;

/// <summary>
/// A store in which the process may die just before or just after a commit. The caller waits for each commit, so that
/// a database's own thread brings no order of its own.
/// </summary>
internal sealed class SimulatedStore(IOrchestrationStore store, Faults faults, Action crash) : IOrchestrationStore
{
    private const double Rate = 0.0001;

    [ThreadStatic]
    private static bool s_reporting;

    private volatile bool _dead;

    public StoreUnavailableException? LastFailure => store.LastFailure;

    public long SizeInBytes => store.SizeInBytes;

    /// <summary>The process is gone: nothing is written any more.</summary>
    public void Kill() => _dead = true;

    public void Open() => store.Open();

    public void Submit(StoreCommand command)
    {
        if (_dead)
        {
            command.Done(new StoreUnavailableException("The simulated process has died."));
            return;
        }

        if (faults.Strike(Rate))
        {
            faults.Note("crash before a commit");
            crash();
            return;
        }

        var unnoticed = faults.Strike(Rate);
        if (unnoticed)
        {
            faults.Note("crash after a commit");
            crash();
        }

        using var done = new ManualResetEventSlim();
        store.Submit(new Reported(command, unnoticed, s_reporting ? null : done));
        if (!s_reporting) done.Wait();
    }

    public InstanceRow? Find(string id) => store.Find(id);

    public LoadedInstance? Load(string id) => store.Load(id);

    public IReadOnlyList<HistoryEvent> ReadPast(long key) => store.ReadPast(key);

    public IReadOnlyList<HistoryEvent> ReadHistory(long key) => store.ReadHistory(key);

    public IReadOnlyList<InstanceRow> Query(InstanceFilter filter) => store.Query(filter);

    public IReadOnlyList<string> ReadWithWork() => store.ReadWithWork();

    public DateTimeOffset? NextDue() => store.NextDue();

    public IReadOnlyList<string> ReadDue(DateTimeOffset now, int limit) => store.ReadDue(now, limit);

    public string? ReadMeta(string key) => store.ReadMeta(key);

    public void Dispose() => store.Dispose();

    private sealed class Reported(StoreCommand command, bool unnoticed, ManualResetEventSlim? done) : StoreCommand
    {
        public override void Apply(IStoreTransaction transaction) => command.Apply(transaction);

        public override void Done(Exception? error)
        {
            var before = s_reporting;
            s_reporting = true;
            try
            {
                if (!unnoticed) command.Done(error);
            }
            finally
            {
                s_reporting = before;
                done?.Set();
            }
        }
    }
}
