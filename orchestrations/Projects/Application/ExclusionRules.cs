namespace Dazhou.Serverless.Projects;

/// <summary>
/// Grounds on which a project is not admitted to the library (第九条第二款). Its first ground, incomplete
/// materials, is what <see cref="MaterialRules"/> check.
/// </summary>
public static class ExclusionRules
{
    private const string Article = "第九条第二款";

    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        .. Ground("existing-system-suffices", "existingSystemSuffices", "单位已建系统可满足需求", d => d.ExistingSystemSuffices),
        .. Ground("requirements-unclear", "requirementsUnclear", "新需求不清晰", d => d.RequirementsUnclear),
        .. Ground("sharing-owed", "sharingOwed", "现有信息系统数据应共享未共享", d => d.SharingOwed),
        .. Ground("refuses-sharing", "refusesSharing", "无正当理由拒绝新建系统数据共享开放", d => d.RefusesSharing),
    ];

    private static IEnumerable<StageRule<IntakeCase>> Ground(string name, string field, string ground, Func<UnitDeclarations, bool?> answer)
    {
        yield return new($"{name}-declared", Article, $"declarations.{field}", $"须声明是否存在“{ground}”的情形",
            c => c.Application.Declarations is not { } declarations || answer(declarations) is null);
        yield return new(name, Article, $"declarations.{field}", $"存在“{ground}”的情形，不列入信息化项目库",
            c => c.Application.Declarations is { } declarations && answer(declarations) == true);
    }
}
