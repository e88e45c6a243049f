using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.ProblemCases;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// A unit's report for a cycle. As JSON it is flat, because a form is: <c>difficulties</c>, <c>blockages</c>, <c>highlights</c>,
/// <c>evaluation</c>, <c>findings</c>, and for each task <c>25.text</c>, <c>25.percent</c>, <c>25.problems</c>, and its figures
/// <c>25.f1</c>, <c>25.f2</c>.
/// </summary>
public sealed record UnitReport
{
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

    /// <summary>The tasks on which something is said, by key.</summary>
    public IReadOnlyDictionary<string, TaskReport> Tasks { get; init; } = new Dictionary<string, TaskReport>(StringComparer.Ordinal);

    /// <summary>Returns the name of a task's field.</summary>
    public static string FieldOf(string key, string what) => $"{key}.{what}";

    /// <summary>Parses what was handed in; throws <see cref="JsonException"/> for a field that is no text or number where it should be.</summary>
    public static UnitReport Read(string data)
    {
        var json = JsonNode.Parse(data) as JsonObject ?? throw new JsonException("The report is no object.");
        var tasks = new Dictionary<string, TaskReport>(StringComparer.Ordinal);
        foreach (var (name, node) in json)
        {
            if (name.LastIndexOf('.') is not (> 0 and var dot) || node is null) continue;
            var (key, what) = (name[..dot], name[(dot + 1)..]);
            var report = tasks.GetValueOrDefault(key) ?? new TaskReport();
            tasks[key] = what switch
            {
                "text" => report with { Text = TextOf(name, node) },
                "problems" => report with { Problems = TextOf(name, node) },
                "percent" => report with { Percent = NumberOf(name, node) },
                ['f', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place > 0 =>
                    report with { Figures = new Dictionary<int, decimal>(report.Figures) { [place - 1] = NumberOf(name, node) } },
                _ => report with { Unknown = name },
            };
        }

        return new()
        {
            Difficulties = Text("difficulties"),
            Blockages = Text("blockages"),
            Highlights = Text("highlights"),
            Evaluation = Text("evaluation"),
            Findings = Text("findings"),
            Tasks = tasks,
        };

        string? Text(string name) => json[name] is { } node ? TextOf(name, node) : null;
    }

    private static string TextOf(string name, JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>().Trim() : throw new JsonException("Text is expected.", $"$.{name}", null, null);

    private static decimal NumberOf(string name, JsonNode node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var number)
            ? number
            : throw new JsonException("A number is expected.", $"$.{name}", null, null);
}

/// <summary>What a report says on a task.</summary>
public sealed record TaskReport
{
    /// <summary>推进情况</summary>
    public string? Text { get; init; }

    /// <summary>问题</summary>
    public string? Problems { get; init; }

    /// <summary>完成进度 in percent.</summary>
    public decimal? Percent { get; init; }

    /// <summary>The figures by their place in the task, from 0.</summary>
    public IReadOnlyDictionary<int, decimal> Figures { get; init; } = new Dictionary<int, decimal>();

    /// <summary>The name of a field that no task has; null for none.</summary>
    public string? Unknown { get; init; }
}

/// <summary>What a unit's submissions must have; pure.</summary>
public static class ReportRules
{
    /// <summary>Returns the rules that an answer to the request to sign breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(LedgerFacts facts, SignAnswer answer)
    {
        var faults = new List<RuleFailure>();
        var place = LedgerBook.PlaceOf(facts.Ledger, facts.Unit);
        foreach (var key in (answer.Returned ?? []).Distinct(StringComparer.Ordinal))
        {
            var task = facts.Tasks.FirstOrDefault(task => task.Key == key);
            if (task is null || place is not { } at || !task.Names(at)) Fail("returned", $"第{key}项任务没有列明本单位，不能退办");
            else if (task.Phase == TaskPhase.Closed) Fail("returned", $"第{key}项任务已经销号");
        }

        if (answer.Returned is { Count: > 0 } && string.IsNullOrWhiteSpace(answer.Reason)) Fail("reason", "申请退办的，请填写理由");
        if (answer.Reason?.Length > TaskActRules.LongestText) Fail("reason", $"理由不超过{TaskActRules.LongestText}个字");
        if (!string.IsNullOrWhiteSpace(answer.Proposed))
        {
            if (facts.FindUnit(answer.Proposed.Trim()) is not { } proposed) Fail("proposed", $"通讯录中没有单位“{answer.Proposed}”");
            else if (proposed == facts.Unit) Fail("proposed", "建议改由的单位不是本单位");
        }

        return faults;

        void Fail(string field, string message) => faults.Add(new("ledger-sign", facts.Ledger.Document, field, message));
    }

    /// <summary>Returns the rules that a cycle's report breaks: 难点、堵点、亮点 (16号), and what is said on tasks.</summary>
    public static IReadOnlyList<RuleFailure> Check(LedgerFacts facts, UnitReport report)
    {
        var faults = new List<RuleFailure>();
        Need(facts, faults, "difficulties", "难点", report.Difficulties);
        Need(facts, faults, "blockages", "堵点", report.Blockages);
        Need(facts, faults, "highlights", "亮点", report.Highlights);
        CheckTasks(facts, report, faults);
        return faults;
    }

    /// <summary>Returns the rules that an evaluation breaks (19号).</summary>
    public static IReadOnlyList<RuleFailure> CheckEvaluation(LedgerFacts facts, UnitReport report)
    {
        var faults = new List<RuleFailure>();
        Need(facts, faults, "evaluation", "实施情况评估", report.Evaluation);
        CheckTasks(facts, report, faults);
        return faults;
    }

    /// <summary>Returns the rules that findings break (11号).</summary>
    public static IReadOnlyList<RuleFailure> CheckFindings(LedgerFacts facts, UnitReport report)
    {
        var faults = new List<RuleFailure>();
        Need(facts, faults, "findings", "督导发现的情况", report.Findings);
        return faults;
    }

    /// <summary>Returns the problems that a report names, task by task; null for none.</summary>
    public static string? ProblemsOf(UnitReport report) =>
        report.Tasks.Where(task => !ProblemRules.IsNone(task.Value.Problems)).Select(task => $"第{task.Key}项：{task.Value.Problems}").ToList() is { Count: > 0 } named
            ? string.Join('\n', named)
            : null;

    /// <summary>Returns whether a unit compiles a task.</summary>
    public static bool Compiles(LedgerRow ledger, LedgerIndexEntry task, string unit) => task.Compiler is { } compiler && ledger.Units[compiler].Id == unit;

    /// <summary>Returns whether a unit reports percent and figures of a task: see <see cref="TaskActRules.ReportsProgress"/>.</summary>
    public static bool ReportsProgress(LedgerRow ledger, LedgerIndexEntry task, string unit) =>
        Compiles(ledger, task, unit) || (task.Convener is not null && LedgerBook.PlaceOf(ledger, unit) is { } place && task.Units.Contains(place));

    private static void CheckTasks(LedgerFacts facts, UnitReport report, List<RuleFailure> faults)
    {
        foreach (var (key, said) in report.Tasks)
        {
            if (said.Unknown is { } unknown)
            {
                Fail(unknown, $"没有“{unknown}”这一栏");
                continue;
            }

            if (facts.Tasks.FirstOrDefault(task => task.Key == key) is not { } task)
            {
                Fail(UnitReport.FieldOf(key, "text"), $"第{key}项任务不由本单位报送");
                continue;
            }

            if (said.Text?.Length > TaskActRules.LongestText) Fail(UnitReport.FieldOf(key, "text"), $"推进情况不超过{TaskActRules.LongestText}个字");
            if (said.Problems?.Length > TaskActRules.LongestText) Fail(UnitReport.FieldOf(key, "problems"), $"问题不超过{TaskActRules.LongestText}个字");
            if (string.IsNullOrWhiteSpace(said.Text) && (said.Percent is not null || said.Figures.Count > 0 || !string.IsNullOrWhiteSpace(said.Problems)))
                Fail(UnitReport.FieldOf(key, "text"), $"第{key}项任务请填写推进情况");
            if ((said.Percent is not null || said.Figures.Count > 0) && !ReportsProgress(facts.Ledger, task, facts.Unit))
                Fail(UnitReport.FieldOf(key, "percent"), "完成进度和指标由汇总的牵头单位填报");
            if (said.Percent is { } percent && (percent is < 0 or > 100 || percent != decimal.Truncate(percent)))
                Fail(UnitReport.FieldOf(key, "percent"), "完成进度为0至100的整数");
            foreach (var (place, value) in said.Figures)
            {
                if (place >= (task.Figures?.Count ?? 0)) Fail(UnitReport.FieldOf(key, $"f{place + 1}"), $"第{key}项任务没有这个量化指标");
                else if (value < 0) Fail(UnitReport.FieldOf(key, $"f{place + 1}"), $"“{task.Figures![place].Name}”不为负数");
            }
        }

        void Fail(string field, string message) => faults.Add(new("ledger-report", facts.Ledger.Document, field, message));
    }

    private static void Need(LedgerFacts facts, List<RuleFailure> faults, string field, string label, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) faults.Add(new("ledger-report", facts.Ledger.Document, field, $"请填写{label}，没有的填写“无”"));
        else if (text.Length > TaskActRules.LongestText) faults.Add(new("ledger-report", facts.Ledger.Document, field, $"{label}不超过{TaskActRules.LongestText}个字"));
    }
}
