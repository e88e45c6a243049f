using System.Text;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>A line of a function list as it was typed.</summary>
/// <param name="Name">名称</param>
/// <param name="Description">说明</param>
/// <param name="Quantity">数量</param>
/// <param name="Unit">单位</param>
public sealed record FunctionRow(string Name, string Description = "", string Quantity = "", string Unit = "")
{
    /// <summary>Whether nothing was typed.</summary>
    public bool IsEmpty => Name.Length + Description.Length + Quantity.Length + Unit.Length == 0;
}

/// <summary>What is wrong in a function list.</summary>
/// <param name="Row">the line, 1 for the first</param>
/// <param name="Column">名称, 说明, 数量 or 单位, or another column of what was pasted; null for the whole line</param>
/// <param name="Message">what is wrong, with line and column named</param>
public sealed record FunctionFault(int Row, string? Column, string Message);

/// <summary>What was understood of a pasted list.</summary>
/// <param name="Rows">the lines, without header and sum</param>
/// <param name="Faults">what was not understood; then nothing of it may be used</param>
/// <param name="Prices">how many unit prices and sums were checked; they are never published</param>
public sealed record FunctionPaste(IReadOnlyList<FunctionRow> Rows, IReadOnlyList<FunctionFault> Faults, int Prices = 0);

/// <summary>
/// The 具体功能清单 (第三十五条) as people type and paste it: cells of Excel (tabs), 名称｜说明｜数量｜单位, and lines with commas or wide
/// spaces where these can only be four columns. What cannot be told apart is refused with its line: no line is ever published as one
/// long name. Pure.
/// </summary>
public static partial class FunctionTable
{
    /// <summary>The columns, in their order.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["名称", "说明", "数量", "单位"];

    private const string Price = "单价";
    private const string Total = "合计";
    private const string Number = "序号";

    private static readonly Dictionary<string, string> Headings = new(StringComparer.Ordinal)
    {
        ["序号"] = Number,
        ["编号"] = Number,
        ["名称"] = "名称",
        ["功能名称"] = "名称",
        ["功能"] = "名称",
        ["功能项"] = "名称",
        ["功能模块"] = "名称",
        ["具体功能"] = "名称",
        ["项目名称"] = "名称",
        ["说明"] = "说明",
        ["功能说明"] = "说明",
        ["描述"] = "说明",
        ["功能描述"] = "说明",
        ["内容"] = "说明",
        ["建设内容"] = "说明",
        ["数量"] = "数量",
        ["单位"] = "单位",
        ["计量单位"] = "单位",
        ["单价"] = Price,
        ["合计"] = Total,
        ["小计"] = Total,
        ["金额"] = Total,
        ["总价"] = Total,
        ["合价"] = Total,
    };

    private static readonly string[] OnlyHeadings = ["名称", "功能名称", "具体功能", "项目名称"];

    private static readonly string[] SumNames = ["合计", "总计", "小计"];

    /// <summary>Understands a pasted list, or says line by line what is not understood.</summary>
    public static FunctionPaste Read(string? text)
    {
        var lines = Split(text ?? "");
        if (lines.Count == 0)
            return new([], []);
        var faults = new List<FunctionFault>();
        var order = HeadingOf(lines[0], faults);
        if (faults.Count > 0)
            return new([], faults);
        var rows = new List<FunctionRow>();
        var (prices, sum) = (0, 0m);
        foreach (var line in order is null ? lines : lines.Skip(1))
        {
            if (line.Cells.Count > (order?.Count ?? Columns.Count))
            {
                faults.Add(new(line.Number, null, order is null
                    ? $"第{line.Number}行有{line.Cells.Count}列，应为名称、说明、数量、单位四列；有序号、单价或者合计的，请连同表头一起粘贴"
                    : $"第{line.Number}行有{line.Cells.Count}列，表头只有{order.Count}列"));
                continue;
            }

            var row = new FunctionRow(Cell("名称"), Cell("说明"), Cell("数量"), Cell("单位"));
            var (price, total) = (Cell(Price), Cell(Total));
            if (order?.Contains(Total) == true && SumNames.Contains(row.Name))
            {
                if (Amount(line, Total, total, faults) is { } whole && whole != sum)
                    faults.Add(new(line.Number, Total, $"第{line.Number}行的合计“{total}”与以上各行之和{Numerals.Plain(sum)}不一致"));
                continue;
            }

            rows.Add(row);
            faults.AddRange(CheckRow(row, line.Number));
            var (one, all) = (Amount(line, Price, price, faults), Amount(line, Total, total, faults));
            prices += (one is null ? 0 : 1) + (all is null ? 0 : 1);
            sum += all ?? 0m;
            if (one is { } each && all is { } product && Numerals.Number(row.Quantity) is { } quantity && Math.Abs((each * quantity) - product) > 0.01m)
                faults.Add(new(line.Number, Total, $"第{line.Number}行的合计“{total}”与数量乘以单价的{Numerals.Plain(each * quantity)}不一致"));

            string Cell(string column) =>
                (order is null ? Index(Columns, column) : Index(order, column)) is var at and >= 0 && at < line.Cells.Count ? line.Cells[at] : "";
        }

        if (rows.Count > FunctionListRules.MostItems)
            faults.Add(new(rows.Count, null, $"共{rows.Count}项，清单不超过{FunctionListRules.MostItems}项"));
        return new(rows, faults, prices);
    }

