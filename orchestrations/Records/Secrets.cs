using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dazhou.Serverless.Records;

/// <summary>
/// The secrets that open something by themselves: keys, sessions, mailed links. Each has 256 random bits, which need no salt and no slow
/// hash; storage and logs know only the hash.
/// </summary>
public static class Secrets
{
    private const int Bytes = 32;

    /// <summary>The number of characters of a secret.</summary>
    public static int Length { get; } = Base64Url.GetEncodedLength(Bytes);

    /// <summary>Creates a secret in base64url, from the given generator or else the system's.</summary>
    public static string New(RandomNumberGenerator? random = null)
    {
        var bytes = new byte[Bytes];
        if (random is null)
            RandomNumberGenerator.Fill(bytes);
        else
            random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Returns the SHA-256 of a text in lower-case hexadecimal digits, under which a secret is stored.</summary>
    public static string HashOf(string secret) => Digest.Of(secret);
}
