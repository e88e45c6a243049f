namespace Dazhou.Serverless.Projects;

/// <summary>
/// 重新履行基本建设程序 (第四十三条第一款): a project whose supplements go beyond a tenth starts over with an application that names it.
/// </summary>
public static class SuccessionRules
{
    /// <summary>The rule that the project named must be known.</summary>
    public const string Unknown = "succeeds-project";

    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        new(Unknown, "第四十三条", "succeeds", "接续的原项目编号不正确，或者不是本单位的项目",
            c => !string.IsNullOrWhiteSpace(c.Application.Succeeds) && c.Predecessor is null),
    ];

    /// <summary>Whether a text could be a project's id at all; what could not is looked up nowhere.</summary>
    public static bool IsId(string? text) => text?.Trim() is { Length: > 0 and <= 40 } id && id.All(char.IsAsciiLetterOrDigit);
}
