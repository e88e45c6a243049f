using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>
/// The styles of official documents (GB/T 9704—2012): typefaces and sizes stand here and nowhere in the text, so that an office that
/// writes otherwise changes a style and not a document. Sizes: 二号 22, 三号 16, 四号 14, 五号 10.5 points.
/// </summary>
internal static class DocumentStyles
{
    public const string Issuer = "GwIssuer";
    public const string LetterIssuer = "GwLetterIssuer";
    public const string LetterFoot = "GwLetterFoot";
    public const string Number = "GwNumber";
    public const string SignedNumber = "GwSignedNumber";
    public const string LetterNumber = "GwLetterNumber";
    public const string Title = "Title";
    public const string PlainTitle = "GwPlainTitle";
    public const string Subtitle = "Subtitle";
    public const string Addressee = "GwAddressee";
    public const string Body = "GwBody";
    public const string LastBody = "GwLastBody";
    public const string FirstAttachment = "GwFirstAttachment";
    public const string Attachment = "GwAttachment";
    public const string AttachmentMark = "GwAttachmentMark";
    public const string AttachmentTitle = "GwAttachmentTitle";
    public const string Signature = "GwSignature";
    public const string NextSignature = "GwNextSignature";
    public const string Date = "GwDate";
    public const string Note = "GwNote";
    public const string CopiedTo = "GwCopiedTo";
    public const string Printed = "GwPrinted";
    public const string PrintedAlone = "GwPrintedAlone";
    public const string PageNumberOdd = "GwPageNumberOdd";
    public const string PageNumberEven = "GwPageNumberEven";
    public const string Table = "GwTable";
    public const string Cell = "GwCell";
    public const string CellHeading = "GwCellHeading";
    public const string CellFigure = "GwCellFigure";
    public const string CellSection = "GwCellSection";
    public const string Kai = "GwKai";
    public const string Gap = "GwGap";

    private const string Song = "方正小标宋简体";
    private const string FangSong = "仿宋_GB2312";
    private const string KaiTi = "楷体_GB2312";
    private const string Hei = "黑体";
    private const string SimSun = "宋体";
    private const string Red = "FF0000";
    private const int Character = DocumentPage.Character;
    private const int Line = DocumentPage.Line;

    /// <summary>The heading of a level, and the words before the text of an item of that level.</summary>
    public static string Heading(int level) => $"Heading{level}";

    /// <inheritdoc cref="Heading"/>
    public static string Lead(int level) => $"GwLead{level}";

