namespace Dazhou.Serverless.Ledgers;

/// <summary>What the points are computed from.</summary>
/// <param name="Units">the ids of the units that are assessed</param>
/// <param name="Points">the points of one case</param>
/// <param name="On">the day of the assessment, Asia/Shanghai: what is due before it is due</param>
/// <param name="Tasks">the tasks</param>
/// <param name="Cycles">the compiled cycles in which units were asked to report</param>
public sealed record AssessmentFacts(
    IReadOnlyList<string> Units, AssessmentPoints Points, DateOnly On, IReadOnlyList<AssessedTask> Tasks, IReadOnlyList<CompilationRow> Cycles);

/// <summary>
/// 年度目标绩效考核: the points of each unit by what stands in the record, each deduction with its fact; pure (达市府办发〔2023〕16号
/// last paragraphs, 11号 四（一）). The documents name no points.
/// </summary>
public static class AssessmentRules
{
    /// <summary>The points of a unit without deductions.</summary>
    public const decimal Full = 100;

    /// <summary>Returns the deductions of each unit, in the order of <see cref="AssessmentFacts.Units"/>.</summary>
    public static IReadOnlyList<UnitPoints> Assess(AssessmentFacts facts)
    {
        var records = facts.Tasks.Select(TaskRecord.From).ToList();
        return [.. facts.Units.Select(unit => new UnitPoints(unit, [.. records.SelectMany(record => OfTask(facts, record, unit))
            .Concat(facts.Cycles.SelectMany(cycle => OfCycle(facts.Points, cycle, unit)))
            .OrderBy(line => line.Task is null).ThenBy(line => line.Place).ThenBy(line => line.Kind)]))];
    }

    /// <summary>Returns the ids of the units that are assessed, in the ledger's order: of those that it means to assess, who has a task at the end.</summary>
    public static IReadOnlyList<string> UnitsOf(LedgerRow ledger, IReadOnlyList<AssessedTask> tasks) =>
        [.. ledger.Units.Select(unit => unit.Id).Where(unit => ledger.Assessed?.Contains(unit, StringComparer.Ordinal) != false
            && (ledger.Counties.Contains(unit, StringComparer.Ordinal) || tasks.Any(task => Names(task.Task.State, unit))))];

    /// <summary>Returns the points that are left: never below 0.</summary>
    /// <param name="lines">the deductions</param>
    /// <param name="cancelled">the keys of those that were cancelled (核减)</param>
    public static decimal PointsOf(IEnumerable<PointLine> lines, IReadOnlyCollection<string> cancelled) =>
        Math.Max(0, Full - lines.Where(line => !cancelled.Contains(line.Key, StringComparer.Ordinal)).Sum(line => line.Points));

    /// <summary>
    /// A lead answers for the task and its figures, every unit where each does its own part (11号), a co-unit for less; one whose due date
    /// is still to come (延期) counts for nobody.
    /// </summary>
    private static IEnumerable<PointLine> OfTask(AssessmentFacts facts, TaskRecord record, string unit)
    {
        var state = record.State;
        if (state.Phase == TaskPhase.Registered) return [];
        var lines = new List<PointLine>();
        var (lead, co) = RoleOf(state, unit);
        var (done, passed) = (record.DoneOn(unit), state.Due < facts.On);
        var due = ChinaTime.Text(state.Due);
        if (lead && done is null && passed) Add(PointKind.Open, 1, $"未完成，时限{due}");
        if (lead && done > state.Due) Add(PointKind.Late, 1, $"逾期完成，时限{due}，完成于{ChinaTime.Text(done.Value)}");
        if (lead && (done is not null || passed) && MissedOf(record, unit) is { Count: > 0 } missed)
            Add(PointKind.Figure, missed.Count, $"指标未达标：{string.Join('、', missed)}");
        if (co && done is null && passed) Add(PointKind.CoOpen, 1, $"配合的任务未完成，时限{due}");
        if ((lead || co) && !state.Signed.Contains(unit, StringComparer.Ordinal)) Add(PointKind.Unsigned, 1, "未签收");
        foreach (var (kind, says) in Counted)
        {
            if (record.CasesOf(kind, unit) is > 0 and var cases) Add(kind, cases, $"{says}{cases}次");
        }

        return lines;

        void Add(PointKind kind, int count, string says)
        {
            if (facts.Points.Of(kind) is > 0 and var each)
                lines.Add(new(kind, record.Of.Task.Key, record.Of.Task.Ordinal, count, each, $"第{record.Of.Task.Key}项“{record.Of.Task.Definition.Title}”{says}"));
        }
    }

    private static IEnumerable<PointLine> OfCycle(AssessmentPoints points, CompilationRow cycle, string unit)
    {
        if (cycle is not { Mode: CycleMode.Report, CompiledAt: not null } || cycle.Units.FirstOrDefault(asked => asked.Unit == unit) is not { } of) yield break;
        var what = $"{CompilationTexts.TitleOf(cycle)}（{ChinaTime.Text(cycle.Dates.Day)}）";
        // Whom the directory gave nobody to ask was not asked.
        if (of is { At: null, Asked: true } && points.MissingReport > 0)
            yield return new(PointKind.MissingReport, null, cycle.Dates.Number, 1, points.MissingReport, $"{what}未报");
        if (of.DaysLate > 0 && points.LateReport > 0)
            yield return new(PointKind.LateReport, null, cycle.Dates.Number, 1, points.LateReport, $"{what}迟报{of.DaysLate}日");
    }

    private static bool Names(TaskState state, string unit) => state.Lead.Contains(unit, StringComparer.Ordinal) || state.Units.Contains(unit, StringComparer.Ordinal);

    private static (bool Lead, bool Co) RoleOf(TaskState state, string unit)
    {
        var named = state.Units.Contains(unit, StringComparer.Ordinal);
        if (state.Convener is not null) return (named, false);
        var lead = state.Lead.Count > 0 ? state.Lead.Contains(unit, StringComparer.Ordinal) : state.Compiler == unit;
        return (lead, named && !lead);
    }

    /// <summary>A figure that was never reported was not reached.</summary>
    private static List<string> MissedOf(TaskRecord record, string unit)
    {
        var values = record.FiguresOf(unit);
        return [.. (record.Of.Task.Definition.Figures ?? [])
            .Where((figure, i) => figure.Op != FigureDirection.StriveFor && !((i < values.Count ? values[i] : null) is { } value && TaskRules.IsReached(figure, value)))
            .Select(figure => figure.Name!)];
    }

    private static readonly (PointKind Kind, string Says)[] Counted =
        [(PointKind.Criticised, "被通报"), (PointKind.Returned, "复核退回"), (PointKind.Reopened, "销号后回头看重新打开")];
}
