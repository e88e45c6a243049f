namespace Dazhou.Serverless.Input;

/// <summary>
/// What a text field may hold. A title that brings its own line breaks could write lines of its own into a mail, and marks that turn
/// the direction of writing show another text than was stored.
/// </summary>
public static class FieldText
{
    /// <summary>What to say of a field that is no line, after its name.</summary>
    public const string LineRule = "须为一行文字，不能含有换行或者控制字符";

    /// <summary>What to say of a field that holds more than text and line breaks, after its name.</summary>
    public const string TextRule = "含有控制字符，请删除后重新填写";

    /// <summary>Whether it is one line of text; an empty one is.</summary>
    public static bool IsLine(string? text) => text is null || !text.AsSpan().Trim().ContainsAny('\r', '\n', '\t') && IsText(text);

    /// <summary>Whether it holds nothing but text, line breaks and tabs.</summary>
    public static bool IsText(string? text) => text is null || !text.Any(IsControl);

    private static bool IsControl(char c) => c switch
    {
        '\r' or '\n' or '\t' => false,
        // Line and paragraph separators, and what turns the direction of writing.
        '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        _ => char.IsControl(c),
    };
}