    /// <summary>All of them; where signature and date stand depends on how long they are.</summary>
    /// <param name="signatures">发文机关署名.</param>
    /// <param name="date">成文日期 as written.</param>
    public static Styles All(IReadOnlyList<string> signatures, string? date)
    {
        var styles = new Styles(Defaults());
        styles.Append(
            Paragraph("Normal", "Normal", basedOn: null, new() { WidowControl = new() { Val = false }, Justification = Align(JustificationValues.Both), SpacingBetweenLines = Lines(Line) }),
            // Read as a document's own name by what lists titles.
            Paragraph(Title, "Title", "Normal", new() { KeepNext = new(), KeepLines = new(), Justification = Align(JustificationValues.Center), SpacingBetweenLines = Lines(640, before: 2 * Line, after: Line) }, Face(Song, 44)),
            Paragraph(PlainTitle, "公文标题（无版头）", Title, new() { SpacingBetweenLines = Lines(640, before: 0, after: Line) }),
            Paragraph(Subtitle, "Subtitle", "Normal", new() { Justification = Align(JustificationValues.Center), SpacingBetweenLines = Lines(Line, after: Line / 2) }, Face(KaiTi, 32)),
            Paragraph(Issuer, "发文机关标志", "Normal", new() { Justification = Align(JustificationValues.Center), SpacingBetweenLines = Lines(960, before: DocumentPage.Twips(35)) }, Face(Song, 84, Red)),
            Paragraph(LetterIssuer, "发文机关标志（信函）", "Normal", new()
            {
                // The double line is as long as the frame, 4 mm below the name.
                Justification = Align(JustificationValues.Center),
                SpacingBetweenLines = Lines(960),
                ParagraphBorders = new() { BottomBorder = new() { Val = BorderValues.ThickThinSmallGap, Size = 24, Space = 11, Color = Red } },
            }, Face(Song, 84, Red)),
            Paragraph(LetterFoot, "信函下红色双线", "Normal", new()
            {
                SpacingBetweenLines = Lines(40),
                ParagraphBorders = new() { BottomBorder = new() { Val = BorderValues.ThinThickSmallGap, Size = 24, Space = 0, Color = Red } },
            }),
            Paragraph(Number, "发文字号", "Normal", new() { Justification = Align(JustificationValues.Center), SpacingBetweenLines = Lines(Line, before: 2 * Line), ParagraphBorders = RedLine() }),
            Paragraph(SignedNumber, "发文字号和签发人", Number, new() { Justification = Align(JustificationValues.Left), Indentation = Indent(Character, 0), Tabs = RightTab(DocumentPage.TextWidth - Character) }),
            Paragraph(LetterNumber, "发文字号（信函）", "Normal", new() { Justification = Align(JustificationValues.Right), SpacingBetweenLines = Lines(Line, before: 280) }),
            Paragraph(Addressee, "主送机关", "Normal", new() { Justification = Align(JustificationValues.Left), KeepNext = new() }),
            Paragraph(Body, "公文正文", "Normal", new() { Indentation = FirstLine() }),
            // Never leaves signature and seal alone on a page.
            Paragraph(LastBody, "公文正文（末段）", Body, new() { KeepNext = new(), KeepLines = new() }),
            Paragraph(FirstAttachment, "附件说明（首行）", "Normal", new() { KeepNext = new(), SpacingBetweenLines = Lines(Line, before: Line), Indentation = Hanging(5 * Character, 3 * Character) }),
            Paragraph(Attachment, "附件说明", "Normal", new() { KeepNext = new(), Indentation = Indent(5 * Character, 0) }),
            Paragraph(AttachmentMark, "附件标志", "Normal", new() { PageBreakBefore = new(), KeepNext = new(), OutlineLevel = new() { Val = 0 } }, Face(Hei, 32)),
            Paragraph(AttachmentTitle, "附件标题", Title, new() { SpacingBetweenLines = Lines(640, before: Line, after: Line) }),
            Paragraph(Note, "附注", "Normal", new() { Indentation = FirstLine(), SpacingBetweenLines = Lines(Line) }),
            Paragraph(CopiedTo, "抄送机关", "Normal", new() { Justification = Align(JustificationValues.Left), SpacingBetweenLines = Lines(DocumentPage.ImprintLine), ParagraphBorders = Ruled(top: 8, bottom: 6) }, Face(FangSong, 28, spacing: 0)),
            Paragraph(Printed, "印发机关和印发日期", "Normal", new() { Justification = Align(JustificationValues.Left), Tabs = RightTab(DocumentPage.TextWidth - 280), SpacingBetweenLines = Lines(DocumentPage.ImprintLine), ParagraphBorders = Ruled(top: null, bottom: 8) }, Face(FangSong, 28, spacing: 0)),
            Paragraph(PrintedAlone, "印发机关和印发日期（无抄送）", Printed, new() { ParagraphBorders = Ruled(top: 8, bottom: 8) }),
            Paragraph(PageNumberOdd, "页码（单页）", "Normal", new() { Justification = Align(JustificationValues.Right), Indentation = Indent(0, 280), SpacingBetweenLines = Lines(300) }, Face(SimSun, 28, spacing: 0)),
            Paragraph(PageNumberEven, "页码（双页）", "Normal", new() { Justification = Align(JustificationValues.Left), Indentation = Indent(280, 0), SpacingBetweenLines = Lines(300) }, Face(SimSun, 28, spacing: 0)),
            Paragraph(Cell, "表格文字", "Normal", new() { Justification = Align(JustificationValues.Left), WordWrap = new() { Val = false }, SpacingBetweenLines = Lines(340) }, Face(FangSong, 21, spacing: 0)),
            Paragraph(Gap, "表后空行", "Normal", new() { SpacingBetweenLines = Lines(120) }, Face(FangSong, 2, spacing: 0)),
            Paragraph(CellFigure, "表格数字", Cell, new() { Justification = Align(JustificationValues.Center) }),
            Paragraph(CellHeading, "表头", Cell, new() { Justification = Align(JustificationValues.Center) }, Face(Hei, 21, spacing: 0)),
            Paragraph(CellSection, "表格分部标题", Cell, new() { KeepNext = new(), OutlineLevel = new() { Val = 0 } }, Face(Hei, 24, spacing: 0)));
        string[] faces = [Hei, KaiTi, FangSong, FangSong];
        for (var level = 1; level <= faces.Length; level++)
        {
            styles.Append(
                Paragraph(Heading(level), string.Create(CultureInfo.InvariantCulture, $"heading {level}"), Body, new() { KeepNext = new(), OutlineLevel = new() { Val = level - 1 } }, Face(faces[level - 1], 32)),
                CharacterStyle(Lead(level), string.Create(CultureInfo.InvariantCulture, $"序号和提要（{level}级）"), faces[level - 1]));
        }

        styles.Append(CharacterStyle(Kai, "签发人姓名", KaiTi), Grid());
        styles.Append([.. SignatureStyles(signatures, date)]);
        return styles;
    }

