using System.IO.Compression;
using System.Xml;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Reads the relationships of a DOCX, XLSX or PPTX. What would be fetched from elsewhere when the file is opened (a template, a picture,
/// another document) and what is embedded as an object of another program (OLE, ActiveX) is refused: it is not in the file that was
/// reviewed, or runs what nobody sees.
/// </summary>
internal static class OfficePackage
{
    /// <summary>All relationships of a file together; genuine ones hold a few kilobytes.</summary>
    private const int MaximumBytes = 8 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Throws <see cref="DocumentRefusedException"/> for a package that is not accepted.</summary>
    public static void Check(ZipArchive zip, CancellationToken cancellation)
    {
        var left = MaximumBytes;
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            cancellation.ThrowIfCancellationRequested();
            left = CheckPart(entry, left, cancellation);
        }
    }

    private static int CheckPart(ZipArchiveEntry entry, int left, CancellationToken cancellation)
    {
        using var part = new LimitedStream(
            entry.Open(), left, () => new DocumentRefusedException("文件内部的关系说明过大，无法检查，请重新生成后上传。"), cancellation);
        try
        {
            using var xml = XmlReader.Create(part, Settings);
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship")
                    CheckRelationship(entry.FullName, xml.GetAttribute("Type") ?? "", xml.GetAttribute("Target") ?? "", xml.GetAttribute("TargetMode"));
            }
        }
        catch (XmlException) when (part.ReadSoFar == 0)
        {
            // Without any content it relates nothing.
        }
        catch (XmlException broken)
        {
            throw new DocumentRefusedException("文件已损坏，无法打开，请重新生成后上传。", broken);
        }

        return left - (int)part.ReadSoFar;
    }

    private static void CheckRelationship(string part, string type, string target, string? mode)
    {
        // The last word says what it is, in the transitional form and in the strict one.
        var kind = type[(type.LastIndexOf('/') + 1)..].ToUpperInvariant();
        if (kind is "OLEOBJECT" or "CONTROL" or "ACTIVEXCONTROLBINARY")
            throw new DocumentRefusedException($"文件嵌有其他程序的对象（OLE，{part}），无法审阅，请改为图片或者另附文件后重新上传。");
        if (kind == "PACKAGE" && Path.GetExtension(target).ToUpperInvariant() is ".XLSM" or ".XLSB" or ".DOCM" or ".PPTM")
            throw new DocumentRefusedException("文件嵌有含宏的文件，请另存为不含宏的格式后重新上传。");
        // Hyperlinks are opened by a person, and a workbook asks before it reads another one.
        if (string.Equals(mode, "External", StringComparison.OrdinalIgnoreCase) && kind is not ("HYPERLINK" or "EXTERNALLINKPATH"))
        {
            throw new DocumentRefusedException(kind == "ATTACHEDTEMPLATE"
                ? "文件引用外部模板，打开时会从别处取内容，请取消模板附加（开发工具→文档模板→Normal）后重新上传。"
                : $"文件引用外部内容（{part}），打开时会从别处取内容，请嵌入后重新上传。");
        }
    }
}
