using System.IO.Compression;
using System.Xml;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Checks the relationships of a DOCX, XLSX or PPTX file. Refuses external content loaded on opening (templates, pictures, documents) and
/// embedded objects of other programs (OLE, ActiveX): they are not in the reviewed file, or run unseen.
/// </summary>
internal static class OfficePackage
{
    /// <summary>The maximum total size of the relationships; genuine files have a few kilobytes.</summary>
    private const int MaximumBytes = 8 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Checks a package; throws <see cref="DocumentRefusedException"/> if it is not accepted.</summary>
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
            // An empty part has no relationships.
        }
        catch (XmlException broken)
        {
            throw new DocumentRefusedException("文件已损坏，无法打开，请重新生成后上传。", broken);
        }

        return left - (int)part.ReadSoFar;
    }

    private static void CheckRelationship(string part, string type, string target, string? mode)
    {
        // The last segment names the type, in transitional and strict form alike.
        var kind = type[(type.LastIndexOf('/') + 1)..].ToUpperInvariant();
        if (kind is "OLEOBJECT" or "CONTROL" or "ACTIVEXCONTROLBINARY")
            throw new DocumentRefusedException($"文件嵌有其他程序的对象（OLE，{part}），无法审阅，请改为图片或者另附文件后重新上传。");
        if (kind == "PACKAGE" && Path.GetExtension(target).ToUpperInvariant() is ".XLSM" or ".XLSB" or ".DOCM" or ".PPTM")
            throw new DocumentRefusedException("文件嵌有含宏的文件，请另存为不含宏的格式后重新上传。");
        // Hyperlinks are opened by the user, and a workbook asks before it reads another.
        if (string.Equals(mode, "External", StringComparison.OrdinalIgnoreCase) && kind is not ("HYPERLINK" or "EXTERNALLINKPATH"))
        {
            throw new DocumentRefusedException(kind == "ATTACHEDTEMPLATE"
                ? "文件引用外部模板，打开时会从别处取内容，请取消模板附加（开发工具→文档模板→Normal）后重新上传。"
                : $"文件引用外部内容（{part}），打开时会从别处取内容，请嵌入后重新上传。");
        }
    }
}
