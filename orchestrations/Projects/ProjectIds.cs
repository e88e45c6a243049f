using System.Security.Cryptography;
using System.Text;

namespace Dazhou.Serverless.Projects;

/// <summary>Project ids: 16 letters and digits, without characters that are easily confused.</summary>
internal static class ProjectIds
{
    private const int Bytes = 10;
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz023456789";

    /// <summary>Whether a subject can be a project; ids of other kinds contain a punctuation mark.</summary>
    public static bool CanBe(string subject) => subject.Length > 0 && subject.All(char.IsAsciiLetterOrDigit);

    /// <summary>Returns a new random id.</summary>
    public static string Random() => Base32(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Returns the id derived from a text, always the same for the same text.</summary>
    public static string Of(string text) => Base32(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(16);
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var value = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text.Append(Alphabet[(value >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }
}
