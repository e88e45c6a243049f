using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

public sealed class DocxTests
{
    private static readonly XNamespace Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    [Fact]
    public void Write_Paragraphs_AreReadBack()
    {
        using var archive = new ZipArchive(new MemoryStream(Docx.Write(["标题", "a < b & c", "坏\u0001字"])));

        Assert.Equal(["[Content_Types].xml", "_rels/.rels", "word/document.xml"], archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(["标题", "a < b & c", "坏字"], Load(archive, "word/document.xml").Descendants(Word + "t").Select(text => text.Value));
        Assert.Equal("/word/document.xml", Load(archive, "[Content_Types].xml").Root!.Elements().Last().Attribute("PartName")!.Value);
    }

    [Fact]
    public void Write_SameText_GivesSameBytes() =>
        Assert.Equal(Docx.Write(["立项批复", "正文"]), Docx.Write(["立项批复", "正文"]));

    private static XDocument Load(ZipArchive archive, string path)
    {
        using var reader = new StreamReader(archive.GetEntry(path)!.Open(), Encoding.UTF8);
        return XDocument.Load(reader);
    }
}
