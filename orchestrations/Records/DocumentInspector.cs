using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Detects the kind of a file from its bytes, ignoring the declared type; the extension must match. Archives are listed, not unpacked.
/// Refuses macros, encryption, and Office files that load external content or embed foreign objects (<see cref="OfficePackage"/>), which
/// nobody could review.
/// </summary>
internal static class DocumentInspector
{
    private const int MaximumZipEntries = 10_000;

    /// <summary>The maximum declared size of an unpacked archive, so that opening it cannot fill a disk.</summary>
    private const long MaximumUnpackedBytes = 512L * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the kind of a file; throws <see cref="DocumentRefusedException"/> if it is not accepted.</summary>
    public static DocumentKind Inspect(Stream content, string fileName, CancellationToken cancellation)
    {
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        if (content.Length == 0)
            throw new DocumentRefusedException("文件是空的，请重新选择文件。");
        var kind = ByContent(content, extension, cancellation);
        return kind.Extensions.Contains(extension)
            ? kind
            : throw new DocumentRefusedException($"文件扩展名“{extension}”与内容不符（内容为 {kind.Extensions[0]}），请核对后重新上传。");
    }

    private static DocumentKind ByContent(Stream content, string extension, CancellationToken cancellation)
    {
        Span<byte> head = stackalloc byte[8];
        content.Position = 0;
        head = head[..content.ReadAtLeast(head, 8, throwOnEndOfStream: false)];
        if (head.StartsWith("%PDF-"u8))
            return DocumentKind.Pdf;
        if (head.SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return DocumentKind.Png;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return DocumentKind.Jpeg;
        if (head.SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return Ole(content, cancellation);
        if (head.StartsWith("PK"u8))
            return ZipBased(content, cancellation);
        return PlainText(content, extension, cancellation);
    }

    private static DocumentKind ZipBased(Stream content, CancellationToken cancellation)
    {
        HashSet<string> names;
        try
        {
            content.Position = 0;
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MaximumZipEntries)
                throw new DocumentRefusedException($"压缩包内的文件超过 {MaximumZipEntries} 个，请拆分后上传。");
            if (zip.Entries.Any(entry => entry.IsEncrypted))
                throw new DocumentRefusedException("压缩包已加密，无法审阅，请解除密码后重新上传。");
            if (zip.Entries.Any(entry => entry.Length > MaximumUnpackedBytes) || zip.Entries.Sum(entry => entry.Length) > MaximumUnpackedBytes)
                throw new DocumentRefusedException($"文件解压后超过 {MaximumUnpackedBytes / 1024 / 1024} MB，请拆分后上传。");
            names = zip.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (names.Contains("[Content_Types].xml"))
                OfficePackage.Check(zip, cancellation);
        }
        catch (InvalidDataException broken)
        {
            throw new DocumentRefusedException("文件已损坏，无法打开，请重新生成后上传。", broken);
        }

        if (names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
            throw new DocumentRefusedException("文件含有宏，请另存为不含宏的格式后重新上传。");
        if (names.Contains("OFD.xml"))
            return DocumentKind.Ofd;
        if (!names.Contains("[Content_Types].xml"))
            return DocumentKind.Zip;
        if (names.Contains("word/document.xml"))
            return DocumentKind.Docx;
        if (names.Contains("xl/workbook.xml"))
            return DocumentKind.Xlsx;
        if (names.Contains("ppt/presentation.xml"))
            return DocumentKind.Pptx;
        throw Unknown();
    }

    /// <summary>Identifies the content of an OLE container by the name of a stream, in UTF-16.</summary>
    private static DocumentKind Ole(Stream content, CancellationToken cancellation)
    {
        if (Holds(content, "EncryptedPackage", cancellation))
            throw new DocumentRefusedException("文件已加密，无法审阅，请解除密码后重新上传。");
        if (Holds(content, "_VBA_PROJECT", cancellation))
            throw new DocumentRefusedException("文件含有宏，请另存为不含宏的格式后重新上传。");
        if (Holds(content, "WordDocument", cancellation))
            return DocumentKind.Doc;
        if (Holds(content, "Workbook", cancellation))
            return DocumentKind.Xls;
        throw Unknown();
    }

    private static bool Holds(Stream content, string streamName, CancellationToken cancellation)
    {
        var wanted = Encoding.Unicode.GetBytes(streamName);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            content.Position = 0;
            var kept = 0;
            int read;
            while ((read = content.Read(buffer, kept, buffer.Length - kept)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                var filled = kept + read;
                if (buffer.AsSpan(0, filled).IndexOf(wanted) >= 0)
                    return true;
                // The name may span two reads.
                kept = Math.Min(filled, wanted.Length - 1);
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static DocumentKind PlainText(Stream content, string extension, CancellationToken cancellation)
    {
        var kind = extension switch
        {
            ".txt" => DocumentKind.Text,
            ".csv" => DocumentKind.Csv,
            ".json" => DocumentKind.Json,
            _ => throw Unknown(),
        };
        content.Position = 0;
        try
        {
            if (kind == DocumentKind.Json)
            {
                using var json = JsonDocument.Parse(content);
                return kind;
            }

            using var reader = new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 16 * 1024, leaveOpen: true);
            var buffer = new char[16 * 1024];
            int read;
            while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (buffer.AsSpan(0, read).ContainsAnyInRange('\0', '\b'))
                    throw Unknown();
            }

            return kind;
        }
        catch (JsonException broken)
        {
            throw new DocumentRefusedException("文件不是有效的 JSON，请核对后重新上传。", broken);
        }
        catch (DecoderFallbackException broken)
        {
            throw new DocumentRefusedException("文本文件须为 UTF-8 编码，请另存为 UTF-8 后重新上传。", broken);
        }
    }

    private static DocumentRefusedException Unknown() => new($"不接受此类文件，可上传：{DocumentKind.Accepted}。");
}
