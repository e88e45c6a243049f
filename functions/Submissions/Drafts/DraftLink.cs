using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Opens one draft to who was mailed its link. It can be used as often as one likes, and lives as long as the draft.</summary>
public sealed class DraftLink(Drafts drafts, DraftDoor door, DraftKinds kinds) : ILinkHandler
{
    /// <summary>What mails say about it.</summary>
    public static LinkKind Kind { get; } = new(DraftMails.Purpose, "继续填写")
    {
        Note = "链接只供您本人使用，请勿转发：打开的人可以查看和修改这份草稿。草稿提交、删除或者到期以后失效。",
    };

    /// <summary>The page with its button; scanners that only look open nothing.</summary>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (visit.State is not (LinkState.Open or LinkState.Used))
            return null;
        return await FindAsync(visit.Link, cancellationToken) is { } draft && kinds.Of(draft) is { } kind
            ? Pages.Show(new DraftLinkPage { LinkId = visit.Id, Draft = draft, Kind = kind })
            : DraftPages.None();
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await FindAsync(visit.Link, cancellationToken) is not { } draft || kinds.Of(draft) is not { } kind)
            return DraftPages.None();
        await door.AdmitAsync(visit.Request.HttpContext, draft.Owner, draft.Id, visit.Of.Person, cancellationToken);
        return new SeeOther(kind.PathOf(draft.Id));
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) => await FindAsync(link, cancellationToken) is { Became: null };

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken)
    {
        var draft = await drafts.FindAsync(of.Step, cancellationToken);
        var kind = draft is null ? null : kinds.Of(draft);
        return new(draft is null ? "草稿" : DraftMails.TitleOf(draft), $"继续填写{kind?.Title}", kind?.Article, draft?.Expires, LastOpinion: null);
    }

    private Task<DraftRow?> FindAsync(LinkRow link, CancellationToken cancellationToken) => drafts.FindAsync(link.Request.Step, cancellationToken);
}
