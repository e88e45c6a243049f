namespace Dazhou.Serverless.Projects;

/// <summary>
/// Thresholds and periods of 达市府发〔2023〕9号 as data. An instance carries the policy it started with,
/// so that a later change of the rules does not reach into running projects.
/// </summary>
public sealed record ProjectPolicy
{
    /// <summary>The values of the gazette.</summary>
    public static ProjectPolicy Gazette { get; } = new();

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
}
