using System.Text.Json.Serialization;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What a unit adds to the figures of its projects and confirms each week (53号 四（一）、（三）).</summary>
public sealed record WeeklyReportData
{
    /// <summary>研判项目数.</summary>
    public int? Studied { get; init; }

    /// <summary>在谈项目数.</summary>
    public int? Talking { get; init; }

    /// <summary>签约项目数.</summary>
    public int? Signed { get; init; }

    /// <summary>服务项目数.</summary>
    public int? Served { get; init; }

    /// <summary>招商小分队上门、驻点招商, times.</summary>
    public int? Teams { get; init; }

    /// <summary>专项推介, times.</summary>
    public int? Promotions { get; init; }

    /// <summary>集中签约, times.</summary>
    public int? Signings { get; init; }

    /// <summary>集中开工, times.</summary>
    public int? Groundbreakings { get; init; }

    /// <summary>比拼拉练, times.</summary>
    public int? Contests { get; init; }

    /// <summary>主要做法.</summary>
    public string? Practice { get; init; }

    /// <summary>存在问题.</summary>
    public string? Difficulties { get; init; }

    /// <summary>需协调事项; null for none.</summary>
    public string? Coordination { get; init; }

    /// <summary>Its kind.</summary>
    public string? CoordinationKind { get; init; }

    /// <summary>Whether the unit confirms the figures of its projects.</summary>
    public bool? Confirmed { get; init; }
}

/// <summary>The bureaus' proposal of the final evaluation.</summary>
public sealed record EvaluationData
{
    /// <summary>The summary.</summary>
    public string? Summary { get; init; }

    /// <summary>The commended units and grounds, as <c>unit|ground</c>.</summary>
    public IReadOnlyList<string> Commended { get; init; } = [];
}

/// <summary>A text of a submission: a task's note, or an objection.</summary>
/// <param name="Text">the text</param>
public sealed record CampaignTextData([property: JsonRequired] string Text);

/// <summary>The submission kinds of campaigns.</summary>
internal static class CampaignKinds
{
    /// <summary>Rounds above this are repetitions after a return: a week's round is its number plus this for each return.</summary>
    public const int RoundsOfReturn = 100;

    /// <summary>用地指标 to 其他 (53号 二（六）).</summary>
    public static readonly IReadOnlyList<string> CoordinationKinds = ["用地指标", "环境容量", "能耗指标", "营业执照", "备案", "施工许可证", "其他"];

    private const int MostCount = 10_000;
    private const int LongestText = 2_000;
    private const int LongestSummary = 20_000;

    private static readonly (string Name, string Label)[] Counts =
    [
        ("studied", "研判项目（个）"), ("talking", "在谈项目（个）"), ("signed", "签约项目（个）"), ("served", "服务项目（个）"), ("teams", "招商小分队上门、驻点招商（次）"),
        ("promotions", "专项推介（次）"), ("signings", "集中签约（次）"), ("groundbreakings", "集中开工（次）"), ("contests", "比拼拉练（次）"),
    ];

    /// <summary>The weekly report: the figures come from the project list; the unit adds text and confirms.</summary>
    public static SubmissionKind Weekly { get; } = new()
    {
        Step = "Campaign.weekly",
        Title = "周报",
        Article = $"{CampaignTexts.Document}四（三）",
        Stage = nameof(WeeklyReport),
        Side = SubmissionSide.Unit,
        Fields =
        [
            .. Counts.Select(count => new SubmissionField(count.Name, count.Label, SubmissionFieldType.Number)),
            SubmissionField.Long("practice", "主要做法"), SubmissionField.Long("difficulties", "存在问题"), SubmissionField.Long("coordination", "需协调事项"),
            SubmissionField.Choice("coordinationKind", "需协调事项的类别", [.. CoordinationKinds.Select(kind => (kind, kind))]),
            SubmissionField.YesNo("confirmed", "项目清单汇总的数据真实、完整"),
        ],
        TakesFiles = false,
        Extends = false,
        Check = (_, data) => Check(RecordJson.Read<WeeklyReportData>(data)),
        Says = row => $"报送第{row.Round % RoundsOfReturn}周周报{(row.Round > RoundsOfReturn ? "（退回后重报）" : "")}",
    };

    /// <summary>What a phase asks of every unit: the plan, the summary report.</summary>
    public static SubmissionKind Task { get; } = new()
    {
        Step = "Campaign.task",
        Title = "阶段任务材料",
        Article = $"{CampaignTexts.Document}三",
        Stage = nameof(PhaseTaskCall),
        Side = SubmissionSide.Unit,
        Fields = [SubmissionField.Long("text", "说明")],
        Document = "方案或者报告的文件",
        DocumentName = "campaign-task",
        Check = (_, data) => CheckText(RecordJson.Read<CampaignTextData>(data), "说明", LongestText),
    };

    /// <summary>The objection to a finding, once.</summary>
    public static SubmissionKind Contest { get; } = new()
    {
        Step = "Campaign.contest",
        Title = "申辩意见",
        Article = $"{CampaignTexts.Document}四（五）",
        Stage = nameof(Disqualification),
        Side = SubmissionSide.Unit,
        Fields = [SubmissionField.Long("text", "申辩理由")],
        Extends = false,
        Check = (_, data) => CheckText(RecordJson.Read<CampaignTextData>(data), "申辩理由", LongestText),
    };

