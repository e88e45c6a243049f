using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The unit's application for a 补充合同 (第四十三条).</summary>
/// <param name="Amount">采购金额, 万元</param>
/// <param name="SameSubjectMatter">whether it adds the same goods or services as the contract</param>
/// <param name="OtherTermsUnchanged">whether it leaves the other terms of the contract unchanged</param>
/// <param name="Ground">why it is needed</param>
public sealed record SupplementRequest(decimal? Amount, bool? SameSubjectMatter, bool? OtherTermsUnchanged, string? Ground);

/// <summary>The facts that the rules of a supplement check.</summary>
/// <param name="Request">the supplement</param>
/// <param name="Original">原合同采购金额, 万元</param>
/// <param name="Others">the sum of all other supplements, approved or pending, 万元</param>
/// <param name="Estimate">概算, 万元</param>
/// <param name="Policy">the project's policy</param>
public sealed record SupplementCase(SupplementRequest Request, decimal Original, decimal Others, decimal Estimate, ProjectPolicy Policy);

/// <summary>补充合同 (第四十三条): all supplements together at most a tenth of the original contract; otherwise the project starts over.</summary>
public static class SupplementRules
{
    /// <summary>The rule whose failure means that the project must start over.</summary>
    public const string StartsOver = "supplements-within-tenth";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<SupplementCase>> All { get; } =
    [
        StageRules.Amount<SupplementCase>("supplement-amount", "第四十三条第一款", "amount", "补充合同采购金额", c => c.Request.Amount),
        StageRules.Text<SupplementCase>("supplement-ground", "第四十三条第一款", "ground", "追加理由", c => c.Request.Ground),
        StageRules.Yes<SupplementCase>("supplement-same-subject", "第四十三条第一款", "sameSubjectMatter",
            "只能追加与合同标的相同的货物或者服务", c => c.Request.SameSubjectMatter),
        StageRules.Yes<SupplementCase>("supplement-other-terms", "第四十三条第一款", "otherTermsUnchanged",
            "不得改变合同其他条款", c => c.Request.OtherTermsUnchanged),
        new(StartsOver, "第四十三条第一款", "amount",
            "所有补充合同的采购金额不得超过原合同采购金额的10%；超过的，需重新履行立项、技术方案及概算审查、财政预算评审、政府采购、验收前置核准、履约验收等程序，请以新申请关联本项目重新申报",
            c => c.Request.Amount > 0m && !IsWithinTenth(c)),
        new("supplement-within-estimate", "第二十八条第二款", "amount", "合同与补充合同金额之和不得超过概算（投资的最高限额）",
            c => c.Original + c.Others + (c.Request.Amount ?? 0m) > c.Estimate),
    ];

    /// <summary>Whether all supplements keep within a tenth; 不得超过 includes exactly a tenth.</summary>
    public static bool IsWithinTenth(SupplementCase supplement) =>
        supplement.Others + (supplement.Request.Amount ?? 0m) <= supplement.Original * supplement.Policy.SupplementShare;

    /// <summary>Who decides on a supplement of this amount (第四十三条第二款).</summary>
    public static IReadOnlyList<ApprovalStep> StepsFor(decimal amount, string unit, int number, ProjectPolicy policy) =>
        LeadershipRoute.StepsFor(
            $"SupplementaryContract{number}", "第四十三条第二款", amount, unit, policy,
            new(policy.SupplementMayorFrom, policy.SupplementStandingMeetingFrom, policy.SupplementPartyCommitteeFrom));
}