    /// <summary>
    /// 成文日期 four characters from the right, the authority's name centred over it, room for the seal, which covers both; the page never
    /// breaks between.
    /// </summary>
    private static IEnumerable<Style> SignatureStyles(IReadOnlyList<string> signatures, string? date)
    {
        var dateWidth = DocumentText.Width(date ?? "");
        var widest = Math.Max(dateWidth, signatures.Select(DocumentText.Width).DefaultIfEmpty(0m).Max());
        // A character more on each side: figures of a typeface that stands in are wider and set apart, and the day of the month would go onto a line, or a page, of its own.
        var right = Math.Max(0, (int)((3m - ((widest - dateWidth) / 2m)) * Character));
        var left = Math.Max(0, DocumentPage.TextWidth - right - (int)((widest + 2.5m) * Character));
        StyleParagraphProperties At(int before, bool keep) => new()
        {
            KeepNext = keep ? new() : null,
            Justification = Align(JustificationValues.Center),
            Indentation = Indent(left, right),
            SpacingBetweenLines = Lines(Line, before),
        };
        yield return Paragraph(Signature, "发文机关署名", "Normal", At(before: 3 * Line, keep: true));
        yield return Paragraph(NextSignature, "发文机关署名（续）", "Normal", At(before: 0, keep: true));
        yield return Paragraph(Date, "成文日期", "Normal", At(before: 0, keep: false));
    }

