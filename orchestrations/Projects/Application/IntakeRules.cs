namespace Dazhou.Serverless.Projects;

/// <summary>Whether an application may enter: every rule, topic by topic, in the order of the articles.</summary>
public static class IntakeRules
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        .. ScopeRules.All,
        .. MixedWorksRules.All,
        .. MaterialRules.All,
        .. ExclusionRules.All,
        .. SelfBuildRules.All,
        .. PurchaseRules.All,
        .. NegativeListRules.All,
        .. BlockRules.All,
        .. ExistingSystemRules.All,
        .. SuccessionRules.All,
    ];

    /// <summary>Every rule that the case breaks, not only the first; empty when it may enter.</summary>
    public static IReadOnlyList<RuleFailure> Evaluate(IntakeCase intake) => [.. All.Evaluate(intake), .. ApplicationTexts.Check(intake.Application)];
}
