using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>
/// Writes official documents as DOCX in the layout of GB/T 9704—2012. The same document gives the same bytes, because activities are
/// repeated and a document's version is told by its bytes.
/// </summary>
public static class DocumentWriter
{
    private const int TitleCharacters = 18;
    // 初号 is 42 points: ten characters fill the 156 mm.
    private const decimal IssuerCharacters = 10.5m;
    // Of a letter's name and of its lower double line, which is 20 mm above the lower edge; millimetres from the upper one.
    private const decimal LetterIssuerFromEdge = 30m;
    private const decimal LetterFootFromEdge = 297m - 20m;

    /// <summary>Writes a document.</summary>
    public static byte[] Write(OfficialDocument document)
    {
        return DocumentPackage.Write(document, (main, body) =>
        {
            body.Append([.. Heading(document)]);
            body.Append([.. DocumentBody.Of(document.Body, document.Signatures.Count > 0, main)]);
            body.Append([.. Closing(document, main)]);
            body.Append(DocumentPage.SectionOf(main, document.Form == DocumentForm.Letter));
        });
    }

    /// <summary>版头, 标题, 主送机关.</summary>
    private static IEnumerable<OpenXmlElement> Heading(OfficialDocument document)
    {
        if (document.Form == DocumentForm.Letter)
        {
            yield return DocumentPage.FrameAcross(Styled(DocumentStyles.LetterIssuer, IssuerRun(document.Issuer)), LetterIssuerFromEdge);
            yield return DocumentPage.FrameAcross(Styled(DocumentStyles.LetterFoot), LetterFootFromEdge);
            yield return Styled(DocumentStyles.LetterNumber, RunOf(document.Number));
        }
        else if (document.Form == DocumentForm.Document)
        {
            yield return Styled(DocumentStyles.Issuer, IssuerRun(document.Issuer));
            // Without a number its line stays: the red line is drawn below it.
            yield return document.Signer is null
                ? Styled(DocumentStyles.Number, RunOf(document.Number))
                : Styled(
                    DocumentStyles.SignedNumber, RunOf(document.Number), new Run(new TabChar()), RunOf("签发人："), RunOf(document.Signer, DocumentStyles.Kai));
        }

        yield return TitleOf(document.Title, document.Form == DocumentForm.Plain ? DocumentStyles.PlainTitle : DocumentStyles.Title);
        if (document.Subtitle is { } subtitle) yield return Styled(DocumentStyles.Subtitle, RunOf(subtitle));
        if (document.Addressee is { } addressee) yield return Styled(DocumentStyles.Addressee, RunOf($"{addressee}："));
    }

    private static Paragraph TitleOf(string title, string style)
    {
        var run = new Run();
        foreach (var (line, i) in DocumentTitle.Lines(title, TitleCharacters).Select((line, i) => (line, i)))
        {
            if (i > 0) run.Append(new Break());
            run.Append(TextOf(line));
        }

        return Styled(style, run);
    }

    /// <summary>附件说明, 署名, 成文日期, 附注, 版记.</summary>
    private static IEnumerable<OpenXmlElement> Closing(OfficialDocument document, MainDocumentPart main)
    {
        for (var i = 0; i < document.Attachments.Count; i++)
        {
            yield return i == 0
                ? Styled(DocumentStyles.FirstAttachment, RunOf($"附件：{NameOf(document.Attachments, i)}"))
                : Styled(DocumentStyles.Attachment, RunOf(NameOf(document.Attachments, i)));
        }

        for (var i = 0; i < document.Signatures.Count; i++)
            yield return Styled(i == 0 ? DocumentStyles.Signature : DocumentStyles.NextSignature, RunOf(document.Signatures[i]));
        if (document.On is { } on) yield return Styled(DocumentStyles.Date, RunOf(ChinaTime.Text(on)));
        if (document.Note is { } note) yield return Styled(DocumentStyles.Note, RunOf($"（{note}）"));
        foreach (var element in document.Attachments.SelectMany((attachment, i) => Attached(attachment, document.Attachments.Count == 1 ? null : i + 1, main))) yield return element;
        if (document.Imprint is { } imprint)
        {
            foreach (var line in DocumentImprints.Of(imprint)) yield return line;
            // The page on which this stands is the one at whose foot the lines do.
            yield return Styled(DocumentStyles.Gap);
        }
    }

    /// <summary>An attachment on pages of its own, before 版记: 附件 at the upper left corner, its title on the third line.</summary>
    private static IEnumerable<OpenXmlElement> Attached(DocumentAttachment attachment, int? number, MainDocumentPart main)
    {
        if (attachment.Body.Count == 0) yield break;
        yield return Styled(DocumentStyles.AttachmentMark, RunOf(number is { } of ? string.Create(CultureInfo.InvariantCulture, $"附件{of}") : "附件"));
        yield return TitleOf(attachment.Title, DocumentStyles.AttachmentTitle);
        foreach (var element in DocumentBody.Of(attachment.Body, signed: false, main)) yield return element;
    }

    private static string NameOf(IReadOnlyList<DocumentAttachment> attachments, int i) =>
        attachments.Count == 1 ? attachments[i].Title : string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {attachments[i].Title}");

    /// <summary>A name that is wider than the type area is set narrower, as its lead would be.</summary>
    private static Run IssuerRun(string? issuer)
    {
        var run = RunOf(issuer);
        var width = DocumentText.Width(issuer ?? "");
        if (width > IssuerCharacters)
            run.RunProperties = new() { CharacterScale = new() { Val = (long)Math.Max(33m, decimal.Floor(100m * IssuerCharacters / width)) } };
        return run;
    }

    internal static Paragraph Styled(string style, params OpenXmlElement?[] content)
    {
        var paragraph = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        paragraph.Append(content.OfType<OpenXmlElement>());
        return paragraph;
    }

    internal static Run RunOf(string? text, string? style = null)
    {
        var run = new Run();
        if (style is not null) run.RunProperties = new(new RunStyle { Val = style });
        if (!string.IsNullOrEmpty(text)) run.Append(TextOf(DocumentText.Line(text)));
        return run;
    }

    internal static Text TextOf(string text) => new(text) { Space = SpaceProcessingModeValues.Preserve };
}
