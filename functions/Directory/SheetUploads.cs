using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Reads sheets that are sent, whether as body or in a form; what is no readable sheet throws <see cref="SheetFileException"/>.</summary>
internal static class SheetUploads
{
    /// <summary>The media type of workbooks.</summary>
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The maximum size of a file in bytes.</summary>
    public const int LargestFile = 5 * 1024 * 1024;

    /// <summary>The maximum number of entries sent at once.</summary>
    public const int MostEntries = SheetLimits.MostRows;

    /// <summary>Reads the sheets of a file; a CSV file is the sheet <paramref name="csvName"/>.</summary>
    public static async Task<IReadOnlyDictionary<string, Sheet>> ReadAsync(Stream content, string csvName, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > LargestFile) throw new SheetFileException($"文件不超过{LargestFile / 1024 / 1024} MB。");
            file.Write(buffer, 0, read);
        }

        return SheetFiles.Read(file.ToArray(), csvName, cancellationToken);
    }

    /// <summary>Returns the sheet of a title, or the only one of a workbook.</summary>
    public static Sheet SheetOf(IReadOnlyDictionary<string, Sheet> sheets, string title) =>
        sheets.TryGetValue(title, out var sheet) ? sheet
        : sheets.Count == 1 ? sheets.Values.First()
        : throw new SheetFileException($"工作簿中没有“{title}”工作表。");
}
