using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What a ledger's definition must have, all faults at once; pure.</summary>
public static partial class LedgerDefinitionRules
{
    /// <summary>Tasks of a ledger at most.</summary>
    public const int MostTasks = 10_000;

    private const int LongestTitle = 200;
    private const int LongestLine = 2_000;
    private const int MostUnits = 60;
    private const int MostFigures = 20;
    private const int MostColumns = 30;
    private const int LongestPeriod = 100;

    /// <summary>Faults named at most; a workbook with the wrong columns would bring one a cell.</summary>
    private const int MostFaults = 200;

    /// <summary>Returns every rule that a definition breaks.</summary>
    /// <param name="definition">the definition</param>
    /// <param name="find">finds a unit of the directory by id, name or alias</param>
    public static IReadOnlyList<RuleFailure> Check(LedgerDefinition definition, Func<string, UnitRow?> find)
    {
        var faults = new List<RuleFailure>();
        var article = definition.Document is { Length: > 0 and <= LongestTitle } document && FieldText.IsLine(document) ? document.Trim() : "";
        if (definition.Id is not { } id || !Id().IsMatch(id)) Fail("id", "编号由小写字母、数字和连字符组成，不超过40个字符，例如fangguanfu-2023");
        Line("document", "发文字号", definition.Document, LongestTitle);
        Line("title", "台账名称", definition.Title, LongestTitle);
        if (definition.CoordinatorPrinted is not null) Line("coordinatorPrinted", "文件所称的牵头协调机构", definition.CoordinatorPrinted, LongestTitle);
        Unit("coordinator", "牵头协调单位", definition.Coordinator);
        if (definition.Assessor is not null) Unit("assessor", "考核单位", definition.Assessor);
        if (definition.Cycle is null) Fail("cycle", "请填写报送周期：weekly、tenDay、monthly、quarterEnd、halfYear、year或者once");
        Days(definition, Fail);
        if (definition.Policy is { } policy) Policy(policy, Fail);
        if (definition.Columns is { Count: > MostColumns }) Fail("columns", $"表头不超过{MostColumns}列");
        for (var i = 0; i < Math.Min(definition.Columns?.Count ?? 0, MostColumns); i++) Line($"columns[{i}]", "表头", definition.Columns![i], LongestTitle);
        if (definition.Tasks is not { Count: > 0 and <= MostTasks } tasks)
        {
            Fail("tasks", $"请列出任务，最多{MostTasks}项");
            return faults;
        }

        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < tasks.Count && faults.Count < MostFaults; i++) Task(tasks[i], i, rows);
        return faults;

        void Task(TaskDefinition? task, int i, Dictionary<string, int> rows)
        {
            var at = $"tasks[{i}]";
            if (task is null)
            {
                Fail(at, "任务为空");
                return;
            }

            if (KeyOf(task) is not { } key || !Row().IsMatch(key)) Fail($"{at}.row", "任务编号由小写字母、数字和连字符组成，不超过20个字符，例如1、7a、1-1");
            else if (!rows.TryAdd(key, i)) Fail($"{at}.row", $"任务编号“{key}”已经用于第{rows[key] + 1}项任务");
            Line($"{at}.title", "任务名称", task.Title, LongestTitle);
            Optional($"{at}.part", "部分", task.Part, LongestTitle);
            Optional($"{at}.section", "类别", task.Section, LongestTitle);
            Optional($"{at}.printedLead", "牵头单位原文", task.PrintedLead, LongestLine);
            Optional($"{at}.printedUnits", "责任单位原文", task.PrintedUnits, LongestLine);
            Optional($"{at}.result", "成果形式", task.Result, LongestLine);
            Units($"{at}.lead", task.Lead);
            Units($"{at}.units", task.Units);
            if ((task.Lead?.Count ?? 0) + (task.Units?.Count ?? 0) + (task.Collectives?.Count ?? 0) == 0 && !definition.EveryCounty)
                Fail($"{at}.units", "请填写牵头单位或者责任单位");
            if (task.LeadPresumed && task.PrintedLead is not null) Fail($"{at}.leadPresumed", "文件列明了牵头单位的任务不作推定");
            if (task.LeadPresumed && (task.Lead?.Count ?? 0) + (task.Units?.Count ?? 0) == 0) Fail($"{at}.leadPresumed", "推定由第一个责任单位汇总，请列出责任单位");
            for (var j = 0; j < (task.Collectives?.Count ?? 0); j++) Line($"{at}.collectives[{j}]", "统称", task.Collectives![j], LongestTitle);
            if (task.Due is { } due && definition.From is { } from && due < from) Fail($"{at}.due", $"完成时限不早于台账开始日期（{from:yyyy-MM-dd}）");
            if (task.Due is { } late && definition.To is { } to && late > to) Fail($"{at}.due", $"完成时限不晚于台账截止日期（{to:yyyy-MM-dd}）");
            Figures($"{at}.figures", task.Figures);
        }

