using System.Text;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Keys as Azure Tables takes them. What it forbids in a key (/ \ # ? and control characters), and what would
/// make a range of keys hard to bound (surrogates and the last characters of the plane), is written as
/// <c>=</c> and four hexadecimal digits, and so is <c>=</c>. Character by character, so that a prefix of a key
/// is a prefix of its written form.
/// </summary>
internal static class TableKey
{
    /// <summary>Azure Tables takes 1 KiB a key, in UTF-16.</summary>
    public const int MaximumLength = 512;

    /// <summary>Whether a row can have this key. What people type into an address or a form need not, and then there is no such row.</summary>
    public static bool CanBe(string key) => key.Length > 0 && EncodePart(key).Length <= MaximumLength;

    /// <summary>Whether a text is the written form of a key, as pages hand it out to be read on from.</summary>
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

    /// <summary>The keys that begin with a prefix: from the first value, up to but without the second.</summary>
    public static (string From, string To) Range(string prefix)
    {
        var from = EncodePart(prefix);
        // No written key holds a character above U+FFEF or a surrogate, so the next character bounds them all.
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
