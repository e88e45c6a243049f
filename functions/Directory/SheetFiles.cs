using System.Text;
using Dazhou.Serverless.Directory;
using MiniExcelLibs;
using MiniExcelLibs.Csv;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>A file is neither readable CSV nor readable XLSX.</summary>
public sealed class SheetFileException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public SheetFileException()
    {
    }

    /// <summary>Creates the exception with a reason, in Chinese.</summary>
    public SheetFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a reason, in Chinese, and its cause.</summary>
    public SheetFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Reads and writes sheets as CSV and XLSX files.</summary>
public static class SheetFiles
{
    private static readonly CsvConfiguration WithMark = new()
    {
        StreamWriterFunc = stream => new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)),
    };

    /// <summary>Writes a workbook with the given sheets.</summary>
    public static byte[] WriteXlsx(IEnumerable<KeyValuePair<string, Sheet>> sheets)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(sheets.ToDictionary(sheet => sheet.Key, sheet => (object)RowsOf(sheet.Value), StringComparer.Ordinal), printHeader: false);
        return stream.ToArray();
    }

    /// <summary>Writes CSV for Excel: UTF-8 with byte order mark.</summary>
    public static byte[] WriteCsv(Sheet sheet)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(RowsOf(sheet), printHeader: false, excelType: ExcelType.CSV, configuration: WithMark);
        return stream.ToArray();
    }

    /// <summary>Reads a file, detecting its format; a CSV file is the sheet <paramref name="csvName"/>.</summary>
    public static IReadOnlyDictionary<string, Sheet> Read(byte[] file, string csvName, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
            throw new SheetFileException("文件为空。");
        try
        {
            var sheets = new Dictionary<string, Sheet>(StringComparer.Ordinal);
            if (!file.AsSpan().StartsWith("PK"u8))
            {
                sheets[csvName] = SheetOf(CsvRows.Read(file, EncodingOf(file), cancellationToken), cancellationToken);
                return sheets;
            }

            // The reader trusts the workbook, so check its size first.
            XlsxLimits.Check(file, cancellationToken);
            using var stream = new MemoryStream(file);
            foreach (var name in stream.GetSheetNames())
            {
                var rows = stream.Query(useHeaderRow: false, sheetName: name, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>();
                sheets[name] = SheetOf(rows.Select(row => (string[])[.. row.Values.Select(TextOf)]), cancellationToken);
            }

            return sheets;
        }
        catch (Exception unreadable) when (unreadable is not (SheetFileException or OperationCanceledException))
        {
            throw new SheetFileException("文件不是可读的 CSV 或 XLSX。", unreadable);
        }
    }

    private static List<Dictionary<string, object>> RowsOf(Sheet sheet) =>
        [.. sheet.Rows.Select(row => row.Cells).Prepend(sheet.Header).Select(cells => cells
            .Select((cell, i) => KeyValuePair.Create($"C{i:D3}", (object)cell)).ToDictionary(StringComparer.Ordinal))];

    private static Sheet SheetOf(IEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? header = null;
        var read = new List<SheetRow>();
        var (number, characters) = (0, 0L);
        foreach (var cells in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SheetLimits.Rows(++number);
            SheetLimits.Characters(characters += cells.Sum(cell => (long)cell.Length));
            if (header is null)
                header = [.. cells.Reverse().SkipWhile(cell => cell.Length == 0).Reverse()];
            else if (cells.Any(cell => cell.Length > 0))
                read.Add(new(number, cells));
        }

        return new(header ?? [], read);
    }

    private static string TextOf(object? cell) => cell switch
    {
        null => "",
        DateTime day when day.TimeOfDay == TimeSpan.Zero => day.ToString("yyyy-MM-dd"),
        string text => text.Trim(),
        IFormattable number => number.ToString(format: null, System.Globalization.CultureInfo.InvariantCulture),
        _ => cell.ToString()!.Trim(),
    };

    /// <summary>Detects the encoding: Chinese versions of Excel save plain CSV in GB18030, which is invalid as UTF-8.</summary>
    private static Encoding EncodingOf(byte[] file)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            strict.GetCharCount(file);
            return strict;
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        }
    }
}
