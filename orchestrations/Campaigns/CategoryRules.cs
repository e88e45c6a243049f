using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The categories of key enterprises (附件2备注1—6).</summary>
public static class CategoryRules
{
    /// <summary>The note of 附件2 behind each category.</summary>
    public const string Notes = "附件2备注";

    /// <summary>Returns whether a category is a claim until 市经信局's 科室 and experts reviewed it (备注4—6).</summary>
    public static bool IsReviewed(CategoryCode code) => code is
        CategoryCode.ChainLeader or CategoryCode.Headquarters or CategoryCode.Platform or CategoryCode.FillsGap or CategoryCode.MendsWeakness or CategoryCode.Homegrown;

    /// <summary>Returns the group of 专题排位; null for the three lists of 500, which have none.</summary>
    public static SpecialGroup? GroupOf(CategoryCode code) => code switch
    {
        CategoryCode.Champion => SpecialGroup.Champion,
        CategoryCode.LittleGiant => SpecialGroup.LittleGiant,
        CategoryCode.ChainLeader or CategoryCode.Headquarters or CategoryCode.Platform => SpecialGroup.Leaders,
        CategoryCode.Foreign => SpecialGroup.Foreign,
        CategoryCode.FillsGap or CategoryCode.MendsWeakness or CategoryCode.Homegrown => SpecialGroup.Gaps,
        _ => null,
    };

    /// <summary>Returns whether a claim counts.</summary>
    public static bool Counts(CategoryClaim claim) => claim.State is CategoryState.Listed or CategoryState.Confirmed;

    /// <summary>Returns the state in which a unit's claim begins; a claim that was decided and is repeated unchanged keeps its outcome.</summary>
    public static CategoryState StateOf(CategoryClaim claim, IReadOnlyList<CategoryClaim> before) =>
        !IsReviewed(claim.Code) ? CategoryState.Listed
        : before.FirstOrDefault(known => known with { State = claim.State } == claim)?.State ?? CategoryState.Claimed;

    /// <summary>Returns the state after the review of 科室 and experts.</summary>
    public static CategoryState After(ApprovalResult result) => result == ApprovalResult.Agreed ? CategoryState.Confirmed : CategoryState.Refused;

    /// <summary>Returns the rules that claims break.</summary>
    /// <param name="claims">the claims</param>
    /// <param name="taken">the campaign's categories</param>
    /// <param name="on">the day on which lists must hold: the day of 落地, or today before that</param>
    public static IReadOnlyList<RuleFailure> Check(IReadOnlyList<CategoryClaim> claims, IReadOnlyList<CategoryCode> taken, DateOnly on)
    {
        var failures = new List<RuleFailure>();
        if (claims.DistinctBy(claim => claim.Code).Count() < claims.Count) Fail(1, "categories", "同一类别只能选一次");
        foreach (var claim in claims)
        {
            var name = claim.Code.Chinese();
            if (!taken.Contains(claim.Code)) Fail(1, "categories", $"本次行动没有“{name}”类别");
            if (IsReviewed(claim.Code) && string.IsNullOrWhiteSpace(claim.List) && claim.Code != CategoryCode.Headquarters)
                Fail(claim.Code is CategoryCode.ChainLeader or CategoryCode.Platform ? 4 : 6, "categoryList", $"请说明申报“{name}”的依据");
            switch (claim.Code)
            {
                case CategoryCode.World500 or CategoryCode.China500 or CategoryCode.Private500:
                    if (string.IsNullOrWhiteSpace(claim.List)) Fail(1, "categoryList", $"“{name}”：请填写榜单名称和上榜企业");
                    if (claim.Year is not { } year || (year != on.Year && year != on.Year - 1)) Fail(1, "categoryYear", $"“{name}”：上榜年限应为{on.Year}年或者{on.Year - 1}年");
                    if (claim.Relation is not ("母公司" or "一级子公司")) Fail(1, "categoryRelation", $"“{name}”：投资方必须为母公司或者一级子公司");
                    if (claim.OutsideProvince != true) Fail(1, "outsideProvince", $"“{name}”：投资方的注册地须为省外");
                    break;
                case CategoryCode.Champion or CategoryCode.LittleGiant:
                    var note = claim.Code == CategoryCode.Champion ? 2 : 3;
                    if (string.IsNullOrWhiteSpace(claim.List) || claim.Year is null) Fail(note, "categoryList", $"“{name}”：请填写名单名称和年份");
                    if (claim.ValidUntil is not { } until || until < on) Fail(note, "validUntil", $"“{name}”：名单应在有效期内（至{ChinaTime.Text(on)}仍然有效）");
                    break;
                case CategoryCode.Headquarters:
                    if (claim is not { RegisteredInSichuan: true, IndependentLegalPerson: true, UnifiedAccounting: true, TaxedInSichuan: true })
                        Fail(5, "headquarters", "“总部型”须同时符合：在四川注册、具有独立法人资格、实行统一核算、在四川汇总纳税");
                    break;
                case CategoryCode.Foreign:
                    if (claim.List is not { } type || !IsForeign(type)) Fail(1, "categoryList", "“外资”：请填写营业执照载明的企业类型，应为外商投资或者港澳台投资企业");
                    break;
            }
        }

        return failures;

        void Fail(int note, string field, string message) => failures.Add(new($"category-{field}", $"{Notes}{note}", field, message));
    }

    /// <summary>Returns whether the type on a 营业执照 is that of a foreign investment.</summary>
    public static bool IsForeign(string type) =>
        type.Contains("外商", StringComparison.Ordinal) || type.Contains("外国", StringComparison.Ordinal)
        || type.Contains("港澳台", StringComparison.Ordinal) || type.Contains("中外", StringComparison.Ordinal);
}
