namespace Dazhou.Serverless.Projects;

/// <summary>Texts about O&amp;M budgets.</summary>
public static class OperationBudgetTexts
{
    /// <summary>The Chinese name of a kind.</summary>
    public static string Chinese(OperationKind? kind) => kind == OperationKind.Renewed ? "续运维" : "维保结束后首次安排";

    /// <summary>The Chinese name of a state.</summary>
    public static string Chinese(OperationState state) => state switch
    {
        OperationState.Assessment => "论证评估",
        OperationState.Correction => "退回补正",
        OperationState.Review => "财政审核",
        OperationState.Arrangement => "统筹安排",
        OperationState.Arranged => "已安排",
        OperationState.Refused => "不予安排",
        _ => "已撤回",
    };

    /// <summary>The Chinese name of a source.</summary>
    public static string Chinese(OperationSource? source) => source switch
    {
        OperationSource.HigherLevel => "上级专项资金",
        OperationSource.OwnFunds => "单位自有资金",
        _ => "市级财政预算资金",
    };

    /// <summary>The application as form values, with which a form is prefilled.</summary>
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
}
