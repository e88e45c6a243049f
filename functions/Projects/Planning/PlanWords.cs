using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>Chinese texts of the plan table.</summary>
public static class PlanWords
{
    /// <summary>自行建设 or 购买服务.</summary>
    public static string Of(Implementation? mode) => mode switch
    {
        Implementation.SelfBuild => "自行建设",
        Implementation.PurchaseOfServices => "购买服务",
        _ => "",
    };

    /// <summary>How a project entered the plan.</summary>
    public static string Of(PlanOrigin origin) => origin == PlanOrigin.Works ? "市发展改革委立项" : PlanTableRules.Text(origin);

    /// <summary>The channels named in the application, otherwise the kind of funding in 第二条.</summary>
    public static string Source(PlanLine line) => line.Channels.Count > 0 ? string.Join('、', line.Channels) : line.Funding switch
    {
        FundingKind.MunicipalBudget => "市级财政预算资金",
        FundingKind.ConstructionFund => "政府性专项建设基金",
        FundingKind.LocalBond => "地方政府债券和配套融资资金",
        FundingKind.NationalBond => "国家发行债券所筹资金",
        FundingKind.ForeignLoan => "国家对外借款或担保所筹资金",
        FundingKind.PublicPrivatePartnership => "政府和社会资本合作（PPP）",
        FundingKind.Other => "其他政府投资",
        _ => "",
    };

    /// <summary>The text of a change.</summary>
    public static string Of(PlanChange change)
    {
        var text = change.Kind switch
        {
            PlanChangeKind.Changed => $"调整：{change.Line.Name}，年度投资{OfficeText.Amount(change.Line.ThisYear)}",
            PlanChangeKind.Dropped => $"取消：{change.Line.Name}",
            _ => $"{(change.Line.Origin == PlanOrigin.MidYear ? "增补" : "列入")}：{change.Line.Name}，年度投资{OfficeText.Amount(change.Line.ThisYear)}",
        };
        return change.Reason is null ? text : $"{text}（{change.Reason}）";
    }
}
