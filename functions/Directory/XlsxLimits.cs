using System.IO.Compression;
using System.Xml;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>
/// Checks a workbook before it is loaded: 300 KB can unpack to gigabytes, and a single cell in the last column or row makes readers
/// allocate everything before it.
/// </summary>
internal static class XlsxLimits
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Throws <see cref="SheetFileException"/> if a workbook exceeds <see cref="SheetLimits"/>.</summary>
    public static void Check(byte[] file, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var (unpacked, cells) = (0L, 0L);
        if (zip.Entries.Any(entry => entry.Length > SheetLimits.MostUnpacked))
            throw TooLarge();
        foreach (var entry in zip.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var part = new LimitedStream(entry.Open(), SheetLimits.MostUnpacked - unpacked, TooLarge, cancellationToken);
            if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                cells = Count(part, cells);
            else
                part.CopyTo(Stream.Null);
            unpacked += part.ReadSoFar;
        }
    }

    /// <summary>Counts cells and shared texts in every part alike, since the file chooses the names of its parts.</summary>
    private static long Count(LimitedStream part, long cells)
    {
        using var xml = XmlReader.Create(part, Settings);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Text)
                SheetLimits.Cell(xml.Value.Length);
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            switch (xml.LocalName)
            {
                case "c":
                    SheetLimits.Cells(++cells);
                    Place(xml.GetAttribute("r"));
                    break;
                case "si":
                    SheetLimits.Cells(++cells);
                    break;
                case "row" when long.TryParse(xml.GetAttribute("r"), out var row):
                    SheetLimits.Rows(row);
                    break;
                case "dimension":
                    foreach (var corner in (xml.GetAttribute("ref") ?? "").Split(':'))
                        Place(corner);
                    break;
            }
        }

        return cells;
    }

    /// <summary>Checks a cell reference, e.g. C5, against the limits.</summary>
    private static void Place(string? place)
    {
        var (column, row) = (0L, 0L);
        foreach (var c in place ?? "")
        {
            if (char.IsAsciiLetter(c))
                column = Math.Min((column * 26) + (c & 31), int.MaxValue);
            else if (char.IsAsciiDigit(c))
                row = Math.Min((row * 10) + (c - '0'), int.MaxValue);
        }

        SheetLimits.Columns(column);
        SheetLimits.Rows(row);
    }

    private static SheetFileException TooLarge() => new($"工作簿解压后超过{SheetLimits.MostUnpacked / 1024 / 1024} MB。");
}
