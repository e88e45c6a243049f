using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>What mails and pages need to know about a purpose of links; its behaviour is in its <see cref="ILinkHandler"/>.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Action">The text of the link in a mail.</param>
public sealed record LinkKind(LinkPurpose Purpose, string Action)
{
    /// <summary>The usual note about the link in a mail.</summary>
    public const string UsualNote = "链接只供您本人使用，请勿转发。打开链接只是查看，提交后才会记录。";

    /// <summary>The note about the link in a mail.</summary>
    public string Note { get; init; } = UsualNote;

    /// <summary>Whether the holders are members of the public, who see only what the link itself shows.</summary>
    public bool ForThePublic { get; init; }

    /// <summary>Whether a new link can be requested with 发新链接.</summary>
    public bool Renewable { get; init; } = true;
}

/// <summary>The registered purposes of links.</summary>
public sealed class LinkKinds(IEnumerable<LinkKind> kinds)
{
    private readonly Dictionary<LinkPurpose, LinkKind> _kinds = kinds.ToDictionary(kind => kind.Purpose);

    /// <summary>Returns the kind of a purpose; a default one without handler if it is not registered.</summary>
    public LinkKind Of(LinkPurpose purpose) => _kinds.GetValueOrDefault(purpose) ?? new(purpose, "打开") { Renewable = false };
}
