namespace Dazhou.Serverless.Projects;

/// <summary>Who establishes a project that has an engineering part and an IT part.</summary>
public enum Establisher
{
    /// <summary>市数字经济局</summary>
    DigitalEconomyBureau,

    /// <summary>市发改委</summary>
    DevelopmentAndReform,

    /// <summary>neither part is above half: 市数字经济局 has to record a ruling</summary>
    NeedsRuling,
}

/// <summary>
/// Mixed works (第八条): the IT part is established on its own; where that is impossible, the part above
/// half of the whole estimate decides who establishes, and each side reviews its own part. Where neither is, the ruling decides that
/// 市数字经济局 recorded (<see cref="WorksRulings"/>).
/// </summary>
public static class MixedWorksRules
{
    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        new("mixed-works-separable-declared", "第八条", "mixedWorks.separable", "须说明信息化部分能否与工程项目分开单独立项",
            c => c.Application.MixedWorks is { Separable: null }),
        new("mixed-works-estimates", "第八条", "mixedWorks.wholeEstimate",
            "不能分开立项的，须填写整个项目、工程部分和信息化部分概算（万元，最多两位小数），且两部分之和不超过整个项目概算",
            c => c.Application.MixedWorks is { Separable: false } works && !HasEstimates(works)),
        new("mixed-works-establisher", "第八条", "mixedWorks.approvalNumber",
            "工程部分概算超过整个项目的50%，由市发改委对整个项目予以立项；立项后填写其立项批复文号，再报市数字经济局审查信息化部分设计方案及概算",
            c => c.Application.MixedWorks is { Separable: false } works && HasEstimates(works)
                && EstablishedBy(works) == Establisher.DevelopmentAndReform && string.IsNullOrWhiteSpace(works.ApprovalNumber)),
        new("mixed-works-ruled-establisher", "第八条", "mixedWorks.approvalNumber", "市数字经济局裁定由市发改委对整个项目予以立项；立项后填写其立项批复文号",
            c => c.Application.MixedWorks is { Separable: false } works && HasEstimates(works)
                && EstablishedBy(works) == Establisher.NeedsRuling && EstablishedBy(works, c.Ruling) == Establisher.DevelopmentAndReform
                && string.IsNullOrWhiteSpace(works.ApprovalNumber)),
        new("mixed-works-approval-of-others", "第八条", "mixedWorks.approvalNumber", "工程部分概算未超过整个项目的50%，也没有裁定由市发改委立项，不填写其立项批复文号",
            c => c.Application.MixedWorks is { ApprovalNumber: { Length: > 0 } } works
                && (works.Separable != false || (HasEstimates(works) && EstablishedBy(works, c.Ruling) != Establisher.DevelopmentAndReform))),
        new("mixed-works-ruling", "第八条", "mixedWorks.ruling", "工程部分与信息化部分均未超过50%，须填写市数字经济局为本单位登记的裁定文号",
            c => c.Application.MixedWorks is { Separable: false } works && HasEstimates(works)
                && EstablishedBy(works, c.Ruling) == Establisher.NeedsRuling),
    ];

    /// <summary>Who establishes the whole; 超过50% does not include exactly half.</summary>
    public static Establisher EstablishedBy(MixedWorks works)
    {
        var half = (works.WholeEstimate ?? 0m) / 2m;
        if (works.EngineeringEstimate > half) return Establisher.DevelopmentAndReform;
        return works.ItEstimate > half ? Establisher.DigitalEconomyBureau : Establisher.NeedsRuling;
    }

    /// <summary>The same where a ruling may decide between halves; it decides nothing else.</summary>
    public static Establisher EstablishedBy(MixedWorks works, WorksRulingRow? ruling) => (EstablishedBy(works), ruling?.Establisher) switch
    {
        (Establisher.NeedsRuling, RuledEstablisher.DigitalEconomyBureau) => Establisher.DigitalEconomyBureau,
        (Establisher.NeedsRuling, RuledEstablisher.DevelopmentAndReform) => Establisher.DevelopmentAndReform,
        var (establisher, _) => establisher,
    };

    /// <summary>What the stages need to know of the works that an accepted application belongs to; null if its IT part stands alone.</summary>
    public static WorksPart? PartOf(ProjectApplication application) =>
        application.MixedWorks is { Separable: false } works
            // An accepted application has the number where 市发改委 establishes, and nowhere else.
            ? new(string.IsNullOrWhiteSpace(works.ApprovalNumber) ? null : works.ApprovalNumber.Trim())
            : null;

    private static bool HasEstimates(MixedWorks works) =>
        works is { WholeEstimate: > 0m and var whole, EngineeringEstimate: >= 0m and var engineering, ItEstimate: > 0m and var it }
        && engineering + it <= whole
        && Amounts.HasTwoDecimals(whole) && Amounts.HasTwoDecimals(engineering) && Amounts.HasTwoDecimals(it);
}

/// <summary>The works of which a project is a part that cannot be separated (第八条).</summary>
/// <param name="ApprovalNumber">the number of the 立项批复 with which 市发改委 established the whole; null where 市数字经济局 establishes it</param>
public sealed record WorksPart(string? ApprovalNumber);
