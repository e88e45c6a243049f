using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>草稿 of a unit, whatever they are to become: the list, the way in by the unit's key, files, 发送继续填写的链接 and 删除.</summary>
public sealed class DraftPages(Drafts drafts, DraftDoor door, DraftKinds kinds, DraftMails mails, IDocumentStore documents, IDirectory directory, RateLimits limits)
{
    /// <summary>The list.</summary>
    public const string ListPath = "/drafts";

    private static readonly RateLimit Mails = new("draft-mails", "发送继续填写的链接", AtOnce: 3, Refill: 1, TimeSpan.FromMinutes(1)) { Setting = "Links:NewLinksAtOnce" };

    /// <summary>The drafts of the reader's unit, or the form for its key.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("DraftList")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "drafts")] HttpRequest request, CancellationToken cancellationToken)
    {
        var visitors = new List<DraftVisitor>();
        if (await door.SignedInAsync(request, cancellationToken) is { } person)
            visitors.Add(new(person.Id, person.Unit, Draft: null, IsSignedIn: true));
        if (await door.VisitorAsync(request, cancellationToken) is { } visitor && visitors.All(known => known.Owner != visitor.Owner))
            visitors.Add(visitor);
        var listed = new List<DraftRow>();
        foreach (var owner in visitors)
            listed.AddRange((await drafts.ListAsync(owner.Owner, cancellationToken)).Where(owner.Opens));
        return Pages.Show(new DraftListPage
        {
            Drafts = [.. listed.Select(draft => (draft, kinds.Of(draft))).Where(it => it.Item2 is not null).Select(it => (it.draft, it.Item2!))],
            Names = await NamesAsync(listed, cancellationToken),
            IsOpen = visitors.Count > 0,
            Units = await UnitsForDevelopmentAsync(cancellationToken),
        });
    }

    /// <summary>Shows the unit's key once.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("DraftListForm")]
    public async Task<IResult> EnterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "drafts")] HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        if (await door.HolderAsync(request, form, cancellationToken) is not { } caller)
        {
            return Pages.Show(
                new DraftListPage
                {
                    Faults = [new("unitKey", "单位密钥不正确")],
                    Units = await UnitsForDevelopmentAsync(cancellationToken),
                },
                StatusCodes.Status401Unauthorized);
        }

        var unit = caller.ActsForAll ? form["unit"].ToString() : caller.Unit;
        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } known)
        {
            return Pages.Show(
                new DraftListPage { Faults = [new("unit", "请选择单位")], Units = await UnitsForDevelopmentAsync(cancellationToken) },
                StatusCodes.Status422UnprocessableEntity);
        }

        await door.AdmitAsync(request.HttpContext, known.Id, draft: null, known.Id, cancellationToken);
        return new SeeOther(ListPath);
    }

    /// <summary>The same for one draft whose address somebody has: on to where it is filled in.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("OpenDraft")]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "drafts/{id}/open")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        if (await door.HolderAsync(request, form, cancellationToken) is not { } caller)
            return AskForKey(id, StatusCodes.Status401Unauthorized, [new("unitKey", "单位密钥不正确")]);
        // Whose draft it is, is told to nobody else.
        if (await drafts.FindAsync(id, cancellationToken) is not { } draft || !caller.ActsFor(draft.Owner) || kinds.Of(draft) is not { } kind)
            return None();
        await door.AdmitAsync(request.HttpContext, draft.Owner, draft: null, draft.Owner, cancellationToken);
        return new SeeOther(kind.PathOf(id));
    }

    /// <summary>A file of a draft.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("DraftFile")]
    public async Task<IResult> FileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "drafts/{id}/files/{upload}")] HttpRequest request,
        string id,
        string upload,
        CancellationToken cancellationToken)
    {
        var (draft, _) = await door.OpenAsync(request, id, cancellationToken);
        return draft.Files.FirstOrDefault(file => file.Upload == upload) is { } file
            && await drafts.FindDocumentAsync(file, cancellationToken) is { } document
                ? await Downloads.SendAsync(documents, document, cancellationToken)
                : Problems.NotFound("没有这个文件。");
    }

    /// <summary>发送继续填写的链接, to a mailbox that the directory has for somebody of the unit and to no other.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("MailDraft")]
    public async Task<IResult> MailAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "drafts/{id}/mail")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var (draft, visitor) = await door.OpenAsync(request, id, cancellationToken);
        if (draft.Became is not null || kinds.Of(draft) is not { } kind)
            return None();
        if (limits.Take(Mails, id) is { } limited)
            return limited.Answer();
        if (await mails.SendAsync(client, draft, kind, form["person"].ToString(), visitor.By, cancellationToken) is not { } person)
        {
            return Pages.Message(
                StatusCodes.Status422UnprocessableEntity, "没有发送", "链接只能发送到单位目录中本单位在岗人员的邮箱，请返回重新选择收件人。");
        }

        return Pages.Show(new DraftMessagePage
        {
            Title = "链接已发送",
            Text = $"继续填写的链接已发往{person.Name}登记的邮箱，草稿提交、删除或者到期以前一直有效。",
            Back = kind.PathOf(id),
        });
    }

    /// <summary>Throws a draft away; the form has a box to tick, so that no slip of the finger does it.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("DiscardDraft")]
    public async Task<IResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "drafts/{id}/discard")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var (draft, visitor) = await door.OpenAsync(request, id, cancellationToken);
        if (kinds.Of(draft) is not { } kind)
            return None();
        if (form["confirm"] != "true")
            return Pages.Message(StatusCodes.Status422UnprocessableEntity, "没有删除", "请返回上一页，勾选“确认删除”后再删除草稿。");
        return await drafts.DiscardAsync(id, visitor.By, cancellationToken) ? new SeeOther(ListPath) : new SeeOther(kind.PathOf(id));
    }

    /// <summary>404: there is no such draft, or it is not the asker's.</summary>
    public static IResult None() => Pages.Show(
        new DraftMessagePage
        {
            Title = "没有这份草稿",
            Text = "草稿可能已经删除，或者超过保存期限已经清除；也可能地址不完整。",
            Back = ListPath,
        },
        StatusCodes.Status404NotFound);

    /// <summary>The form for the key of the draft's unit.</summary>
    public static IResult AskForKey(string id, int status, IReadOnlyList<Fault> faults) => Pages.Show(new OpenDraftPage { Draft = id, Faults = faults }, status);

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<DraftRow> listed, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var by in listed.Select(draft => draft.SavedBy).Distinct(StringComparer.Ordinal))
            names[by] = await mails.NameOfAsync(by, cancellationToken);
        return names;
    }

    // The key that stands in for every unit says nothing about whose drafts are meant.
    private async Task<IReadOnlyList<(string Value, string Text)>> UnitsForDevelopmentAsync(CancellationToken cancellationToken)
    {
        if (!mails.IsDevelopment)
            return [];
        var units = new List<(string, string)>();
        await foreach (var unit in directory.UnitsAsync(cancellationToken))
            units.Add((unit.Id, unit.Name));
        return units;
    }
}
