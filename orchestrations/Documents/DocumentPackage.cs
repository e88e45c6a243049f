using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Dazhou.Serverless.Documents;

/// <summary>
/// The file around a document. Its ids are given here and its archive is written anew with one time for every part and without
/// compression, because what the library and a version of zlib would choose differs from run to run.
/// </summary>
internal static class DocumentPackage
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(OfficialDocument document, Action<MainDocumentPart, Body> write)
    {
        using var bytes = new MemoryStream();
        using (var package = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = package.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = DocumentStyles.All(
                [.. document.Signatures.Select(DocumentText.Line)], document.On is { } on ? ChinaTime.Text(on) : null);
            main.AddNewPart<DocumentSettingsPart>("rId2").Settings = Settings();
            main.AddNewPart<FontTablePart>("rId3").Fonts = Fonts();
            var body = new Body();
            write(main, body);
            main.Document = new Document(body);
            AddProperties(package, document);
        }

        return Rewritten(bytes);
    }

    private static Settings Settings() => new(
        new Zoom { Percent = "100" },
        new EvenAndOddHeaders(),
        new CharacterSpacingControl { Val = CharacterSpacingValues.DoNotCompress },
        new Compatibility(
            new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));

    /// <summary>Where a typeface is missing, the one of the same kind that came with later systems.</summary>
    private static Fonts Fonts() => new(
        Face("仿宋_GB2312", "仿宋"), Face("楷体_GB2312", "楷体"), Face("黑体", "SimHei"), Face("方正小标宋简体", "华文中宋"), Face("宋体", "SimSun"));

    private static Font Face(string name, string other) => new() { Name = name, AltName = new() { Val = other } };

    /// <summary>The title by which readers and screen readers name the file; no author, no time of writing.</summary>
    private static void AddProperties(WordprocessingDocument package, OfficialDocument document)
    {
        var part = package.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2");
        using var stream = part.GetStream(FileMode.Create);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("cp", "coreProperties", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
        xml.WriteElementString("dc", "title", "http://purl.org/dc/elements/1.1/", DocumentText.Line(document.Title));
        xml.WriteElementString("dc", "language", "http://purl.org/dc/elements/1.1/", "zh-CN");
        xml.WriteEndElement();
    }

    private static byte[] Rewritten(MemoryStream written)
    {
        using var result = new MemoryStream();
        using (var from = new ZipArchive(written, ZipArchiveMode.Read))
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Readers that look at the first bytes expect the content types there.
            foreach (var entry in from.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression);
                copy.LastWriteTime = Epoch;
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return result.ToArray();
    }
}
