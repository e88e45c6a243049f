using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Dazhou.FunctionsHost;

/// <summary>
/// How far the clock is ahead, in eight bytes (ticks, little endian) that the worker maps into its memory: host and worker
/// are two processes and must read one clock. It exists only where the clock may be moved.
/// </summary>
internal sealed class ClockFile(HostFolders folders, ClockSettings settings) : IDisposable
{
    private const string Name = "clock.offset";
    private MemoryMappedFile? _file;
    private MemoryMappedViewAccessor? _view;

    /// <summary>Where it is; null where the clock stands with the system's.</summary>
    public string? Path { get; } = settings.Movable ? System.IO.Path.Combine(folders.Data, Name) : null;

    /// <summary>Makes the file, or takes up the one of an earlier run.</summary>
    public void Open()
    {
        if (Path is null)
            return;

        Directory.CreateDirectory(folders.Data);
        _file = MemoryMappedFile.CreateFromFile(Path, FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
        Write(TimeSpan.Zero);
    }

    /// <summary>Lets the worker's clock be so far ahead; called before the host's own is.</summary>
    public void Write(TimeSpan offset)
    {
        // Aligned and eight bytes: whoever reads it sees the old value or the new one.
        _view?.Write(0, BitConverter.IsLittleEndian ? offset.Ticks : BinaryPrimitives.ReverseEndianness(offset.Ticks));
    }

    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }
}