    /// <summary>What is wrong with the cells of a list; empty lines are none.</summary>
    public static IReadOnlyList<FunctionFault> Check(IReadOnlyList<FunctionRow> rows) =>
        [.. rows.SelectMany((row, i) => row.IsEmpty ? [] : CheckRow(row, i + 1))];

    /// <summary>A list to be changed or pasted elsewhere; <see cref="Read"/> understands it as what it is.</summary>
    public static string Write(IEnumerable<FunctionRow> rows)
    {
        var written = rows.ToList();
        // Only tabs with quotes hold cells that have bars or lines of their own.
        var inCells = written.Any(row => Cells(row).Any(cell => cell.AsSpan().ContainsAny("\r\n\t|｜")));
        return string.Join('\n', written.Select(row => inCells
            ? string.Join('\t', Cells(row).Select(Quoted))
            : string.Join('｜', Cells(row)).TrimEnd('｜')));
    }

    /// <summary>A line of the record, to be typed over.</summary>
    public static FunctionRow RowOf(FunctionItem item) =>
        new(item.Name ?? "", item.Description ?? "", item.Quantity is { } quantity ? Numerals.Plain(quantity) : "", item.Unit ?? "");

    /// <summary>What is published of a line; a number that cannot be read is left out, and <see cref="Check"/> names it.</summary>
    public static FunctionItem ItemOf(FunctionRow row) => new(row.Name, Text(row.Description), Numerals.Number(row.Quantity), Text(row.Unit));

    private static IEnumerable<FunctionFault> CheckRow(FunctionRow row, int number)
    {
        if (row.Name.Length == 0)
            yield return new(number, "名称", $"第{number}行没有名称");
        else if (row.Name.Length > FunctionListRules.LongestName)
            yield return new(number, "名称", $"第{number}行的名称有{row.Name.Length}字，不超过{FunctionListRules.LongestName}字；看来没有分列");
        else if (row.Name.All(c => char.IsDigit(c) || c is '.' or '．' or '、'))
            yield return new(number, "名称", $"第{number}行的名称“{FieldText.Excerpt(row.Name)}”只有数字，看来是序号：请连同表头一起粘贴，或者删去序号列");
        else if (IsHeading(Trimmed(Cells(row))))
            yield return new(number, "名称", $"第{number}行看来是表头，请删除");
        else if (SumNames.Contains(row.Name))
            yield return new(number, "名称", $"第{number}行是合计，不是功能，请删除");
        else if (row.Name.AsSpan().ContainsAny("\t|｜\r\n"))
            yield return new(number, "名称", $"第{number}行的名称含有分列符号或者换行，看来没有分列");
        else if (row is { Description.Length: 0, Quantity.Length: 0, Unit.Length: 0 } && Unsplit().IsMatch(row.Name))
            yield return new(number, "名称", $"第{number}行只有名称“{FieldText.Excerpt(row.Name)}”，而且含有逗号、分号或者连续空格，看来没有分列：请按名称、说明、数量、单位分开，确实是一个名称的请改用顿号");
        else if (!FieldText.IsText(row.Name))
            yield return new(number, "名称", $"第{number}行的名称{FieldText.TextRule}");

        if (row.Description.Length > FunctionListRules.LongestText)
            yield return new(number, "说明", $"第{number}行的说明有{row.Description.Length}字，不超过{FunctionListRules.LongestText}字");
        else if (!FieldText.IsText(row.Description))
            yield return new(number, "说明", $"第{number}行的说明{FieldText.TextRule}");

        if (row.Quantity.Length > 0 && Numerals.Number(row.Quantity) is not >= 0m)
        {
            yield return new(number, "数量", Numerals.Number(row.Quantity) is null
                ? $"第{number}行的数量“{FieldText.Excerpt(row.Quantity)}”不是可以识别的数字"
                : $"第{number}行的数量“{FieldText.Excerpt(row.Quantity)}”不能小于零");
        }

        if (row.Unit.Length > FunctionListRules.LongestName || !FieldText.IsLine(row.Unit) || row.Unit.AsSpan().ContainsAny("|｜"))
            yield return new(number, "单位", $"第{number}行的单位须为一行文字，不超过{FunctionListRules.LongestName}字");
        else if (row.Unit.Length > 0 && Numerals.Number(row.Unit) is not null)
            yield return new(number, "单位", $"第{number}行的单位“{FieldText.Excerpt(row.Unit)}”是数字，看来列的顺序不对");
    }

