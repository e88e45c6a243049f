using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>Who has a stake in a project, so that experts of theirs judge nothing of it.</summary>
/// <param name="Unit">the applicant's id</param>
public sealed record PanelStakes(string Unit)
{
    /// <summary>Other units whose own matter it is, by id, with what makes it theirs, e.g. 所依托系统的建设单位.</summary>
    public IReadOnlyDictionary<string, string> Related { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Companies that quoted for it or supply what it builds on, as they name themselves.</summary>
    public IReadOnlyList<string> Suppliers { get; init; } = [];

    /// <summary>The mailboxes from which suppliers quoted.</summary>
    public IReadOnlyList<string> SupplierMails { get; init; } = [];
}

/// <summary>Why an expert withdraws.</summary>
public enum RecusalGround
{
    /// <summary>of the applicant's unit</summary>
    OwnUnit,

    /// <summary>of another unit whose own matter it is</summary>
    RelatedUnit,

    /// <summary>of a supplier</summary>
    Supplier,
}

/// <summary>That an expert withdraws from a project.</summary>
/// <param name="Ground">why</param>
/// <param name="Reason">the same as a sentence</param>
public sealed record Recusal(RecusalGround Ground, string Reason);

/// <summary>
/// 回避 of experts (第十条第一款 has experts argue each project and is silent on 回避; that nobody judges their own matter is a choice of
/// ours); pure.
/// </summary>
public static class RecusalRules
{
    /// <summary>Why an expert must withdraw; null for one who may be asked.</summary>
    public static Recusal? Of(Expert expert, PanelStakes stakes)
    {
        if (expert.Unit == stakes.Unit)
            return new(RecusalGround.OwnUnit, "项目建设单位的人员，应当回避。");
        if (stakes.Related.TryGetValue(expert.Unit, out var role))
            return new(RecusalGround.RelatedUnit, $"{role}的人员，应当回避。");
        var names = expert.UnitNames.Select(Plain).ToHashSet(StringComparer.Ordinal);
        if (stakes.Suppliers.FirstOrDefault(supplier => names.Contains(Plain(supplier))) is { } supplier)
            return new(RecusalGround.Supplier, $"供应商（{supplier.Trim()}）的人员，应当回避。");
        return expert.Mail.Length > 0 && stakes.SupplierMails.Contains(expert.Mail, StringComparer.OrdinalIgnoreCase)
            ? new(RecusalGround.Supplier, "参加过报价，应当回避。")
            : null;
    }

    /// <summary>A company's name without what differs between ways to type it: blanks, and the width and case of letters and brackets.</summary>
    private static string Plain(string name) => new([.. name.Where(c => !char.IsWhiteSpace(c)).Select(c => char.ToLowerInvariant(FieldText.Narrow(c)))]);
}
