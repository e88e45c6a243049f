namespace Dazhou.Serverless.Projects;

/// <summary>Texts about evaluations (第五十二条).</summary>
public static class EvaluationTexts
{
    private const int MostPast = 5;

    /// <summary>The Chinese name of a grade.</summary>
    public static string Chinese(EvaluationGrade? grade) => grade switch
    {
        EvaluationGrade.Excellent => "优",
        EvaluationGrade.Good => "良",
        EvaluationGrade.Fair => "中",
        _ => "差",
    };

    /// <summary>The grades of a unit's earlier projects, newest first, for those who decide on its next one; null if none was evaluated.</summary>
    public static string? PastText(IReadOnlyList<UnitEvaluationRow> evaluations) =>
        evaluations.Count == 0
            ? null
            : $"该单位以往项目后评价：{string.Join('、', evaluations.OrderByDescending(row => row.On).Take(MostPast).Select(row => $"{row.Name}（{Chinese(row.Result.Grade)}，{row.On:yyyy年M月d日}）"))}";
}