    /// <summary>The columns that a first line names; null where it is no header. Some of them unknown is a fault: nobody knows what they hold.</summary>
    private static List<string>? HeadingOf(Line line, List<FunctionFault> faults)
    {
        if (!IsHeading(line.Cells))
            return null;
        var known = line.Cells.Select(ColumnOf).ToList();
        var named = known.OfType<string>().ToList();
        for (var i = 0; i < known.Count; i++)
        {
            if (known[i] is null)
                faults.Add(new(line.Number, line.Cells[i], $"第{line.Number}行第{i + 1}列的表头“{FieldText.Excerpt(line.Cells[i])}”不认识，请删除该列，或者改为名称、说明、数量、单位"));
        }

        foreach (var twice in named.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            faults.Add(new(line.Number, twice.Key, $"第{line.Number}行的表头有{twice.Count()}列都是“{twice.Key}”，请只留一列"));
        return named;
    }

    // One known column alone makes a header only if it can be nothing else.
    private static bool IsHeading(IReadOnlyList<string> cells)
    {
        var named = cells.Select(ColumnOf).OfType<string>().ToList();
        return named.Contains("名称") && (named.Count > 1 || cells is [not "功能"] || cells.Any(cell => OnlyHeadings.Contains(Bare(cell))));
    }

    private static string? ColumnOf(string cell) => Headings.GetValueOrDefault(Bare(cell));

    private static string Bare(string cell) => Bracketed().Replace(cell, "").Replace(" ", "", StringComparison.Ordinal);

    private static decimal? Amount(Line line, string column, string text, List<FunctionFault> faults)
    {
        if (text.Length == 0)
            return null;
        if (Numerals.Number(text) is >= 0m and var number)
            return number;
        faults.Add(new(line.Number, column, $"第{line.Number}行的{column}“{FieldText.Excerpt(text)}”不是可以识别的数字"));
        return null;
    }

    private static List<Line> Split(string text)
    {
        var lines = text.Contains('\t', StringComparison.Ordinal) ? OfSheet(text) : OfText(text);
        return [.. lines.Select(line => line with { Cells = Trimmed(line.Cells) }).Where(line => line.Cells.Count > 0)];
    }

    private static List<string> Trimmed(IReadOnlyList<string> cells)
    {
        var trimmed = cells.Select(cell => cell.Trim().Replace("\r\n", "\n", StringComparison.Ordinal)).ToList();
        while (trimmed.Count > 0 && trimmed[^1].Length == 0)
            trimmed.RemoveAt(trimmed.Count - 1);
        return trimmed;
    }

    private static IEnumerable<Line> OfText(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.AsSpan().ContainsAny("|｜"))
                yield return new(number, line.Split('|', '｜'));
            else
                yield return new(number, FourOf(Comma().Split(line.Trim())) ?? FourOf(WideSpace().Split(line.Trim())) ?? [line]);
        }
    }

    // Commas stand in names as well: four parts of which the third is a number can only be columns.
    private static string[]? FourOf(string[] parts) => parts.Length == Columns.Count && parts[0].Trim().Length > 0 && Numerals.Number(parts[2]) is not null ? parts : null;

    /// <summary>Cells as Excel copies them: a cell that holds lines, tabs or quotes of its own stands in quotes.</summary>
    private static List<Line> OfSheet(string text)
    {
        var lines = new List<Line>();
        var cells = new List<string>();
        var (at, number, first) = (0, 1, 1);
        while (at <= text.Length)
        {
            var (cell, end) = QuotedAt(text, at) ?? PlainAt(text, at);
            cells.Add(cell);
            number += text.AsSpan(at, end - at).Count('\n');
            if (end < text.Length && text[end] == '\t')
            {
                at = end + 1;
                continue;
            }

            lines.Add(new(first, [.. cells]));
            cells.Clear();
            at = end + 1;
            first = ++number;
        }

        return lines;
    }

    private static (string Cell, int End)? QuotedAt(string text, int at)
    {
        if (at >= text.Length || text[at] != '"')
            return null;
        var cell = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                cell.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[i++]);
            }
            else
            {
                var end = i + 1;
                if (end < text.Length && text[end] == '\r')
                    end++;
                // A quote that ends before the cell does was written by a person.
                return end >= text.Length || text[end] is '\t' or '\n' ? (cell.ToString(), end) : null;
            }
        }

        return null;
    }

    private static (string Cell, int End) PlainAt(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAny('\t', '\n');
        var end = length < 0 ? text.Length : at + length;
        return (text[at..end], end);
    }

    private static string[] Cells(FunctionRow row) => [row.Name, row.Description, row.Quantity, row.Unit];

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny("\"\r\n\t") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static int Index(IReadOnlyList<string> columns, string column)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == column)
                return i;
        }

        return -1;
    }

    private static string? Text(string text) => text.Length > 0 ? text : null;

    [GeneratedRegex("[，,]")]
    private static partial Regex Comma();

    [GeneratedRegex("\u3000+| {2,}")]
    private static partial Regex WideSpace();

    [GeneratedRegex("[，,；;\u3000]| {2,}")]
    private static partial Regex Unsplit();

    [GeneratedRegex(@"[（(][^（()）]*[）)]")]
    private static partial Regex Bracketed();

    private sealed record Line(int Number, IReadOnlyList<string> Cells);
}
