namespace Orchestrations.Tests.Simulation;

/// <summary>Everything that a seed decides, in one sequence.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 up to, without, <paramref name="count"/>.</summary>
    public int Below(int count) => _random.Next(count);

    /// <summary>True with a probability.</summary>
    public bool Of(double probability) => _random.NextDouble() < probability;

    public double Share() => _random.NextDouble();

    public T Pick<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
