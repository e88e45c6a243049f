using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Records;

/// <summary>The interval of a sweep.</summary>
public enum SweepRhythm
{
    /// <summary>Every few minutes: for sweeps that read only what is in progress.</summary>
    Often,

    /// <summary>Weekly: for sweeps that read everything open.</summary>
    Weekly,
}

/// <summary>Repairs what a crash left half done; each owner of records registers its own.</summary>
/// <remarks>
/// A sweep runs concurrently with everything else, so another call may do the same work or close the matter between its reads and writes.
/// Therefore it reads again before writing, replaces and deletes only unchanged rows, audits only its own changes, and never restores a
/// deleted pointer.
/// </remarks>
public interface ISweep
{
    /// <summary>Gets the name for the log.</summary>
    string Name { get; }

    /// <summary>Gets the interval.</summary>
    SweepRhythm Rhythm => SweepRhythm.Often;

    /// <summary>Runs once. Returns the number of repairs.</summary>
    Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default);
}
