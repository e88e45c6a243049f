using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Functions.Tests.Common;

public sealed class HostClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly string path = Path.Combine(Path.GetTempPath(), $"dazhou-clock-{Guid.NewGuid():N}");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(HostClock.FileVariable, null);
        File.Delete(path);
    }

    [Fact]
    public void GetUtcNow_OffsetMovedByAnotherMapping_IsSeenAtOnce()
    {
        Write(TimeSpan.FromHours(1));
        using var clock = new HostClock(path, new StoppedClock());
        Assert.Equal(Noon.AddHours(1), clock.GetUtcNow());

        using (var host = MemoryMappedFile.CreateFromFile(path, FileMode.Open))
        using (var view = host.CreateViewAccessor())
            view.Write(0, TimeSpan.FromDays(730).Ticks);

        Assert.Equal(Noon.AddDays(730), clock.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_OffsetMovedByAPlainWrite_IsSeenAtOnce()
    {
        Write(TimeSpan.Zero);
        using var clock = new HostClock(path, new StoppedClock());

        using (var host = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            host.Write(Bytes(TimeSpan.FromDays(7)));

        Assert.Equal(Noon.AddDays(7), clock.GetUtcNow());
    }

    [Fact]
    public void GetTimestamp_ClockMoved_StaysTheSystems()
    {
        Write(TimeSpan.FromDays(7));
        using var clock = new HostClock(path, new StoppedClock());
        Assert.Equal(42, clock.GetTimestamp());
    }

    [Fact]
    public void Constructor_FileShorterThanAnOffset_IsRefused()
    {
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Throws<IOException>(() => new HostClock(path));
    }

    [Fact]
    public void Constructor_NoFile_IsRefused() => Assert.Throws<FileNotFoundException>(() => new HostClock(path));

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    public void Add_FileNamed_MovesInDevelopmentOnly(string environment, bool moves)
    {
        Write(TimeSpan.FromDays(1));
        Environment.SetEnvironmentVariable(HostClock.FileVariable, path);
        using var services = Services(environment);
        Assert.Equal(moves, services.GetRequiredService<TimeProvider>() is HostClock);
    }

    [Fact]
    public void Add_NoFileNamed_IsTheSystems()
    {
        using var services = Services("Development");
        Assert.Same(TimeProvider.System, services.GetRequiredService<TimeProvider>());
    }

    private static ServiceProvider Services(string environment)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        HostClock.Add(services);
        return services.BuildServiceProvider();
    }

    private static byte[] Bytes(TimeSpan offset)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset.Ticks);
        return bytes;
    }

    private void Write(TimeSpan offset) => File.WriteAllBytes(path, Bytes(offset));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;

        public override long GetTimestamp() => 42;
    }
}
