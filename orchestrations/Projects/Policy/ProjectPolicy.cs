namespace Dazhou.Serverless.Projects;

/// <summary>
/// Thresholds and periods of 达市府发〔2023〕9号 as data. An instance carries the policy it started with, so that later
/// changes do not affect running projects. A value missing in a stored policy must keep its earlier meaning: a switch
/// is therefore off by default, and on in <see cref="Gazette"/> where the gazette requires it.
/// </summary>
public sealed record ProjectPolicy
{
    /// <summary>The values of the gazette.</summary>
    public static ProjectPolicy Gazette { get; } = new() { LibraryAdmissionFirst = true, ExpertArgumentationFirst = true, SignInFrom = 500m };

    /// <summary>The edition of the policy.</summary>
    public string Version { get; init; } = "2023-9";

    /// <summary>总投资 from which the rules apply, 万元, 含本数 (第二条).</summary>
    public decimal MinimumInvestment { get; init; } = 30m;

    /// <summary>The highest 总投资 that a unit may build itself, 万元, 含本数 (第十一条第三项: 不超过).</summary>
    public decimal SelfBuildLimit { get; init; } = 1000m;

    /// <summary>From this 总投资 市长 decides, 万元; below it, two reviews and the vice-mayor of finance (第十条第一项).</summary>
    public decimal MayorFrom { get; init; } = 200m;

    /// <summary>From this 总投资 市政府常务会议 decides, 万元 (第十条第三项).</summary>
    public decimal StandingMeetingFrom { get; init; } = 500m;

    /// <summary>From this 总投资 市委常委会 decides as well, 万元 (第十条第四项).</summary>
    public decimal PartyCommitteeFrom { get; init; } = 1000m;

    /// <summary>
    /// The amount from which steps of the leadership also require a sign-in, 万元, 含本数; null for never. The gazette sets
    /// none, this is the office's own: by default from the tier of 市政府常务会议.
    /// </summary>
    public decimal? SignInFrom { get; init; }

    /// <summary>Full days of the 公示 (第三十五条: 不低于).</summary>
    public int PublicityDays { get; init; } = 7;

    /// <summary>Days for submitting the technical plan (第三十六条).</summary>
    public int TechnicalPlanDays { get; init; } = 60;

    /// <summary>Days for the technical review (第三十七条).</summary>
    public int TechnicalReviewDays { get; init; } = 10;

    /// <summary>The number of potential suppliers that counts as several (第十二条第三项: 多家).</summary>
    public int SeveralSuppliers { get; init; } = 2;

    /// <summary>Working days for one signature of 第十条; our own value, since the gazette sets none.</summary>
    public int SignatureWorkingDays { get; init; } = 5;

    /// <summary>Working days for a meeting to decide on a project; the gazette sets none.</summary>
    public int MeetingWorkingDays { get; init; } = 20;

    /// <summary>Whether a project needs the first review of 市数字经济局 for the library before it is established (第七条).</summary>
    public bool LibraryAdmissionFirst { get; init; }

    /// <summary>Whether an expert argumentation precedes the establishment (第十条第一款).</summary>
    public bool ExpertArgumentationFirst { get; init; }

    /// <summary>Working days for the first review for the library; the gazette sets none.</summary>
    public int LibraryReviewWorkingDays { get; init; } = 10;

    /// <summary>The smallest panel; its number must be odd so that there is a majority.</summary>
    public int SmallestPanel { get; init; } = 3;

    /// <summary>Working days for an expert's opinion; the gazette sets none.</summary>
    public int OpinionWorkingDays { get; init; } = 10;

    /// <summary>Working days for the budget review (第三十八条).</summary>
    public int BudgetReviewWorkingDays { get; init; } = 30;

    /// <summary>政府采购限额标准, 万元; 达到 includes it (第三十九条). The gazette refers to it, the office sets it.</summary>
    public decimal ProcurementLimit { get; init; } = 50m;

    /// <summary>Days for the unit's submissions where the gazette says 及时 or nothing; our own value.</summary>
    public int PromptDays { get; init; } = 30;

    /// <summary>Days from the filed plan to the recorded contract (第四十条: 及时); our own value.</summary>
    public int ProcurementDays { get; init; } = 90;

    /// <summary>The longest construction period in years (第四十二条: 原则上不超过).</summary>
    public int ConstructionYears { get; init; } = 1;

    /// <summary>The highest sum of all supplements, as a share of the original contract, 含本数 (第四十三条: 不得超过).</summary>
    public decimal SupplementShare { get; init; } = 0.10m;

    /// <summary>The 补充合同 amount from which 市长 decides, 万元 (第四十三条第二款第二项).</summary>
    public decimal SupplementMayorFrom { get; init; } = 500m;

    /// <summary>The amount from which 市政府常务会议 decides, 万元 (第四十三条第二款第三项).</summary>
    public decimal SupplementStandingMeetingFrom { get; init; } = 1000m;

    /// <summary>The amount from which 市委常委会 decides as well, 万元 (第四十三条第二款第四项).</summary>
    public decimal SupplementPartyCommitteeFrom { get; init; } = 5000m;

    /// <summary>The largest adjustment that needs only 备案, as a share of 批复总投资, 含本数 (第四十五条: 不超过).</summary>
    public decimal AdjustmentShare { get; init; } = 0.15m;

    /// <summary>The shortest 试运行 in months (第四十七条: 不低于).</summary>
    public int TrialRunMonths { get; init; } = 1;

    /// <summary>Working days for 前置核准; the gazette sets none.</summary>
    public int PreAcceptanceWorkingDays { get; init; } = 10;

    /// <summary>Working days for a payment by 市财政局; the gazette sets none.</summary>
    public int PaymentWorkingDays { get; init; } = 10;

    /// <summary>Working days for 市财政局 and 市数字经济局 to decide on a project's investment budget; the gazette sets none.</summary>
    public int InvestmentBudgetWorkingDays { get; init; } = 20;

    /// <summary>Months of operation from which the self-evaluation is accepted (第五十二条).</summary>
    public int EvaluationFromMonths { get; init; } = 12;

    /// <summary>Months of operation within which the self-evaluation is due (第五十二条).</summary>
    public int EvaluationUntilMonths { get; init; } = 24;

    /// <summary>Working days for the post-evaluation; the gazette sets none.</summary>
    public int PostEvaluationWorkingDays { get; init; } = 30;
}
