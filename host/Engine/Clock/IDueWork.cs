namespace Dazhou.DurableEngine;

/// <summary>Something that acts at instants of the <see cref="Clock"/>: the engine's timers, the host's timer functions.</summary>
public interface IDueWork
{
    /// <summary>What it is, for messages.</summary>
    string Name { get; }

    /// <summary>The earliest instant (UTC) at which it has something to do, or null.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>Tells it that the clock was moved, so that it looks for due work now.</summary>
    void Poke();

    /// <summary>Completes when it has nothing under way and nothing due at the present instant.</summary>
    Task WhenIdleAsync(CancellationToken cancellationToken);
}
