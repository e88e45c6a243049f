using System.Text;
using System.Xml;

namespace Dazhou.Serverless.Documents;

/// <summary>Numerals and texts as official documents write them.</summary>
public static class DocumentText
{
    private const string Digits = "〇一二三四五六七八九";

    /// <summary>一, 十, 十一, 二十…… up to 九十九, by which headings and items are counted.</summary>
    public static string Numeral(int number) => number switch
    {
        <= 0 or >= 100 => throw new ArgumentOutOfRangeException(nameof(number), number, "Items are counted from 1 to 99."),
        < 10 => Digits[number].ToString(),
        10 => "十",
        < 20 => $"十{Digits[number % 10]}",
        _ => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10])}",
    };

    /// <summary>
    /// What people typed may hold what XML forbids: it is left out. Halves of surrogate pairs become U+FFFD, whole pairs stay, because
    /// they are characters of names.
    /// </summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > char.MaxValue || (XmlConvert.IsXmlChar((char)rune.Value) && rune.Value is not ('\n' or '\r')))
                printable.Append(rune.Value == '\t' ? " " : rune.ToString());
        }

        return printable.ToString();
    }

    /// <summary>The lines of a text that people typed, without empty ones at its end; one empty line for an empty text.</summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => Printable(line).TrimEnd()).ToList();
        while (lines.Count > 1 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    /// <summary>A text on one line.</summary>
    public static string Line(string text) => string.Join(' ', Lines(text).Where(line => line.Length > 0));

    /// <summary>
    /// The width of a line in whole characters: Chinese ones count one, Latin letters and figures a half. Typefaces of both kinds that
    /// documents are set in agree on it.
    /// </summary>
    public static decimal Width(string text)
    {
        return text.EnumerateRunes().Sum(rune => rune.Value < 0x2000 ? 0.5m : 1m);
    }

    /// <summary>A sentence with its full stop, whatever it ended with.</summary>
    public static string Sentence(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length > 0 && "。！？；：…".Contains(trimmed[^1], StringComparison.Ordinal) ? trimmed : $"{trimmed}。";
    }
}
