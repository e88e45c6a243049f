namespace Dazhou.Serverless.Projects;

/// <summary>
/// Thresholds and periods of 达市府发〔2023〕9号 as data. An instance carries the policy it started with,
/// so that a later change of the rules does not reach into running projects. What a stored policy does not name must stay what it
/// was before it could be named, so a switch is off in its property, and on in <see cref="Gazette"/> where the gazette wants it.
/// </summary>
public sealed record ProjectPolicy
{
    /// <summary>The values of the gazette.</summary>
    public static ProjectPolicy Gazette { get; } = new() { LibraryAdmissionFirst = true, ExpertArgumentationFirst = true, SignInFrom = 500m };

    /// <summary>Which edition of the policy this is.</summary>
    public string Version { get; init; } = "2023-9";

    /// <summary>总投资 from which the rules apply, 万元, 含本数 (第二条).</summary>
    public decimal MinimumInvestment { get; init; } = 30m;

    /// <summary>总投资 up to which a unit may build itself, 万元, 含本数 (第十一条第三项: 不超过).</summary>
    public decimal SelfBuildLimit { get; init; } = 1000m;

    /// <summary>Below it: two reviews and the vice-mayor of finance decides (第十条第一项).</summary>
    public decimal MayorFrom { get; init; } = 200m;

    /// <summary>From it on: 市政府常务会议 (第十条第三项).</summary>
    public decimal StandingMeetingFrom { get; init; } = 500m;

    /// <summary>From it on: also 市委常委会 (第十条第四项).</summary>
    public decimal PartyCommitteeFrom { get; init; } = 1000m;

    /// <summary>
    /// Amount from which the leadership's steps also need the person's sign-in, 万元, 含本数; null never. The gazette sets none,
    /// the office's own: by default from the tier of 市政府常务会议 on.
    /// </summary>
    public decimal? SignInFrom { get; init; }

    /// <summary>公示 in full days (第三十五条: 不低于).</summary>
    public int PublicityDays { get; init; } = 7;

    /// <summary>Days to hand in the technical plan (第三十六条).</summary>
    public int TechnicalPlanDays { get; init; } = 60;

    /// <summary>Days of the technical review (第三十七条).</summary>
    public int TechnicalReviewDays { get; init; } = 10;

    /// <summary>Potential suppliers that count as several (第十二条第三项: 多家).</summary>
    public int SeveralSuppliers { get; init; } = 2;

    /// <summary>Working days for one signature of 第十条; the gazette sets none, the office's own value.</summary>
    public int SignatureWorkingDays { get; init; } = 5;

    /// <summary>Working days until a meeting has dealt with a project; the gazette sets none.</summary>
    public int MeetingWorkingDays { get; init; } = 20;

    /// <summary>Whether a project goes through 市数字经济局's first review for the library before it is established (第七条).</summary>
    public bool LibraryAdmissionFirst { get; init; }

    /// <summary>Whether experts argue a project before it is established (第十条第一款).</summary>
    public bool ExpertArgumentationFirst { get; init; }

    /// <summary>Working days of the first review for the library; the gazette sets none.</summary>
    public int LibraryReviewWorkingDays { get; init; } = 10;

    /// <summary>Experts of a panel at least; the number must be odd, so that there is a majority.</summary>
    public int SmallestPanel { get; init; } = 3;

    /// <summary>Working days for an expert's opinion; the gazette sets none.</summary>
    public int OpinionWorkingDays { get; init; } = 10;

    /// <summary>Working days of the budget review (第三十八条).</summary>
    public int BudgetReviewWorkingDays { get; init; } = 30;

    /// <summary>政府采购限额标准, 万元, 达到 includes it (第三十九条); the gazette refers to it, the office sets it.</summary>
    public decimal ProcurementLimit { get; init; } = 50m;

    /// <summary>Days to hand in what a stage asks of the unit where the gazette says 及时 or nothing: the office's own value.</summary>
    public int PromptDays { get; init; } = 30;

    /// <summary>Days from the filed plan to the recorded contract (第四十条: 及时); the office's own value.</summary>
    public int ProcurementDays { get; init; } = 90;

    /// <summary>Years of building at most (第四十二条: 原则上不超过).</summary>
    public int ConstructionYears { get; init; } = 1;

    /// <summary>All supplements together, as a share of the original contract, 含本数 (第四十三条: 不得超过).</summary>
    public decimal SupplementShare { get; init; } = 0.10m;

    /// <summary>补充合同 from which 市长 decides (第四十三条第二款第二项).</summary>
    public decimal SupplementMayorFrom { get; init; } = 500m;

    /// <summary>From it on: 市政府常务会议 (第四十三条第二款第三项).</summary>
    public decimal SupplementStandingMeetingFrom { get; init; } = 1000m;

    /// <summary>From it on: also 市委常委会 (第四十三条第二款第四项).</summary>
    public decimal SupplementPartyCommitteeFrom { get; init; } = 5000m;

    /// <summary>An adjustment that is only filed, as a share of 批复总投资, 含本数 (第四十五条: 不超过).</summary>
    public decimal AdjustmentShare { get; init; } = 0.15m;

    /// <summary>试运行 in months at least (第四十七条: 不低于).</summary>
    public int TrialRunMonths { get; init; } = 1;

    /// <summary>Working days of 前置核准; the gazette sets none.</summary>
    public int PreAcceptanceWorkingDays { get; init; } = 10;

    /// <summary>Working days in which 市财政局 deals with a payment; the gazette sets none.</summary>
    public int PaymentWorkingDays { get; init; } = 10;

    /// <summary>Working days in which 市财政局 and 市数字经济局 decide on a project's investment budget; the gazette sets none.</summary>
    public int InvestmentBudgetWorkingDays { get; init; } = 20;

    /// <summary>Months of operation after which the self-evaluation may be made (第五十二条).</summary>
    public int EvaluationFromMonths { get; init; } = 12;

    /// <summary>Months of operation within which it must be (第五十二条).</summary>
    public int EvaluationUntilMonths { get; init; } = 24;

    /// <summary>Working days of the post-evaluation; the gazette sets none.</summary>
    public int PostEvaluationWorkingDays { get; init; } = 30;
}
