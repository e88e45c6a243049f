namespace Dazhou.Serverless.Functions.Directory;

/// <summary>What an office directory never reaches. A file that does is no directory, and reading it would cost everybody else.</summary>
internal static class SheetLimits
{
    /// <summary>Rows of a sheet, the header included.</summary>
    public const int MostRows = 20_000;

    /// <summary>Columns of a sheet.</summary>
    public const int MostColumns = 100;

    /// <summary>Cells of all sheets together.</summary>
    public const int MostCells = 400_000;

    /// <summary>Characters of a cell; Excel itself takes no more.</summary>
    public const int LongestCell = 32_767;

    /// <summary>Characters of a sheet: one long text may stand in many cells and be stored once.</summary>
    public const int MostCharacters = 10_000_000;

    /// <summary>Bytes of a workbook when it is unpacked.</summary>
    public const long MostUnpacked = 64L * 1024 * 1024;

    /// <summary>Throws for more rows than a sheet may have.</summary>
    public static void Rows(long rows) => Hold(rows, MostRows, "行");

    /// <summary>Throws for more columns than a sheet may have.</summary>
    public static void Columns(long columns) => Hold(columns, MostColumns, "列");

    /// <summary>Throws for more cells than a file may have.</summary>
    public static void Cells(long cells) => Hold(cells, MostCells, "个单元格");

    /// <summary>Throws for more text than a sheet may have.</summary>
    public static void Characters(long characters) => Hold(characters, MostCharacters, "个字符");

    /// <summary>Throws for a cell that is too long.</summary>
    public static void Cell(long characters)
    {
        if (characters > LongestCell)
            throw new SheetFileException($"有单元格超过{LongestCell}个字符。");
    }

    private static void Hold(long count, long most, string what)
    {
        if (count > most)
            throw new SheetFileException($"超过{most}{what}。");
    }
}
