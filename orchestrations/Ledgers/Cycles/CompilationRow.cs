using System.Globalization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// A cycle of a ledger, from its opening to what it brought together. Table LedgerCycles: partition = ledger and mode, row = number.
/// </summary>
public sealed record CompilationRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LedgerCycles";

    /// <summary>The ledger's id.</summary>
    public required string Ledger { get; init; }

    /// <summary>What the cycle is for.</summary>
    public required CycleMode Mode { get; init; }

    /// <summary>Its dates.</summary>
    public required LedgerCycleDates Dates { get; init; }

    /// <summary>The units that are asked, and once it is compiled what each reported.</summary>
    public required IReadOnlyList<UnitCompiled> Units { get; init; }

    /// <summary>When it was opened, at +08:00.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was compiled, at +08:00; null while it is open.</summary>
    public DateTimeOffset? CompiledAt { get; init; }

    /// <summary>The number of tasks by status when it was compiled.</summary>
    public IReadOnlyDictionary<WorkStatus, int> ByStatus { get; init; } = new Dictionary<WorkStatus, int>();

    /// <summary>The number of tasks by light when it was compiled.</summary>
    public IReadOnlyDictionary<TaskLight, int> ByLight { get; init; } = new Dictionary<TaskLight, int>();

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(Ledger, Mode);

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Dates.Number);

    /// <summary>Returns the partition of a ledger's cycles of a mode.</summary>
    public static string PartitionOf(string ledger, CycleMode mode) => $"{ledger}|{mode}";

    /// <summary>Returns the row key of a number.</summary>
    public static string RowKeyOf(int number) => number.ToString("D4", CultureInfo.InvariantCulture);
}

/// <summary>A unit in a cycle.</summary>
/// <param name="Unit">its id</param>
/// <param name="Name">its name</param>
/// <param name="Asked">whether the directory had somebody to ask</param>
public sealed record UnitCompiled(string Unit, string Name, bool Asked)
{
    /// <summary>When it reported, at +08:00; null if it did not.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>迟报: how many days late.</summary>
    public int DaysLate { get; init; }

    /// <summary>难点</summary>
    public string? Difficulties { get; init; }

    /// <summary>堵点</summary>
    public string? Blockages { get; init; }

    /// <summary>亮点</summary>
    public string? Highlights { get; init; }

    /// <summary>实施情况评估</summary>
    public string? Evaluation { get; init; }

    /// <summary>督导发现的情况</summary>
    public string? Findings { get; init; }

    /// <summary>问题反馈: the problems that it names, task by task.</summary>
    public string? Problems { get; init; }

    /// <summary>The number of tasks on which it reported.</summary>
    public int Tasks { get; init; }
}

/// <summary>Texts about cycles.</summary>
public static class CompilationTexts
{
    /// <summary>The title of what a cycle brought together.</summary>
    public static string TitleOf(CompilationRow compiled) => compiled.Mode switch
    {
        CycleMode.Bulletin => $"第{compiled.Dates.Number}期通报",
        CycleMode.Inspection => $"第{compiled.Dates.Number}期督导情况",
        _ when compiled.Dates.IsEvaluation => "实施情况评估汇总",
        _ => $"第{compiled.Dates.Number}期推进情况汇总",
    };

    /// <summary>The state of all tasks in one sentence.</summary>
    public static string SummaryOf(CompilationRow compiled) =>
        $"共{compiled.ByStatus.Values.Sum()}项任务："
        + string.Join('，', Enum.GetValues<WorkStatus>().Reverse().Select(status => $"{TaskTexts.Chinese(status)}{compiled.ByStatus.GetValueOrDefault(status)}项")) + "。";

    /// <summary>Who reported, late, and not at all, by name.</summary>
    public static string HandedInOf(CompilationRow compiled)
    {
        var missing = compiled.Units.Where(unit => unit is { At: null, Asked: true }).Select(unit => unit.Name).ToList();
        var late = compiled.Units.Where(unit => unit.DaysLate > 0).Select(unit => $"{unit.Name}（迟{unit.DaysLate}日）").ToList();
        var nobody = compiled.Units.Where(unit => !unit.Asked).Select(unit => unit.Name).ToList();
        return $"应报{compiled.Units.Count}个单位，已报{compiled.Units.Count(unit => unit.At is not null)}个。"
            + (late.Count == 0 ? "" : $"迟报：{string.Join('、', late)}。")
            + (missing.Count == 0 ? "" : $"未报：{string.Join('、', missing)}。")
            + (nobody.Count == 0 ? "" : $"通讯录中没有联系人，未能要求报送：{string.Join('、', nobody)}。");
    }

    /// <summary>The chapters of a compilation, with what a unit said in each.</summary>
    public static IReadOnlyList<(string Title, Func<UnitCompiled, string?> Of)> Chapters(CompilationRow compiled) => compiled.Mode switch
    {
        CycleMode.Inspection => [("督导发现的情况", unit => unit.Findings)],
        _ when compiled.Dates.IsEvaluation => [("实施情况评估", unit => unit.Evaluation), ("问题反馈", unit => unit.Problems)],
        _ => [("难点", unit => unit.Difficulties), ("堵点", unit => unit.Blockages), ("亮点", unit => unit.Highlights), ("问题反馈", unit => unit.Problems)],
    };

    /// <summary>How a unit reported, as a list has it.</summary>
    public static string ReportOf(UnitCompiled unit) => unit switch
    {
        { At: { } at, DaysLate: > 0 and var days } => $"{ChinaTime.Text(ChinaTime.DayOf(at))}（迟{days}日）",
        { At: { } at } => ChinaTime.Text(ChinaTime.DayOf(at)),
        { Asked: false } => "没有联系人",
        _ => "未报",
    };
}
