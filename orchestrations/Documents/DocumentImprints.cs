using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>
/// 版记: its last line lies on the lower edge of the type area of the page on which the document ends. Lines are borders of paragraphs
/// and as long as these, so that what stands a character from the edge is moved by a space and not by an indent.
/// </summary>
internal static class DocumentImprints
{
    private const string Space = "\u3000";
    private const string Copied = "抄送：";
    private const int Character = 280;
    // 抄送： and a character at each side take five.
    private const decimal CopiedCharacters = ((decimal)DocumentPage.TextWidth / Character) - 5m;

    public static IEnumerable<OpenXmlElement> Of(DocumentImprint imprint)
    {
        if (imprint.CopiedTo.Count > 0)
        {
            var run = new Run();
            var lines = Wrapped(DocumentText.Line($"{string.Join('，', imprint.CopiedTo)}。"));
            for (var i = 0; i < lines.Count; i++)
            {
                if (i > 0) run.Append(new Break());
                // Names below names, not below 抄送.
                run.Append(DocumentWriter.TextOf(Space + (i == 0 ? Copied : new string(Space[0], Copied.Length)) + lines[i]));
            }

            yield return DocumentPage.FrameAtFoot(DocumentWriter.Styled(DocumentStyles.CopiedTo, run), below: DocumentPage.ImprintLine * (lines.Count + 1));
        }

        yield return DocumentPage.FrameAtFoot(DocumentWriter.Styled(
            imprint.CopiedTo.Count > 0 ? DocumentStyles.Printed : DocumentStyles.PrintedAlone,
            DocumentWriter.RunOf(Space + DocumentText.Line(imprint.PrintedBy)), new Run(new TabChar()), DocumentWriter.RunOf($"{ChinaTime.Text(imprint.PrintedOn)}印发")), below: DocumentPage.ImprintLine);
    }

    /// <summary>Lines that leave a character free at their end; a comma does not begin one.</summary>
    private static List<string> Wrapped(string text)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (DocumentText.Width(line.ToString()) >= CopiedCharacters - 1m && rune.Value is not ('，' or '。'))
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(rune.ToString());
        }

        lines.Add(line.ToString());
        return lines;
    }
}
