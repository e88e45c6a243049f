namespace Dazhou.Serverless.Input;

/// <summary>
/// Checks the text of fields. Line breaks in a title could add lines to a mail, and bidirectional control characters can make a text look
/// different from what is stored.
/// </summary>
public static class FieldText
{
    /// <summary>The message for a field that is not a single line, to follow the field's name.</summary>
    public const string LineRule = "须为一行文字，不能含有换行或者控制字符";

    /// <summary>The message for a field with control characters, to follow the field's name.</summary>
    public const string TextRule = "含有控制字符，请删除后重新填写";

    private const int LongestExcerpt = 30;

    /// <summary>Returns the beginning of a text, as messages quote it.</summary>
    public static string Excerpt(string text) => text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "……";

    /// <summary>
    /// Returns the narrow form of a full-width letter, digit or sign: they form one block in the order of ASCII. String normalization does
    /// nothing where globalization is invariant.
    /// </summary>
    public static char Narrow(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;

    /// <summary>Returns whether a text is a single line; an empty one is.</summary>
    public static bool IsLine(string? text) => text is null || !text.AsSpan().Trim().ContainsAny('\r', '\n', '\t') && IsText(text);

    /// <summary>Returns whether a text contains only text, line breaks and tabs.</summary>
    public static bool IsText(string? text) => text is null || !text.Any(IsControl);

    private static bool IsControl(char c) => c switch
    {
        '\r' or '\n' or '\t' => false,
        // Line and paragraph separators, and bidirectional controls.
        '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        _ => char.IsControl(c),
    };
}
