using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A plain Word document of paragraphs: three parts in a ZIP archive. The same text gives the same bytes,
/// so that a repeated activity stores the same document.
/// </summary>
public static class Docx
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the paragraphs; the first is the title.</summary>
    public static byte[] Write(IReadOnlyList<string> paragraphs)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml", xml =>
            {
                xml.WriteStartElement("Types", "http://schemas.openxmlformats.org/package/2006/content-types");
                Element(xml, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
                Element(xml, "Override", ("PartName", "/word/document.xml"),
                    ("ContentType", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"));
                xml.WriteEndElement();
            });
            Add(archive, "_rels/.rels", xml =>
            {
                xml.WriteStartElement("Relationships", "http://schemas.openxmlformats.org/package/2006/relationships");
                Element(xml, "Relationship", ("Id", "rId1"),
                    ("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"), ("Target", "word/document.xml"));
                xml.WriteEndElement();
            });
            Add(archive, "word/document.xml", xml =>
            {
                xml.WriteStartElement("w", "document", Word);
                xml.WriteStartElement("body", Word);
                for (var i = 0; i < paragraphs.Count; i++) Paragraph(xml, paragraphs[i], title: i == 0);
                xml.WriteEndElement();
                xml.WriteEndElement();
            });
        }

        return bytes.ToArray();
    }

    private static void Paragraph(XmlWriter xml, string text, bool title)
    {
        xml.WriteStartElement("p", Word);
        if (title)
        {
            xml.WriteStartElement("pPr", Word);
            Value(xml, "jc", "center");
            xml.WriteEndElement();
        }

        xml.WriteStartElement("r", Word);
        xml.WriteStartElement("rPr", Word);
        Value(xml, "sz", title ? "44" : "32");
        xml.WriteEndElement();
        xml.WriteElementString("t", Word, Printable(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>What applicants typed may hold characters that XML forbids.</summary>
    private static string Printable(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Where(XmlConvert.IsXmlChar)]);

    private static void Value(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement(name, Word);
        xml.WriteAttributeString("val", Word, value);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    private static void Add(ZipArchive archive, string path, Action<XmlWriter> write)
    {
        var entry = archive.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        using var stream = entry.Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        write(xml);
    }
}
