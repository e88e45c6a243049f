using System.IO.Compression;
using Dazhou.Serverless.Documents;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using FsCheck.Xunit;
using Orchestrations.Tests.Projects;

namespace Orchestrations.Tests.Documents;

/// <summary>What the writer makes of a document, read back by the library that Word's makers give out.</summary>
public sealed class DocumentWriterTests
{
    private static readonly OfficialDocument Sample = new()
    {
        Form = DocumentForm.Document,
        Issuer = "某市某局文件",
        Number = "某发〔2026〕3号",
        Title = "某市某局\n关于某项目的批复",
        Addressee = "市教育局",
        Body =
        [
            DocumentBlocks.Text("第一段。\n第二段。"),
            DocumentBlocks.Item("项目名称", "某项目"),
            DocumentBlocks.Heading("要求"),
            DocumentBlocks.Heading("公示", level: 2),
            DocumentBlocks.Point("公示七日"),
            DocumentBlocks.Point("编制方案。"),
            DocumentBlocks.Heading("其他", level: 2),
            DocumentBlocks.Point("说明"),
            new TableBlock([new("序号", 1, IsNumber: true), new("名称", 3)], [["1", "甲"], ["2", "乙"]]),
            DocumentBlocks.Closing("批复"),
        ],
        Attachments = [new("清单", [DocumentBlocks.Text("附件正文")]), new("纪要", [])],
        Signatures = ["某市某局"],
        On = new(2026, 3, 9),
        Note = "此件公开",
        Imprint = new(["市财政局", "市发展改革委"], "某市某局", new(2026, 3, 10)),
    };

    public static TheoryData<string> Kinds => [.. SampleDocuments.Kinds];

    [Fact]
    public void Write_Document_HasItsPartsInTheOrderOfTheStandard() => Read(Sample, document => Assert.Equal(
        [
            "GwIssuer 某市某局文件", "GwNumber 某发〔2026〕3号", "Title 某市某局关于某项目的批复", "GwAddressee 市教育局：",
            "GwBody 第一段。", "GwBody 第二段。", "GwBody 一、项目名称：某项目。", "Heading1 二、要求", "Heading2 （一）公示", "GwBody 1. 公示七日。", "GwBody 2. 编制方案。",
            "Heading2 （二）其他", "GwBody 1. 说明。", "GwGap ", "GwGap ", "GwLastBody 特此批复。",
            "GwFirstAttachment 附件：1. 清单", "GwAttachment 2. 纪要", "GwSignature 某市某局", "GwDate 2026年3月9日", "GwNote （此件公开）",
            "GwAttachmentMark 附件1", "GwAttachmentTitle 清单", "GwBody 附件正文",
            "GwCopiedTo 　抄送：市财政局，市发展改革委。", "GwPrinted 　某市某局2026年3月10日印发", "GwGap ",
        ],
        document.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Select(paragraph => $"{paragraph.ParagraphProperties!.ParagraphStyleId!.Val} {paragraph.InnerText}")));

    [Fact]
    public void Write_Letter_HasItsLinesAndNoNumberOnTheFirstPage() => Read(Sample with { Form = DocumentForm.Letter, Issuer = "某市某局" }, document =>
    {
        var paragraphs = document.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().ToList();
        Assert.Equal(["GwLetterIssuer", "GwLetterFoot", "GwLetterNumber"], paragraphs[..3].Select(paragraph => paragraph.ParagraphProperties!.ParagraphStyleId!.Val!.Value));
        // 30 mm and 277 mm from the upper edge.
        Assert.Equal(["1701", "15704"], paragraphs[..2].Select(paragraph => paragraph.ParagraphProperties!.FrameProperties!.Y!.Value));
        var section = document.MainDocumentPart.Document.Body!.GetFirstChild<SectionProperties>()!;
        Assert.NotNull(section.GetFirstChild<TitlePage>());
        Assert.Empty(document.MainDocumentPart.GetPartById("rIdFirst").RootElement!.InnerText);
    });

    [Fact]
    public void Write_WithoutNumberNoteOrImprint_LeavesThemOut() => Read(
        Sample with { Number = null, Note = null, Imprint = null, Addressee = null, Attachments = [] },
        document =>
        {
            var text = document.MainDocumentPart!.Document!.Body!.InnerText;
            Assert.DoesNotContain("3号", text, StringComparison.Ordinal);
            Assert.DoesNotContain("抄送", text, StringComparison.Ordinal);
            Assert.DoesNotContain("附件", text, StringComparison.Ordinal);
        });

    [Fact]
    public void Write_Page_IsThatOfTheStandard() => Read(Sample, document =>
    {
        var section = document.MainDocumentPart!.Document!.Body!.GetFirstChild<SectionProperties>()!;
        var (size, margin) = (section.GetFirstChild<PageSize>()!, section.GetFirstChild<PageMargin>()!);

        Assert.Equal((210, 297), (Millimetres(size.Width!), Millimetres(size.Height!)));
        Assert.Equal((37, 28), (Millimetres((uint)margin.Top!.Value), Millimetres(margin.Left!)));
        Assert.Equal((156, 225), (Millimetres(size.Width! - margin.Left! - margin.Right!), Millimetres(size.Height! - (uint)margin.Top!.Value - (uint)margin.Bottom!.Value)));
        Assert.NotNull(document.MainDocumentPart.DocumentSettingsPart!.Settings!.GetFirstChild<EvenAndOddHeaders>());
        Assert.Equal(
            [(HeaderFooterValues.Default, "right"), (HeaderFooterValues.Even, "left")],
            section.Elements<FooterReference>().Select(footer => (footer.Type!.Value, AlignmentOf(document, footer.Id!))));

        string AlignmentOf(WordprocessingDocument of, string part)
        {
            var paragraph = of.MainDocumentPart!.GetPartById(part).RootElement!.GetFirstChild<Paragraph>()!;
            Assert.Equal("— 1 —", paragraph.InnerText);
            Assert.Equal(" PAGE ", paragraph.GetFirstChild<SimpleField>()!.Instruction!.Value);
            return StyleOf(of, paragraph.ParagraphProperties!.ParagraphStyleId!.Val!).StyleParagraphProperties!.Justification!.Val!.InnerText!;
        }
    });

