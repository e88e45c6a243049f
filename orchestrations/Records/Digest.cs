using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dazhou.Serverless.Records;

/// <summary>SHA-256 in lower-case hexadecimal digits: for ids that follow from content, and to tell equal contents.</summary>
public static class Digest
{
    /// <summary>Returns the digest of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Returns the digest of a text in UTF-8.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Returns the digest of a value as it is recorded in JSON.</summary>
    public static string OfJson<T>(T value, JsonSerializerOptions options) => Of(JsonSerializer.SerializeToUtf8Bytes(value, options));
}
