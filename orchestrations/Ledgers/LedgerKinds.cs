using Dazhou.Serverless.Records;
namespace Dazhou.Serverless.Ledgers;

/// <summary>The submission kinds of ledgers: what a unit is asked for all of its tasks at once.</summary>
public static class LedgerKinds
{
    /// <summary>签收, or 退办 of single tasks.</summary>
    public static SubmissionKind Sign { get; } = new()
    {
        Step = "Ledgers.sign",
        Title = "任务签收",
        Article = "",
        Stage = nameof(LedgerSigning),
        Side = SubmissionSide.Unit,
        Fields =
        [
            new("returned", "申请退办的任务（不勾选的签收）", SubmissionFieldType.Several, []) { NoChoices = "没有等待签收的任务。" },
            SubmissionField.Long("reason", "退办理由"),
            SubmissionField.Text("proposed", "建议改由的单位"),
        ],
        TakesFiles = false,
        Extends = false,
        Check = (facts, data) => ReportRules.Check((LedgerFacts)facts, RecordJson.Read<SignAnswer>(data)),
    };

    /// <summary>难点、堵点、亮点, and the progress of tasks; the fields of tasks come with the form.</summary>
    public static SubmissionKind Report { get; } = new()
    {
        Step = "Ledgers.report",
        Title = "推进情况",
        Article = "",
        Stage = nameof(LedgerCycle),
        Side = SubmissionSide.Unit,
        Fields =
        [
            SubmissionField.Long("difficulties", "难点（没有的填写“无”）"),
            SubmissionField.Long("blockages", "堵点（没有的填写“无”）"),
            SubmissionField.Long("highlights", "亮点（没有的填写“无”）"),
        ],
        Extends = false,
        Check = (facts, data) => ReportRules.Check((LedgerFacts)facts, UnitReport.Read(data)),
    };

    /// <summary>实施情况评估 (19号: to 市生态环境局).</summary>
    public static SubmissionKind Evaluation { get; } = Report with
    {
        Step = "Ledgers.evaluation",
        Title = "实施情况评估",
        Fields = [SubmissionField.Long("evaluation", "实施情况评估")],
        Check = (facts, data) => ReportRules.CheckEvaluation((LedgerFacts)facts, UnitReport.Read(data)),
    };

    /// <summary>The coordinating office's own findings (11号: 月督导).</summary>
    public static SubmissionKind Findings { get; } = Report with
    {
        Step = "Ledgers.findings",
        Title = "督导发现的情况",
        Fields = [SubmissionField.Long("findings", "督导发现的情况（没有问题的如实说明）")],
        Check = (facts, data) => ReportRules.CheckFindings((LedgerFacts)facts, UnitReport.Read(data)),
    };

    /// <summary>All kinds.</summary>
    public static KindCatalogue Catalogue { get; } = new([Sign, Report, Evaluation, Findings]);
}

/// <summary>The facts that the rules of a ledger's submissions check.</summary>
/// <param name="Ask">the request that is answered</param>
/// <param name="At">when it is submitted, at +08:00</param>
/// <param name="Ledger">the ledger</param>
/// <param name="Unit">the unit that is asked</param>
/// <param name="Tasks">the tasks in which the unit takes part, counties in all</param>
/// <param name="FindUnit">finds a unit of the directory by id, name or alias; returns its id</param>
public sealed record LedgerFacts(
    AskRow? Ask, DateTimeOffset At, LedgerRow Ledger, string Unit, IReadOnlyList<LedgerIndexEntry> Tasks, Func<string, string?> FindUnit) : SubmissionFacts(Ask, At);

/// <summary>An answer to the request to sign.</summary>
/// <param name="Returned">the keys of tasks to return</param>
/// <param name="Reason">why</param>
/// <param name="Proposed">the unit proposed instead: id, name or alias</param>
public sealed record SignAnswer(IReadOnlyList<string>? Returned, string? Reason, string? Proposed);