    [Theory]
    [InlineData("GwBody", null, null)]
    [InlineData("Title", "方正小标宋简体", "44")]
    [InlineData("Heading1", "黑体", "32")]
    [InlineData("Heading2", "楷体_GB2312", "32")]
    [InlineData("Heading3", "仿宋_GB2312", "32")]
    [InlineData("GwCopiedTo", "仿宋_GB2312", "28")]
    [InlineData("GwPageNumberOdd", "宋体", "28")]
    public void Styles_Typeface_IsThatOfTheStandard(string id, string? face, string? halfPoints) => Read(Sample, document =>
    {
        var run = StyleOf(document, id).StyleRunProperties;
        Assert.Equal((face, halfPoints), (run?.RunFonts?.EastAsia?.Value, run?.FontSize?.Val?.Value));
        // What a style does not say is said once for all: 三号仿宋, 22 lines a page.
        var defaults = document.MainDocumentPart!.StyleDefinitionsPart!.Styles!.DocDefaults!.RunPropertiesDefault!.RunPropertiesBaseStyle!;
        Assert.Equal(("仿宋_GB2312", "32"), (defaults.RunFonts!.EastAsia!.Value, defaults.FontSize!.Val!.Value));
        Assert.Equal("579", StyleOf(document, "Normal").StyleParagraphProperties!.SpacingBetweenLines!.Line!.Value);
    });

    /// <summary>Typefaces, sizes and alignment stand in styles; a paragraph names its style and where its frame is.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_EachKind_FormatsByStylesAlone(string kind) => Read(SampleDocuments.All[kind], document =>
    {
        Assert.All(
            document.MainDocumentPart!.Document!.Body!.Descendants<Paragraph>(),
            paragraph => Assert.All(paragraph.ParagraphProperties!.ChildElements, property => Assert.True(property is ParagraphStyleId or FrameProperties, property.LocalName)));
        Assert.All(
            document.MainDocumentPart.Document.Body!.Descendants<RunProperties>(),
            run => Assert.All(run.ChildElements, property => Assert.True(property is RunStyle or CharacterScale, property.LocalName)));
        var known = document.MainDocumentPart.StyleDefinitionsPart!.Styles!.Elements<Style>().Select(style => style.StyleId!.Value).ToHashSet();
        Assert.All(document.MainDocumentPart.Document.Body!.Descendants<ParagraphStyleId>(), style => Assert.Contains(style.Val!.Value, known));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_EachKind_IsValid(string kind) => Assert.Empty(FaultsOf(SampleDocuments.All[kind]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_Again_GivesTheSameBytes(string kind) => Assert.Equal(DocumentWriter.Write(SampleDocuments.All[kind]), DocumentWriter.Write(SampleDocuments.All[kind]));

    /// <summary>Nothing in the file tells when or where it was written.</summary>
    [Fact]
    public void Write_File_HoldsNoTimeAndNoMadeUpName()
    {
        using var archive = new ZipArchive(new MemoryStream(DocumentWriter.Write(Sample)));

        Assert.Equal("[Content_Types].xml", archive.Entries[0].FullName);
        Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".rels", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(entry.Open());
            Assert.DoesNotMatch("Id=\"R[0-9a-f]{6,}", text.ReadToEnd());
        }
    }

    /// <summary>Whatever people typed: control characters, halves of pairs, words without an end.</summary>
    [Property(MaxTest = 60)]
    public bool Write_AnyText_IsValid(string? text, char last)
    {
        var typed = $"{text}{last}{new string('x', 300)}\u0001\ud83d\ude00\ud842\udfb7\ud800\t\r\n{text}";
        var document = Sample with
        {
            Title = typed,
            Number = typed,
            Body = [DocumentBlocks.Text(typed), DocumentBlocks.Item(typed, typed), new TableBlock([new(typed, 1)], [[typed]]), new FormBlock([new(typed, [new(typed, typed), new("短", "否")])])],
            Attachments = [new(typed, [DocumentBlocks.Text(typed)])],
            Signatures = [typed],
            Imprint = new([typed], typed, new(2026, 1, 1)),
        };
        Assert.Empty(FaultsOf(document));
        Read(document, read => Assert.Contains("😀𠮷", read.MainDocumentPart!.Document!.Body!.InnerText, StringComparison.Ordinal));
        return true;
    }

    private static List<string> FaultsOf(OfficialDocument document)
    {
        var faults = new List<string>();
        Read(document, read => faults.AddRange(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(read).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}")));
        return faults;
    }

    private static void Read(OfficialDocument document, Action<WordprocessingDocument> look)
    {
        using var bytes = new MemoryStream(DocumentWriter.Write(document));
        using var read = WordprocessingDocument.Open(bytes, isEditable: false);
        look(read);
    }

    private static Style StyleOf(WordprocessingDocument document, string id) =>
        Assert.Single(document.MainDocumentPart!.StyleDefinitionsPart!.Styles!.Elements<Style>(), style => style.StyleId == id);

    private static int Millimetres(uint twips) => (int)decimal.Round(twips * 25.4m / 1440m, 0);
}
