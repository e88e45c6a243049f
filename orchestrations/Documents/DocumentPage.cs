using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>
/// The page of GB/T 9704—2012: A4, 37 mm above and 28 mm beside a type area of 156 by 225 mm, which holds 22 lines of 28 characters of 16
/// points; the page number below it, outside. In twips, 1/20 of a point.
/// </summary>
internal static class DocumentPage
{
    /// <summary>28 characters of 15.8 points: 156 mm to a tenth.</summary>
    public const int TextWidth = 28 * Character;

    /// <summary>A character of the text with its spacing.</summary>
    public const int Character = 316;

    /// <summary>A line: 225 mm through 22, less than a twip short.</summary>
    public const int Line = 579;

    /// <summary>A line of 版记.</summary>
    public const int ImprintLine = 560;

    private const uint Width = 11906;
    private const uint Height = 16838;
    private const int Top = 2098;
    private const int Bottom = 1984;
    private const uint Left = 1587;
    // The dashes beside the page number stand 7 mm below the type area.
    private const uint FooterFromEdge = 1304;

    /// <summary>Millimetres in twips.</summary>
    public static int Twips(decimal millimetres) => (int)decimal.Round(millimetres * 1440m / 25.4m);

    /// <summary>The page, with its number outside: at the right of odd pages, at the left of even ones, on the first page of a letter nowhere.</summary>
    public static SectionProperties SectionOf(MainDocumentPart main, bool firstWithoutNumber)
    {
        var section = new SectionProperties();
        section.Append(Footer(main, "rIdOdd", HeaderFooterValues.Default, DocumentStyles.PageNumberOdd));
        section.Append(Footer(main, "rIdEven", HeaderFooterValues.Even, DocumentStyles.PageNumberEven));
        if (firstWithoutNumber) section.Append(Footer(main, "rIdFirst", HeaderFooterValues.First, DocumentStyles.PageNumberOdd));
        section.Append(
            new PageSize { Width = Width, Height = Height },
            new PageMargin { Top = Top, Right = Width - Left - TextWidth, Bottom = Bottom, Left = Left, Header = 851, Footer = FooterFromEdge, Gutter = 0 });
        if (firstWithoutNumber) section.Append(new TitlePage());
        return section;
    }

    /// <summary>Puts a paragraph into a frame of 170 mm in the middle of the page, where the lines of letters stand. Not by its style: LibreOffice overlooks a frame there.</summary>
    /// <param name="paragraph">The paragraph.</param>
    /// <param name="top">Millimetres from the upper edge.</param>
    public static Paragraph FrameAcross(Paragraph paragraph, decimal top) => Framed(paragraph, new()
    {
        Width = Text(Twips(170)),
        Wrap = TextWrappingValues.Around,
        HorizontalPosition = HorizontalAnchorValues.Page,
        X = Text(Twips(20)),
        VerticalPosition = VerticalAnchorValues.Page,
        Y = Text(Twips(top)),
    });

    /// <summary>Puts a paragraph into a frame as wide as the text, at the foot of the type area. Measured from the page: so every reader of DOCX finds it.</summary>
    /// <param name="paragraph">The paragraph.</param>
    /// <param name="below">How far above the lower edge of the type area it begins.</param>
    public static Paragraph FrameAtFoot(Paragraph paragraph, int below) => Framed(paragraph, new()
    {
        Width = Text(TextWidth),
        Wrap = TextWrappingValues.Around,
        HorizontalPosition = HorizontalAnchorValues.Page,
        X = Text((int)Left),
        VerticalPosition = VerticalAnchorValues.Page,
        Y = Text((int)Height - Bottom - below),
    });

    private static Paragraph Framed(Paragraph paragraph, FrameProperties frame)
    {
        paragraph.ParagraphProperties!.FrameProperties = frame;
        return paragraph;
    }

    private static string Text(int twips) => twips.ToString(CultureInfo.InvariantCulture);

    private static FooterReference Footer(MainDocumentPart main, string id, HeaderFooterValues pages, string style)
    {
        var paragraph = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        if (pages != HeaderFooterValues.First)
        {
            paragraph.Append(
                new Run(new Text("— ") { Space = SpaceProcessingModeValues.Preserve }),
                new SimpleField(new Run(new Text("1"))) { Instruction = " PAGE " },
                new Run(new Text(" —") { Space = SpaceProcessingModeValues.Preserve }));
        }

        var part = main.AddNewPart<FooterPart>(id);
        part.Footer = new Footer(paragraph);
        return new FooterReference { Type = pages, Id = id };
    }
}