        void Units(string field, IReadOnlyList<string>? names)
        {
            if (names is { Count: > MostUnits }) Fail(field, $"单位不超过{MostUnits}个");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var j = 0; j < Math.Min(names?.Count ?? 0, MostUnits); j++)
            {
                if (string.IsNullOrWhiteSpace(names![j])) Fail($"{field}[{j}]", "单位名称为空");
                else if (find(names[j].Trim()) is not { } unit) Fail($"{field}[{j}]", $"通讯录中没有单位“{names[j]}”");
                else if (!seen.Add(unit.Id)) Fail($"{field}[{j}]", $"单位“{unit.Name}”列了两次");
            }
        }

        void Figures(string field, IReadOnlyList<TaskFigure>? figures)
        {
            if (figures is { Count: > MostFigures }) Fail(field, $"量化指标不超过{MostFigures}个");
            for (var j = 0; j < Math.Min(figures?.Count ?? 0, MostFigures); j++)
            {
                Line($"{field}[{j}].name", "指标名称", figures![j]?.Name, LongestTitle);
                Line($"{field}[{j}].unit", "计量单位", figures[j]?.Unit, 20);
                if (figures[j]?.Value < 0) Fail($"{field}[{j}].value", "目标值不为负数");
            }
        }

        void Unit(string field, string label, string? name)
        {
            if (string.IsNullOrWhiteSpace(name)) Fail(field, $"请填写{label}");
            else if (find(name.Trim()) is null) Fail(field, $"通讯录中没有{label}“{name}”");
        }

        void Optional(string field, string label, string? text, int longest)
        {
            if (text is not null) Line(field, label, text, longest);
        }

        void Line(string field, string label, string? text, int longest)
        {
            if (string.IsNullOrWhiteSpace(text)) Fail(field, $"请填写{label}");
            else if (text.Trim().Length > longest) Fail(field, $"{label}不超过{longest}个字");
            else if (!FieldText.IsLine(text.Trim())) Fail(field, $"{label}{FieldText.LineRule}");
        }

        void Fail(string field, string message)
        {
            if (faults.Count < MostFaults) faults.Add(new("ledger-definition", article, field, message));
        }
    }

    /// <summary>Returns a task's key in addresses; null if it has none.</summary>
    public static string? KeyOf(TaskDefinition task) => task.Row?.Trim() ?? task.N?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Periods that can be counted, and points between 0 and all there are.</summary>
    private static void Policy(LedgerPolicy policy, Action<string, string> fail)
    {
        (string Field, int Days)[] periods =
        [
            ("signWorkingDays", policy.SignWorkingDays), ("decideWorkingDays", policy.DecideWorkingDays), ("opensDaysBefore", policy.OpensDaysBefore),
            ("closeWorkingDays", policy.CloseWorkingDays), ("objectionDays", policy.ObjectionDays), ("answerWorkingDays", policy.AnswerWorkingDays),
            ("assessmentWorkingDays", policy.AssessmentWorkingDays),
        ];
        foreach (var (field, days) in periods.Where(period => period.Days is < 1 or > LongestPeriod)) fail($"policy.{field}", $"期限应为1至{LongestPeriod}日");
        if (policy.YellowDays is < 0 or > LongestPeriod) fail("policy.yellowDays", $"黄灯的日数应为0至{LongestPeriod}");
        if (policy.BehindPoints is < 0 or > 100) fail("policy.behindPoints", "滞后的百分点应为0至100");
        if (policy.ReminderDays is null || policy.ReminderDays.Any(day => day is < 0 or > LongestPeriod)) fail("policy.reminderDays", $"提醒的日数应为0至{LongestPeriod}");
        foreach (var kind in policy.Points is null ? [] : Enum.GetValues<PointKind>().Where(kind => policy.Points.Of(kind) is < 0 or > AssessmentRules.Full))
            fail($"policy.points.{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}", $"扣分应为0至{AssessmentRules.Full}");
        if (policy.Points is null) fail("policy.points", "请填写扣分标准，或者不填写整个policy");
    }

    private static void Days(LedgerDefinition definition, Action<string, string> fail)
    {
        if (definition.From is not { } from) fail("from", "请填写开始日期（yyyy-MM-dd）");
        else if (definition.To is not { } to) fail("to", "请填写截止日期（yyyy-MM-dd）");
        else if (to < from) fail("to", "截止日期不早于开始日期");
        else
        {
            var days = definition.ReportDays ?? [];
            for (var i = 0; i < days.Count; i++)
            {
                if (days[i] < from || days[i] > to) fail($"reportDays[{i}]", $"报送日期应在{from:yyyy-MM-dd}至{to:yyyy-MM-dd}之间");
                else if (i > 0 && days[i] <= days[i - 1]) fail($"reportDays[{i}]", "报送日期应依次排列，不重复");
            }
        }
    }

    /// <summary>The valid form of a ledger's id, which stands in addresses and, separated by dots, in keys.</summary>
    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,39}$")]
    internal static partial Regex Id();

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,19}$")]
    internal static partial Regex Row();
}
