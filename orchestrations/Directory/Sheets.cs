using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Directory;

/// <summary>A table of texts, as in a CSV or XLSX file.</summary>
/// <param name="Header">The column titles, in row 1.</param>
/// <param name="Rows">The rows below, without empty ones.</param>
public sealed record Sheet(IReadOnlyList<string> Header, IReadOnlyList<SheetRow> Rows);

/// <summary>A row of a sheet.</summary>
/// <param name="Number">The number in the file; 2 for the first row below the header.</param>
/// <param name="Cells">The trimmed cells; trailing empty ones may be missing.</param>
public sealed record SheetRow(int Number, IReadOnlyList<string> Cells);

/// <summary>A fault in a cell.</summary>
/// <param name="Cell">The sheet and cell, as in Excel, e.g. 人员!C5.</param>
/// <param name="Message">The column and the fault, in Chinese.</param>
public sealed record SheetFault(string Cell, string Message);

/// <summary>A column of a sheet.</summary>
/// <param name="Title">The title.</param>
/// <param name="Required">Whether cells must not be empty.</param>
internal sealed record SheetColumn(string Title, bool Required = true);

/// <summary>Reads a sheet by column titles, in any column order, and collects faults by cell.</summary>
internal sealed class SheetReader
{
    private const int LongestCell = 200;

    private readonly string _name;
    private readonly Sheet _sheet;
    private readonly List<SheetFault> _faults;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<int> _faulty = [];

    public SheetReader(string name, Sheet sheet, IReadOnlyList<SheetColumn> columns, List<SheetFault> faults)
    {
        (_name, _sheet, _faults) = (name, sheet, faults);
        for (var i = 0; i < sheet.Header.Count; i++)
        {
            var title = sheet.Header[i];
            // An unknown title is probably misspelt, and its data would be lost silently.
            if (columns.All(column => column.Title != title))
                Fault(1, i, title.Length == 0 ? "表头为空" : $"没有“{title}”这一列，可用的列是{string.Join('、', columns.Select(column => column.Title))}");
            else if (!_places.TryAdd(title, i))
                Fault(1, i, $"“{title}”列重复了");
        }

        foreach (var column in columns.Where(column => column.Required && !_places.ContainsKey(column.Title)))
            _faults.Add(new($"{_name}!1", $"缺少“{column.Title}”列"));
        IsReadable = _faults.Count == 0 || columns.Where(column => column.Required).All(column => _places.ContainsKey(column.Title));
        foreach (var row in IsReadable ? sheet.Rows : [])
            CheckCells(row, columns);
    }

    /// <summary>Whether the required columns are present.</summary>
    public bool IsReadable { get; }

    public IEnumerable<SheetRow> Rows => IsReadable ? _sheet.Rows : [];

    /// <summary>Returns whether the file has a column.</summary>
    public bool Has(string column) => _places.ContainsKey(column);

    /// <summary>Returns the text of a cell; empty if there is none.</summary>
    public string Text(SheetRow row, string column) =>
        _places.TryGetValue(column, out var place) && place < row.Cells.Count ? row.Cells[place] : "";

    /// <summary>Returns the items of a cell that is a list, separated by 、 or a comma or semicolon of either width.</summary>
    public IReadOnlyList<string> List(SheetRow row, string column) =>
        Text(row, column).Split(['、', ',', '，', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Adds a fault for a non-empty cell unless a condition holds.</summary>
    public void Require(bool right, SheetRow row, string column, string otherwise)
    {
        if (!right && Text(row, column).Length > 0)
            Fault(row.Number, _places[column], $"“{column}”{otherwise}");
    }

    /// <summary>Adds a fault for a cell, whether it is empty or not; for the row if the file does not have the column.</summary>
    public void Fail(SheetRow row, string column, string message)
    {
        if (_places.TryGetValue(column, out var place))
            Fault(row.Number, place, $"“{column}”{message}");
        else
            FaultOfRow(row.Number, $"缺少“{column}”列：{message}");
    }

    /// <summary>Returns whether a row has a fault.</summary>
    public bool HasFault(SheetRow row) => _faulty.Contains(row.Number);

    private void CheckCells(SheetRow row, IReadOnlyList<SheetColumn> columns)
    {
        foreach (var column in columns)
        {
            var text = Text(row, column.Title);
            if (text.Length == 0 && column.Required)
                Fault(row.Number, _places[column.Title], $"“{column.Title}”不能为空");
            Require(text.Length <= LongestCell, row, column.Title, $"超过{LongestCell}个字符");
            // After an export, Excel would run such a text as a formula.
            Require(text.Length == 0 || text[0] is not ('=' or '+' or '-' or '@'), row, column.Title, "不能以 = + - @ 开头");
            Require(FieldText.IsLine(text), row, column.Title, "含有换行或控制字符");
        }

        for (var i = _sheet.Header.Count; i < row.Cells.Count; i++)
        {
            if (row.Cells[i].Length > 0)
                Fault(row.Number, i, "在表头之外，不属于任何一列");
        }
    }

    private void Fault(int row, int place, string message)
    {
        _faulty.Add(row);
        _faults.Add(new($"{_name}!{Letters(place)}{row}", message));
    }

    private void FaultOfRow(int row, string message)
    {
        _faulty.Add(row);
        _faults.Add(new($"{_name}!{row}", message));
    }

    private static string Letters(int place) => place < 26 ? $"{(char)('A' + place)}" : Letters((place / 26) - 1) + (char)('A' + (place % 26));
}
