using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>What mails and pages must know of a purpose of links; what its links do is the matter of its <see cref="ILinkHandler"/>.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Action">The words behind which the link stands in a mail.</param>
public sealed record LinkKind(LinkPurpose Purpose, string Action)
{
    /// <summary>What a mail says about most links.</summary>
    public const string UsualNote = "链接只供您本人使用，请勿转发。打开链接只是查看，提交后才会记录。";

    /// <summary>What a mail says about the link.</summary>
    public string Note { get; init; } = UsualNote;

    /// <summary>Whether its holders are members of the public, who see nothing of the matter but what the link itself shows.</summary>
    public bool ForThePublic { get; init; }

    /// <summary>Whether a fresh one may be had by 发新链接.</summary>
    public bool Renewable { get; init; } = true;
}

/// <summary>The purposes of links that are registered.</summary>
public sealed class LinkKinds(IEnumerable<LinkKind> kinds)
{
    private readonly Dictionary<LinkPurpose, LinkKind> _kinds = kinds.ToDictionary(kind => kind.Purpose);

    /// <summary>A purpose's; one that nobody registered opens nothing.</summary>
    public LinkKind Of(LinkPurpose purpose) => _kinds.GetValueOrDefault(purpose) ?? new(purpose, "打开") { Renewable = false };
}
