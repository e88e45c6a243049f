namespace Dazhou.DurableEngine;

/// <summary>
/// Moves a <see cref="Clock"/> from one due instant to the next and lets everything settle at each,
/// so that skipped months leave the history that real months would have left.
/// </summary>
public sealed class TimeMachine(Clock clock, IEnumerable<IDueWork> work) : IDisposable
{
    /// <summary>
    /// How far beyond a due instant a running clock goes at once: what falls due within the same second is done together, as it is when a
    /// second really passes. Eighty projects that began in one minute would otherwise stop the clock eighty times for each of
    /// their common timers. A virtual clock stops at every instant.
    /// </summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IDueWork> _work = [.. work];
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Moves the clock to <paramref name="target"/>; returns when all that was due until then is done.</summary>
    /// <returns>The clock's time afterwards, UTC.</returns>
    public async Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset target, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await SettleAsync(cancellationToken);
            await WorkOffAsync(target, cancellationToken);
            await StepToAsync(target, cancellationToken);
            return clock.GetUtcNow();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Goes on until nothing is due any more or <paramref name="until"/> is reached.</summary>
    public async Task RunUntilQuietAsync(DateTimeOffset? until = null, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await SettleAsync(cancellationToken);
            await WorkOffAsync(until ?? DateTimeOffset.MaxValue, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task WorkOffAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        DateTimeOffset? last = null;
        while (NextDue() is { } due && due <= until)
        {
            // Work that stays due although it was told (a version that this worker must not run) is left behind.
            if (due == last && due <= clock.GetUtcNow())
            {
                return;
            }

            last = due;
            var together = clock.IsVirtual || until - due < Together ? due : due + Together;
            await StepToAsync(together, cancellationToken);
        }
    }

    private async Task StepToAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        clock.MoveTo(instant > now ? instant : now);
        foreach (var item in _work)
        {
            item.Poke();
        }

        await SettleAsync(cancellationToken);
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        // One may wake the other (a timer function starts an orchestration), so all must be idle in one round.
        bool waited;
        do
        {
            waited = false;
            foreach (var item in _work)
            {
                var idle = item.WhenIdleAsync(cancellationToken);
                if (!idle.IsCompleted)
                {
                    waited = true;
                }

                await idle;
            }
        }
        while (waited);
    }

    private DateTimeOffset? NextDue()
    {
        var next = clock.NextTimer;
        foreach (var item in _work)
        {
            if (item.NextDue is { } due && (next is null || due < next))
            {
                next = due;
            }
        }

        return next;
    }
}
