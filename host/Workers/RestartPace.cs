namespace Dazhou.FunctionsHost;

/// <summary>How long to wait before a worker that ended is started again: not at all at first, then longer each time it does not last.</summary>
internal sealed class RestartPace
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How many ended soon after their start, one after the other.</summary>
    public int Failures { get; private set; }

    /// <summary>Notes that a worker ended, and says how long to wait.</summary>
    /// <param name="lived">How long it had run; zero for one that did not come up.</param>
    public TimeSpan Next(TimeSpan lived)
    {
        if (lived >= Lasting)
            Failures = 0;
        Failures++;
        if (Failures == 1)
            return TimeSpan.Zero;
        var wait = TimeSpan.FromSeconds(0.5 * Math.Pow(2, Math.Min(Failures - 2, 10)));
        return wait < Longest ? wait : Longest;
    }
}
