using Dazhou.Serverless.Documents;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A task in the workbook, with what may be told of it.</summary>
/// <param name="Task">the task</param>
/// <param name="Acts">its acts; none where the reader does not see them</param>
public sealed record LedgerSheetLine(LedgerTaskRow Task, IReadOnlyList<TaskActRow> Acts);

/// <summary>
/// A ledger as XLSX, in the columns of its own document: 16号 序号 工作任务 牵头单位 责任单位 推进情况 问题反馈 below rows for part and
/// section; 11号 序号 改革事项 成果形式 完成时限 责任单位 主体责任人 直接责任人, an item of several rows merged. A column that we do not
/// know stays blank, to be filled in by hand.
/// </summary>
public static class LedgerSheet
{
    private const string Number = "序号";
    private const string Item = "改革事项";
    private const int FirstLine = 4;
    private const double LineHeight = 15;
    private const double HighestRow = 405;

    private static readonly string[] Usual = [Number, "工作任务", "牵头单位", "责任单位", "完成时限", "推进情况", "问题反馈"];

    /// <summary>Writes the workbook.</summary>
    /// <param name="ledger">the ledger</param>
    /// <param name="lines">its tasks, by place</param>
    /// <param name="on">the day</param>
    public static byte[] Write(LedgerRow ledger, IReadOnlyList<LedgerSheetLine> lines, DateOnly on) => PrintedSheets.Write([Of(ledger, lines, on)]);

    private static PrintedSheet Of(LedgerRow ledger, IReadOnlyList<LedgerSheetLine> lines, DateOnly on)
    {
        var columns = ledger.Columns.Count > 0 ? ledger.Columns : Usual;
        var widths = columns.Select(WidthOf).ToList();
        var cells = new List<PrintedCell>
        {
            new(1, 1, ledger.Title, PrintedStyle.Title) { LastColumn = columns.Count },
            new(2, 1, $"{ledger.Document}，{ledger.CoordinatorName}，截至{ChinaTime.Text(on)}", PrintedStyle.Text) { LastColumn = columns.Count },
        };
        cells.AddRange(columns.Select((column, i) => new PrintedCell(FirstLine - 1, i + 1, column, PrintedStyle.Head)));
        var heights = new Dictionary<int, double> { [1] = 36, [2] = 20, [FirstLine - 1] = 30 };
        // Where items are named in a column, sections need no rows.
        var groups = !columns.Contains(Item, StringComparer.Ordinal);
        var (row, part, section) = (FirstLine, (string?)null, -1);
        for (var i = 0; i < lines.Count; i++)
        {
            var (task, of) = (lines[i].Task, ledger.Sections[lines[i].Task.Section]);
            if (groups && of.Part is not null && of.Part != part) Group(of.Part);
            if (groups && of.Title is not null && task.Section != section) Group(of.Title);
            (part, section) = (of.Part, task.Section);
            for (var j = 0; j < columns.Count; j++)
            {
                var merged = !groups && (columns[j] is Number or Item);
                if (merged && i > 0 && IsSameItem(lines[i - 1].Task, task)) continue;
                var more = merged ? lines.Skip(i + 1).TakeWhile(next => IsSameItem(next.Task, task)).Count() : 0;
                cells.Add(columns[j] == Number && task.Definition.N is { } n
                    ? new(row, j + 1, null, PrintedStyle.Number) { Value = n, LastRow = row + more }
                    : new(row, j + 1, TextOf(ledger, columns, columns[j], lines[i]), PrintedStyle.Cell) { LastRow = row + more });
            }

            heights[row] = HeightOf([.. columns.Select((column, j) => (TextOf(ledger, columns, column, lines[i]), widths[j]))]);
            row++;
        }

        return new("台账", widths, cells) { Heights = heights, HeadRow = FirstLine - 1 };

        void Group(string title)
        {
            heights[row] = 24;
            cells.Add(new(row++, 1, title, PrintedStyle.Cell) { LastColumn = columns.Count });
        }
    }

    private static bool IsSameItem(LedgerTaskRow one, LedgerTaskRow other) =>
        one.Section == other.Section && one.Definition.N is { } n && other.Definition.N == n;

    private static string? TextOf(LedgerRow ledger, IReadOnlyList<string> columns, string column, LedgerSheetLine line) => column switch
    {
        "工作任务" or "任务" or "重点任务" or "主要任务" => line.Task.Definition.Title,
        Item => ledger.Sections[line.Task.Section].Title ?? line.Task.Definition.Title,
        "牵头单位" => NamesOf(ledger, line.Task.State.Lead, []),
        "责任单位" => NamesOf(
            ledger,
            columns.Contains("牵头单位", StringComparer.Ordinal) ? line.Task.State.Units : [.. line.Task.State.Lead, .. line.Task.State.Units],
            line.Task.State.Unresolved ? line.Task.Definition.Collectives ?? [] : []),
        "成果形式" => line.Task.Definition.Result,
        "完成时限" => $"{ChinaTime.Text(line.Task.State.Due)}{(line.Task.State.Presumed ? "（推定）" : "")}",
        "推进情况" => Said(ledger, line, act => act.Percent is { } percent ? $"{act.Text}（完成{percent}%）" : act.Text),
        "问题反馈" => Said(ledger, line, act => act.Problems),
        "主体责任人" => Posts(line, people => people.Responsible),
        "直接责任人" => Posts(line, people => people.Direct),
        _ => null,
    };

    /// <summary>Collective names follow the units as they are printed, 等 without a comma.</summary>
    private static string NamesOf(LedgerRow ledger, IEnumerable<string> units, IEnumerable<string> collectives) =>
        collectives.Aggregate(string.Join('、', units.Select(ledger.NameOf)), (text, name) => text.Length == 0 || name.StartsWith('等') ? text + name : $"{text}、{name}");

    /// <summary>What each unit said last: the compiling one first and without its name.</summary>
    private static string? Said(LedgerRow ledger, LedgerSheetLine line, Func<TaskAct, string?> of)
    {
        var said = line.Acts.Where(row => row.Act.Kind == TaskActKind.Reported).GroupBy(row => row.Act.Unit).Select(unit => unit.Last())
            .OrderByDescending(row => row.Act.Unit == line.Task.State.Compiler).ThenBy(row => row.Number)
            .Select(row => (row.Act.Unit, Text: of(row.Act)?.Trim())).Where(words => words.Text is { Length: > 0 })
            .Select(words => words.Unit == line.Task.State.Compiler || words.Unit is null ? words.Text : $"{ledger.NameOf(words.Unit)}：{words.Text}").ToList();
        return said.Count == 0 ? null : string.Join('\n', said);
    }

    private static string? Posts(LedgerSheetLine line, Func<ResponsiblePosts, string?> of) =>
        line.Task.Definition.People is { Count: > 0 } people ? string.Join('、', people.Select(of).OfType<string>().Distinct(StringComparer.Ordinal)) : null;

    private static double WidthOf(string column) => column switch
    {
        Number => 6,
        "完成时限" or "主体责任人" or "直接责任人" => 16,
        "牵头单位" or Item => 18,
        "责任单位" => 28,
        _ => 40,
    };

    /// <summary>As high as the longest cell needs, a Chinese character taking two places.</summary>
    private static double HeightOf(IReadOnlyList<(string? Text, double Width)> cells)
    {
        var most = cells.Max(cell => (cell.Text ?? "").Split('\n').Sum(line => Math.Max(1, Math.Ceiling(line.Length * 2 / (cell.Width - 1)))));
        return Math.Min(HighestRow, LineHeight * Math.Max(2, most) + 4);
    }
}
