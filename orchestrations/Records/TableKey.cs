using System.Text;

namespace Dazhou.Serverless.Records;

/// <summary>Encodes keys for Azure Tables, character by character, so that a prefix of a key is a prefix of its encoded form.</summary>
/// <remarks>
/// Characters that are forbidden in keys (/ \ # ? and control characters) or make key ranges hard to bound (surrogates and the last
/// characters of the plane) become <c>=</c> and four hexadecimal digits, and so does <c>=</c>.
/// </remarks>
internal static class TableKey
{
    /// <summary>The maximum length of a key: 1 KiB in UTF-16.</summary>
    public const int MaximumLength = 512;

    /// <summary>Returns whether a row can have a key. Text typed into an address or a form may be no key; then there is no such row.</summary>
    public static bool CanBe(string key) => key.Length > 0 && EncodePart(key).Length <= MaximumLength;

    /// <summary>Returns whether a text is an encoded key, as used in continuations.</summary>
    public static bool IsWrittenForm(string text) => text.Length is > 0 and <= MaximumLength && text.All(c => c == '=' || !IsWritten(c));

    public static string Encode(string key)
    {
        if (key.Length == 0)
            throw new ArgumentException("A key must not be empty.", nameof(key));
        var encoded = EncodePart(key);
        return encoded.Length <= MaximumLength
            ? encoded
            : throw new ArgumentException($"A key has at most {MaximumLength} characters; this one has {encoded.Length}: {encoded[..60]}...", nameof(key));
    }

    /// <summary>Returns the range of encoded keys with a prefix: first value inclusive, second exclusive.</summary>
    public static (string From, string To) Range(string prefix)
    {
        var from = EncodePart(prefix);
        // No encoded key contains a character above U+FFEF or a surrogate, so incrementing the last character bounds them all.
        var last = from[^1];
        return (from, from[..^1] + (last == '\uD7FF' ? '\uE000' : (char)(last + 1)));
    }

    private static string EncodePart(string key)
    {
        if (!key.Any(IsWritten))
            return key;
        var text = new StringBuilder(key.Length + 20);
        foreach (var c in key)
        {
            if (IsWritten(c))
                text.Append('=').Append(((int)c).ToString("X4"));
            else
                text.Append(c);
        }

        return text.ToString();
    }

    private static bool IsWritten(char c) =>
        c is '/' or '\\' or '#' or '?' or '=' or >= '\uFFF0' || char.IsControl(c) || char.IsSurrogate(c);
}