    /// <summary>The proposal of the final evaluation by the bureau that runs the campaign.</summary>
    public static SubmissionKind Evaluation { get; } = new()
    {
        Step = "Campaign.evaluation",
        Title = "成效综合考评方案",
        Article = $"{CampaignTexts.Document}三（三）、四（四）",
        Stage = nameof(CampaignEvaluation),
        Side = SubmissionSide.Unit,
        Fields = [SubmissionField.Long("summary", "工作总结"), new("commended", "通报表扬名单", SubmissionFieldType.Several, []) { NoChoices = "还没有最终统计表。" }],
        Extends = false,
        Check = (facts, data) => Check((CampaignFacts)facts, RecordJson.Read<EvaluationData>(data)),
    };

    public static KindCatalogue Catalogue { get; } = new([Weekly, Task, Contest, Evaluation]);

    private static List<RuleFailure> Check(WeeklyReportData report)
    {
        var failures = new List<RuleFailure>();
        int?[] counts = [report.Studied, report.Talking, report.Signed, report.Served, report.Teams, report.Promotions, report.Signings, report.Groundbreakings, report.Contests];
        foreach (var ((name, label), count) in Counts.Zip(counts))
        {
            if (count is < 0 or > MostCount) Fail(name, $"“{label}”为0至{MostCount}的整数");
        }

        foreach (var (name, label, text) in new[] { ("practice", "主要做法", report.Practice), ("difficulties", "存在问题", report.Difficulties), ("coordination", "需协调事项", report.Coordination) })
        {
            if (text?.Length > LongestText) Fail(name, $"{label}不超过{LongestText}个字");
        }

        if (!string.IsNullOrWhiteSpace(report.Coordination) && report.CoordinationKind is null) Fail("coordinationKind", "请选择需协调事项的类别");
        if (report.CoordinationKind is { } kind && !CoordinationKinds.Contains(kind)) Fail("coordinationKind", $"类别应为{string.Join('、', CoordinationKinds)}");
        if (report.Confirmed != true) Fail("confirmed", "请核对项目清单，确认数据真实、完整后报送；有误的，先修改项目清单");
        return failures;

        void Fail(string field, string message) => failures.Add(new($"campaign-weekly-{field}", Weekly.Article, field, message));
    }

    private static IReadOnlyList<RuleFailure> CheckText(CampaignTextData data, string label, int longest) =>
        string.IsNullOrWhiteSpace(data.Text) ? [new("campaign-text", CampaignTexts.Document, "text", $"请填写{label}")]
        : data.Text.Length > longest ? [new("campaign-text", CampaignTexts.Document, "text", $"{label}不超过{longest}个字")]
        : [];

    private static List<RuleFailure> Check(CampaignFacts facts, EvaluationData data)
    {
        var failures = new List<RuleFailure>();
        if (string.IsNullOrWhiteSpace(data.Summary) || data.Summary.Length > LongestSummary) Fail("summary", $"请填写工作总结，不超过{LongestSummary}个字");
        if (facts.Method is not { } method)
        {
            Fail("commended", "考核办法及名额尚未录入，请先录入考核办法文号和名额");
            return failures;
        }

        foreach (var choice in data.Commended.Where(choice => facts.Choices.All(known => known.Value != choice))) Fail("commended", $"“{FieldText.Excerpt(choice)}”不在可选名单中");
        var grounds = data.Commended.Select(choice => choice.Split('|')).Where(parts => parts.Length == 2).CountBy(parts => parts[1]);
        foreach (var (ground, count) in grounds)
        {
            var most = ground == CampaignGrounds.Overall ? method.Overall : ground == CampaignGrounds.Progress ? method.Progress : method.Special;
            if (count > most) Fail("commended", $"“{ground}”名额{most}个，列了{count}个");
        }

        return failures;

        void Fail(string field, string message) => failures.Add(new($"campaign-evaluation-{field}", Evaluation.Article, field, message));
    }
}

/// <summary>The grounds of 通报表扬 (53号 四（四）).</summary>
public static class CampaignGrounds
{
    /// <summary>综合排位靠前</summary>
    public const string Overall = "综合排位靠前";

    /// <summary>综合排位进步明显</summary>
    public const string Progress = "综合排位进步明显";

    /// <summary>专题排位突出</summary>
    public static string Of(SpecialGroup group) => $"专题排位突出：{group.Chinese()}";

    /// <summary>All grounds.</summary>
    public static IReadOnlyList<string> All { get; } = [Overall, Progress, .. Enum.GetValues<SpecialGroup>().Select(Of)];
}

/// <summary>The facts that the rules of campaigns' submissions check.</summary>
/// <param name="Ask">the request that is answered</param>
/// <param name="At">when it is submitted, at +08:00</param>
/// <param name="Method">the 考核办法; null until entered</param>
/// <param name="Choices">who may be commended for what</param>
public sealed record CampaignFacts(AskRow? Ask, DateTimeOffset At, AssessmentMethod? Method, IReadOnlyList<(string Value, string Label)> Choices) : SubmissionFacts(Ask, At);
