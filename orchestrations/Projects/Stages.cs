namespace Dazhou.Serverless.Projects;

/// <summary>The stages of a project's life, named as their orchestrations, and its final states.</summary>
public static class Stages
{
    /// <summary>纳入信息化项目库 (第七条)</summary>
    public const string LibraryAdmission = nameof(LibraryAdmission);

    /// <summary>专家论证 (第十条)</summary>
    public const string ExpertArgumentation = nameof(ExpertArgumentation);

    /// <summary>立项 (第十条)</summary>
    public const string Establishment = nameof(Establishment);

    /// <summary>公示 (第三十五条)</summary>
    public const string Publicity = nameof(Publicity);

    /// <summary>编制技术方案 (第三十六条)</summary>
    public const string TechnicalPlan = nameof(TechnicalPlan);

    /// <summary>技术性审查 (第三十七条)</summary>
    public const string TechnicalReview = nameof(TechnicalReview);

    /// <summary>预算评审 (第三十八条)</summary>
    public const string BudgetReview = nameof(BudgetReview);

    /// <summary>政府采购 (第三十九至四十一条)</summary>
    public const string Procurement = nameof(Procurement);

    /// <summary>项目建设 (第四十二至四十六条)</summary>
    public const string Construction = nameof(Construction);

    /// <summary>补充合同 (第四十三条), beside construction</summary>
    public const string SupplementaryContract = nameof(SupplementaryContract);

    /// <summary>项目调整 (第四十四、四十五条), beside construction</summary>
    public const string Adjustment = nameof(Adjustment);

    /// <summary>终止申请 (第四十六条), beside construction</summary>
    public const string Termination = nameof(Termination);

    /// <summary>试运行 (第四十七条)</summary>
    public const string TrialRun = nameof(TrialRun);

    /// <summary>验收前置核准 (第四十七条)</summary>
    public const string PreAcceptance = nameof(PreAcceptance);

    /// <summary>履约验收 (第四十八条)</summary>
    public const string Acceptance = nameof(Acceptance);

    /// <summary>资金拨付 (第四十九条)</summary>
    public const string Payment = nameof(Payment);

    /// <summary>绩效评价 (第五十二条)</summary>
    public const string PostEvaluation = nameof(PostEvaluation);

    /// <summary>绩效监控 (第五十一条), beside the other stages</summary>
    public const string AnnualMonitoring = nameof(AnnualMonitoring);

    /// <summary>限期整改 (第五十三条), beside the other stages</summary>
    public const string Rectification = nameof(Rectification);

    /// <summary>年度投资预算 (第二十九条), beside the other stages</summary>
    public const string InvestmentBudget = nameof(InvestmentBudget);

    /// <summary>the regular end of the life</summary>
    public const string Completed = nameof(Completed);

    /// <summary>not established, or refused later</summary>
    public const string Refused = nameof(Refused);

    /// <summary>延期 (第三十六条、第四十二条), beside the other stages</summary>
    public const string Extension = nameof(Extension);

    /// <summary>项目失效: ended by 市数字经济局 because the technical plan was overdue (第三十六条)</summary>
    public const string Lapsed = nameof(Lapsed);

    /// <summary>terminated while under way (第四十六条、第五十三条)</summary>
    public const string Terminated = nameof(Terminated);

    /// <summary>Whether a stage is a final state.</summary>
    public static bool IsFinal(string stage) => stage is Completed or Refused or Terminated or Lapsed;

    /// <summary>The stages of the main line, in order, without those that run beside them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        LibraryAdmission, ExpertArgumentation, Establishment, Publicity, TechnicalPlan, TechnicalReview, BudgetReview, Procurement,
        Construction, TrialRun, PreAcceptance, Acceptance, Payment, PostEvaluation, Completed, Refused, Terminated, Lapsed,
    ];

    /// <summary>The stages that run beside the main line.</summary>
    public static IReadOnlyList<string> Beside { get; } = [SupplementaryContract, Adjustment, Termination, AnnualMonitoring, Rectification, Extension, InvestmentBudget];

    /// <summary>The first stage of a project.</summary>
    public static string FirstOf(ProjectPolicy policy) =>
        policy.LibraryAdmissionFirst ? LibraryAdmission : policy.ExpertArgumentationFirst ? ExpertArgumentation : Establishment;
}
