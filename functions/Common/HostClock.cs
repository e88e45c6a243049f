using System.IO.MemoryMappedFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// The movable clock of a development host (<c>POST /runtime/clock</c>): the system time plus an offset in a memory-mapped file shared with
/// the host. The offset only grows and takes effect here at once. Timers and measured durations use the system time, since a host that
/// moves its clock does not wait for a worker's timers.
/// </summary>
public sealed class HostClock : TimeProvider, IDisposable
{
    /// <summary>The environment variable with the path of the file: eight bytes, the offset in ticks of 100 ns, little endian.</summary>
    public const string FileVariable = "DAZHOU_CLOCK_FILE";

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly TimeProvider system;

    /// <summary>Opens the file with the offset.</summary>
    /// <exception cref="IOException">The file does not exist, or is shorter than an offset.</exception>
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

    /// <summary>Adds the clock: the host's if it has a movable one and in Development only, otherwise the system's.</summary>
    internal static void Add(IServiceCollection services) =>
        services.AddSingleton(provider =>
            provider.GetRequiredService<IHostEnvironment>().IsDevelopment()
            && Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path
                ? new HostClock(path)
                : System);
}
