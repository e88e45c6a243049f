using Dazhou.Serverless.Rehearsal;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>
/// The orchestration of a calendar entry, by its name in code: a stage or what runs beside it, the life for its start
/// and end, the year for its budgets.
/// </summary>
public static class RehearsalStages
{
    private const string Life = nameof(ProjectLifecycle);

    /// <summary>The name of the orchestration.</summary>
    public static string NameOf(RehearsalEntry entry) => entry.Stage switch
    {
        null => Life,
        Stages.InvestmentBudget => nameof(AnnualCycle),
        // A termination is decided beside construction and belongs to it.
        Stages.Termination => Stages.Construction,
        Stages.Extension => OfPeriod(entry.Article),
        var stage when Stages.IsFinal(stage) => Life,
        var stage => stage,
    };

    /// <summary>A 延期 belongs to the stage of its deadline.</summary>
    private static string OfPeriod(string? article) => article switch
    {
        "第三十六条" => Stages.TechnicalPlan,
        "第三十七条" or "第三十八条" => Stages.BudgetReview,
        "第三十九条" or "第四十条" or "第四十一条" => Stages.Procurement,
        "第四十二条" => Stages.Construction,
        "第四十七条" => Stages.PreAcceptance,
        "第四十八条" => Stages.Acceptance,
        "第四十九条" => Stages.Payment,
        "第五十一条" => Stages.AnnualMonitoring,
        "第五十二条" => Stages.PostEvaluation,
        "第五十三条" => Stages.Rectification,
        _ => Life,
    };
}
