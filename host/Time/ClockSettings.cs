namespace Dazhou.FunctionsHost;

/// <summary>Whether the clock of this host may be moved.</summary>
internal sealed record ClockSettings(bool Movable)
{
    public const string MovableKey = "LocalRuntime:MovableClock";

    /// <summary>China has had one zone without summer time since 1991.</summary>
    public static readonly TimeSpan China = TimeSpan.FromHours(8);
}
