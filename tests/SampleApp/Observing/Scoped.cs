namespace SampleApp.Observing;

/// <summary>A service of one invocation.</summary>
public sealed class Scoped : IDisposable
{
    private static int s_open;

    public Scoped() => Interlocked.Increment(ref s_open);

    public static int Open => Volatile.Read(ref s_open);

    public Guid Id { get; } = Guid.NewGuid();

    public void Dispose() => Interlocked.Decrement(ref s_open);
}
