using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>The forms of O&amp;M budgets, as data; the rules stand with their service.</summary>
public static class OperationForms
{
    /// <summary>运维预算申报</summary>
    public static SubmissionKind Application { get; } = Form(
        OperationSteps.Application, "运维预算申报", "第三十二条", SubmissionSide.Unit,
        new("system", "系统目录编号"),
        new("kind", "申报类型", SubmissionFieldType.Choice, [("first", "维保结束后首次安排"), ("renewed", "续运维")]),
        new("year", "预算年度", SubmissionFieldType.Number),
        new("amount", "申报金额（万元）", SubmissionFieldType.Amount),
        new("from", "运维起始日期", SubmissionFieldType.Date),
        new("until", "运维结束日期", SubmissionFieldType.Date),
        new("source", "资金来源", SubmissionFieldType.Choice, [("municipalBudget", "市级财政预算资金"), ("higherLevel", "上级专项资金"), ("ownFunds", "单位自有资金")]),
        new("need", "运维需求", SubmissionFieldType.LongText));

    /// <summary>补正后的运维预算申报: the same fields.</summary>
    public static SubmissionKind Correction { get; } = Application with { Step = "operation.resubmit", Title = "补正后的运维预算申报" };

    /// <summary>论证评估</summary>
    public static SubmissionKind Assessment { get; } = Form(
        OperationSteps.Assessment, "论证评估意见", "第三十二条第二项", SubmissionSide.Supervisor,
        new("passed", "提出建议金额（选“是”的须附论证评估文件，选“否”为退回补正）", SubmissionFieldType.YesNo),
        new("method", "论证评估方式", SubmissionFieldType.Choice, [("units", "组织相关单位"), ("experts", "组织专家"), ("thirdParty", "委托第三方专业机构")]),
        new("participants", "参加的单位、专家或者机构"),
        new("amount", "建议金额（万元）", SubmissionFieldType.Amount),
        new("opinion", "论证评估意见，或者需要补正的内容", SubmissionFieldType.LongText));

    /// <summary>统筹安排</summary>
    public static SubmissionKind Arrangement { get; } = Form(
        OperationSteps.Arrangement, "运维经费安排", "第三十三条", SubmissionSide.Supervisor,
        new("arranged", "是否安排", SubmissionFieldType.YesNo),
        new("amount", "安排金额（万元）", SubmissionFieldType.Amount),
        new("comment", "说明（不予安排的写明理由）", SubmissionFieldType.LongText));

    /// <summary>撤回</summary>
    public static SubmissionKind Withdrawal { get; } = Form(
        OperationSteps.Withdrawal, "撤回申请", "第三十二条", SubmissionSide.Unit, new SubmissionField("reason", "撤回的原因", SubmissionFieldType.LongText));

    /// <summary>The form of an act by its name in the address; null for another.</summary>
    public static SubmissionKind? Of(string act) => act switch
    {
        "resubmit" => Correction,
        "assessment" => Assessment,
        "arrangement" => Arrangement,
        "withdraw" => Withdrawal,
        _ => null,
    };

    /// <summary>The name of an act in the address.</summary>
    public static string ActOf(SubmissionKind form) =>
        form == Correction ? "resubmit" : form == Withdrawal ? "withdraw" : form == Assessment ? "assessment" : "arrangement";

    /// <summary>The forms that are open in a state.</summary>
    public static IReadOnlyList<SubmissionKind> OpenIn(OperationState state) => state switch
    {
        OperationState.Assessment => [Assessment, Withdrawal],
        OperationState.Correction => [Correction, Withdrawal],
        OperationState.Review => [Withdrawal],
        OperationState.Arrangement => [Arrangement],
        _ => [],
    };

    /// <summary>An application as the form of its correction begins with it.</summary>
    public static IReadOnlyDictionary<string, string> Typed(OperationApplication application) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["system"] = application.System ?? "",
        ["kind"] = Camel($"{application.Kind}"),
        ["year"] = $"{application.Year}",
        ["amount"] = $"{application.Amount}",
        ["from"] = $"{application.From:yyyy-MM-dd}",
        ["until"] = $"{application.Until:yyyy-MM-dd}",
        ["source"] = Camel($"{application.Source}"),
        ["need"] = application.Need ?? "",
    };

    private static string Camel(string word) => word.Length == 0 ? word : char.ToLowerInvariant(word[0]) + word[1..];

    private static SubmissionKind Form(string step, string title, string article, SubmissionSide side, params SubmissionField[] fields) => new()
    {
        Step = $"operation.{step}",
        Title = title,
        Article = article,
        Side = side,
        Fields = fields,
        Check = (_, _) => [],
    };
}
