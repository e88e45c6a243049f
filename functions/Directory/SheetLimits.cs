namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Limits that no office directory reaches. A larger file is no directory, and reading it would slow down everybody else.</summary>
internal static class SheetLimits
{
    /// <summary>The maximum number of rows in a sheet, including the header.</summary>
    public const int MostRows = 20_000;

    /// <summary>The maximum number of columns in a sheet.</summary>
    public const int MostColumns = 100;

    /// <summary>The maximum number of cells in all sheets.</summary>
    public const int MostCells = 400_000;

    /// <summary>The maximum number of characters in a cell, as in Excel.</summary>
    public const int LongestCell = 32_767;

    /// <summary>The maximum number of characters in a sheet: a long text stored once can appear in many cells.</summary>
    public const int MostCharacters = 10_000_000;

    /// <summary>The maximum size of an unpacked workbook in bytes.</summary>
    public const long MostUnpacked = 64L * 1024 * 1024;

    /// <summary>Throws if a sheet has too many rows.</summary>
    public static void Rows(long rows) => Hold(rows, MostRows, "行");

    /// <summary>Throws if a sheet has too many columns.</summary>
    public static void Columns(long columns) => Hold(columns, MostColumns, "列");

    /// <summary>Throws if a file has too many cells.</summary>
    public static void Cells(long cells) => Hold(cells, MostCells, "个单元格");

    /// <summary>Throws if a sheet has too much text.</summary>
    public static void Characters(long characters) => Hold(characters, MostCharacters, "个字符");

    /// <summary>Throws if a cell is too long.</summary>
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
