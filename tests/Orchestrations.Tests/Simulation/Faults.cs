namespace Orchestrations.Tests.Simulation;

/// <summary>What a seed made go wrong.</summary>
internal sealed class SimulatedFaultException(string message) : Exception(message);

/// <summary>Injects faults and notes each, so that a seed tells what it did.</summary>
internal sealed class Faults(Chance chance, TimeProvider time)
{
    private static readonly AsyncLocal<string?> Doing = new();
    private readonly List<string> _trace = [];

    /// <summary>No more faults: what was begun comes to its end.</summary>
    public bool Calm { get; set; }

    public IReadOnlyList<string> Trace => _trace;

    /// <summary>Who is at work, for the trace.</summary>
    public static string? Who
    {
        get => Doing.Value;
        set => Doing.Value = value;
    }

    public void Note(string what) => _trace.Add($"{ChinaTime.At(time.GetUtcNow()):yyyy-MM-dd HH:mm:ss} {what}");

    /// <summary>Whether something of this probability happens now.</summary>
    public bool Strike(double probability) => !Calm && chance.Of(probability);

    /// <summary>Throws with this probability.</summary>
    public void MayThrow(double probability, string where)
    {
        if (!Strike(probability)) return;
        Note($"fault: {where}{(Who is null ? "" : $" in {Who}")}");
        throw new SimulatedFaultException(where);
    }
}
