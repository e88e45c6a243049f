using System.Text;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Encodes addresses for headers. Parts typed by people may contain anything, but headers allow neither Chinese nor control characters: the
/// former fails the response, the latter could inject a header.
/// </summary>
public static class HeaderAddress
{
    private const string Allowed = "-._~:/?#[]@!$&'()*+,;=%";

    /// <summary>Returns a path with query, percent-encoded where necessary.</summary>
    public static string Of(string path)
    {
        if (path.All(IsAllowed))
            return path;
        var written = new StringBuilder(path.Length + 30);
        foreach (var rune in path.EnumerateRunes())
            written.Append(rune.IsAscii && IsAllowed((char)rune.Value) ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return written.ToString();
    }

    /// <summary>Returns a single path segment, percent-encoded so that nothing ends the segment.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal);
}
