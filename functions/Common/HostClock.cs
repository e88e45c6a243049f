using System.IO.MemoryMappedFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// The clock of a development host that can be moved forward (<c>POST /runtime/clock</c>): the system's time and an offset, which the
/// host keeps in a file that both processes map. It only grows, and is seen here at once. Reading moves; timers and
/// measured durations stay those of the system, for a host that moves its clock does not wait for a worker's timers.
/// </summary>
public sealed class HostClock : TimeProvider, IDisposable
{
    /// <summary>The variable by which the host hands down the file: eight bytes, the offset in ticks of 100 ns, little endian.</summary>
    public const string FileVariable = "DAZHOU_CLOCK_FILE";

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly TimeProvider system;

    /// <summary>Reads the offset from a file.</summary>
    /// <exception cref="IOException">There is no such file, or it is shorter than an offset.</exception>
    public HostClock(string path, TimeProvider? system = null)
    {
        this.system = system ?? System;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length < sizeof(long))
            throw new IOException($"{path} is no clock: it has {stream.Length} bytes.");
        file = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, sizeof(long), MemoryMappedFileAccess.Read);
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => system.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => system.GetUtcNow().AddTicks(view.ReadInt64(0));

    /// <inheritdoc />
    public override long GetTimestamp() => system.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc />
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    /// <summary>The clock of the app: the host's where it has one to move, in Development only, and else the system's.</summary>
    internal static void Add(IServiceCollection services) =>
        services.AddSingleton(provider =>
            provider.GetRequiredService<IHostEnvironment>().IsDevelopment()
            && Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path
                ? new HostClock(path)
                : System);
}