    private static DocDefaults Defaults() => new(
        new RunPropertiesDefault(new RunPropertiesBaseStyle
        {
            RunFonts = Fonts(FangSong),
            // A twip less than the grid: readers that round would put the 28th character on the next line.
            Spacing = new() { Val = Character - 320 - 1 },
            FontSize = new() { Val = "32" },
            FontSizeComplexScript = new() { Val = "32" },
            Languages = new() { Val = "en-US", EastAsia = "zh-CN", Bidi = "ar-SA" },
        }),
        // 28 characters a line, whatever they are: no gap between figures and Chinese, no comma beyond the edge.
        new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle
        {
            OverflowPunctuation = new() { Val = false },
            AutoSpaceDE = new() { Val = false },
            AutoSpaceDN = new() { Val = false },
            SnapToGrid = new() { Val = false },
        }));

    private static Style Paragraph(string id, string name, string? basedOn, StyleParagraphProperties properties, StyleRunProperties? run = null) => new()
    {
        Type = StyleValues.Paragraph,
        StyleId = id,
        Default = basedOn is null ? true : null,
        CustomStyle = id.StartsWith("Gw", StringComparison.Ordinal) ? true : null,
        StyleName = new() { Val = name },
        BasedOn = basedOn is null ? null : new() { Val = basedOn },
        PrimaryStyle = new(),
        StyleParagraphProperties = properties,
        StyleRunProperties = run,
    };

    private static Style CharacterStyle(string id, string name, string face) => new()
    {
        Type = StyleValues.Character,
        StyleId = id,
        CustomStyle = true,
        StyleName = new() { Val = name },
        PrimaryStyle = new(),
        StyleRunProperties = new() { RunFonts = Fonts(face) },
    };

    private static Style Grid() => new()
    {
        Type = StyleValues.Table,
        StyleId = Table,
        CustomStyle = true,
        StyleName = new() { Val = "公文表格" },
        StyleTableProperties = new()
        {
            TableBorders = new(
                Border<TopBorder>(), Border<LeftBorder>(), Border<BottomBorder>(), Border<RightBorder>(), Border<InsideHorizontalBorder>(), Border<InsideVerticalBorder>()),
            TableCellMarginDefault = new(
                new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 85, Type = TableWidthValues.Dxa },
                new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 85, Type = TableWidthValues.Dxa }),
        },
    };

    private static T Border<T>(uint eighths = 4, string color = "000000", uint space = 0)
        where T : BorderType, new() => new() { Val = BorderValues.Single, Size = eighths, Space = space, Color = color };

    /// <summary>Lines of 版记 in eighths of a point: 0.35 mm outside, 0.25 mm between.</summary>
    private static ParagraphBorders Ruled(uint? top, uint bottom) => new()
    {
        TopBorder = top is { } size ? Border<TopBorder>(size) : null,
        BottomBorder = Border<BottomBorder>(bottom),
    };

    private static StyleRunProperties Face(string face, int halfPoints, string? color = null, int? spacing = null)
    {
        var size = halfPoints.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            RunFonts = Fonts(face),
            Color = color is null ? null : new() { Val = color },
            // The spacing belongs to the grid of the text; other sizes stand as they are.
            Spacing = spacing is { } value ? new() { Val = value } : halfPoints == 32 ? null : new() { Val = 0 },
            FontSize = new() { Val = size },
            FontSizeComplexScript = new() { Val = size },
        };
    }

    private static RunFonts Fonts(string face) => new() { Ascii = face, HighAnsi = face, EastAsia = face, ComplexScript = "Times New Roman" };

    private static Justification Align(JustificationValues value) => new() { Val = value };

    private static SpacingBetweenLines Lines(int line, int before = 0, int after = 0) => new()
    {
        Before = before.ToString(CultureInfo.InvariantCulture),
        After = after.ToString(CultureInfo.InvariantCulture),
        Line = line.ToString(CultureInfo.InvariantCulture),
        LineRule = LineSpacingRuleValues.Exact,
    };

    private static Indentation Indent(int left, int right) =>
        new() { Left = left.ToString(CultureInfo.InvariantCulture), Right = right.ToString(CultureInfo.InvariantCulture), FirstLine = "0" };

    private static Indentation FirstLine() => new() { FirstLine = (2 * Character).ToString(CultureInfo.InvariantCulture) };

    private static Indentation Hanging(int left, int hanging, int right = 0) => new()
    {
        Left = left.ToString(CultureInfo.InvariantCulture),
        Right = right.ToString(CultureInfo.InvariantCulture),
        Hanging = hanging.ToString(CultureInfo.InvariantCulture),
    };

    private static Tabs RightTab(int at) => new(new TabStop { Val = TabStopValues.Right, Position = at });

    /// <summary>分隔线, 4 mm below the number.</summary>
    private static ParagraphBorders RedLine() => new() { BottomBorder = Border<BottomBorder>(12, Red, space: 11) };
}
