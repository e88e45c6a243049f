using System.Security.Cryptography;
using System.Text;

namespace Dazhou.LocalRuntime.Replay;

/// <summary>Name-based identifiers (RFC 9562, version 5): the same instance, time and count give the same one at every replay.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid s_namespace = new("6f6b2f1e-52d5-4d27-9a34-0c9bd1d5a7c6");

    public static Guid Create(string name)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        s_namespace.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(16));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Version 5 is defined on SHA-1; nothing secret depends on it.
        SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
