using System.Text;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Addresses in headers. A part of an address that somebody typed holds whatever they like, and a header takes neither Chinese nor
/// control characters: the first fails the answer, the second could begin a header of its own.
/// </summary>
public static class HeaderAddress
{
    private const string Allowed = "-._~:/?#[]@!$&'()*+,;=%";

    /// <summary>A path with its query, ready for a header: what an address may not hold as it is stands in its written form.</summary>
    public static string Of(string path)
    {
        if (path.All(IsAllowed))
            return path;
        var written = new StringBuilder(path.Length + 30);
        foreach (var rune in path.EnumerateRunes())
            written.Append(rune.IsAscii && IsAllowed((char)rune.Value) ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return written.ToString();
    }

    /// <summary>One part of a path, with nothing in it that would end the part.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal);
}
