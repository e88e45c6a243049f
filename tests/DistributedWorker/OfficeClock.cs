using System.Globalization;

namespace DistributedWorker;

/// <summary>
/// A clock that runs so many times as fast as the machine's. It is a function of the machine's clock alone, so all processes
/// that were given the same three numbers read the same time, and an orchestration that computes it from the engine's time
/// computes the same at every replay.
/// </summary>
/// <param name="start">when the machine's clock and this one show the same moment of their days: here the machine's</param>
/// <param name="office">and what this one shows then</param>
/// <param name="speed">how many times as fast it runs</param>
public sealed class OfficeClock(DateTimeOffset start, DateTimeOffset office, int speed) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => FromMachine(base.GetUtcNow());

    /// <summary>What this clock shows at a time of the machine's.</summary>
    public DateTimeOffset FromMachine(DateTimeOffset time) => office + ((time - start) * speed);

    /// <summary>When it shows a time.</summary>
    public DateTimeOffset ToMachine(DateTimeOffset time) => start + ((time - office) / speed);

    /// <summary>The three numbers, for another process.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{start:O},{office:O},{speed}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static OfficeClock Parse(string text) =>
        text.Split(',') is [var start, var office, var speed]
            ? new(Time(start), Time(office), int.Parse(speed, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no clock.");

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
