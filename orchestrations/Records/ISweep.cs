using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Records;

/// <summary>How often a sweep runs.</summary>
public enum SweepRhythm
{
    /// <summary>Every few minutes: it reads only what is under way.</summary>
    Often,

    /// <summary>Once a week: it reads all that is open.</summary>
    Weekly,
}

/// <summary>
/// Catches up on what a crash left half done; each owner of records registers its own. A sweep runs beside everything else, so that
/// between what it reads and what it writes another call may do the same, or close the matter. It therefore reads again before it
/// writes, replaces and deletes only what is still as it was read, notes in the trail only what this call changed, and brings back no
/// pointer that was deleted.
/// </summary>
public interface ISweep
{
    /// <summary>What it does, for the log.</summary>
    string Name { get; }

    /// <summary>How often it runs.</summary>
    SweepRhythm Rhythm => SweepRhythm.Often;

    /// <summary>Runs once; answers how many things it set right.</summary>
    Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default);
}
