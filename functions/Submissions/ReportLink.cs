using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Accepts submissions for the subjects of every system, by mailed link or from the signed-in person who was asked.</summary>
public sealed class ReportLink(
    LinkReader reader, LinkStore links, SubmissionDesk desk, FormDrafts forms, OpenActs acts, SubmissionSources sources, IMoreTime moreTime, TimeProvider time) : ILinkHandler
{
    /// <summary>The form value for an application for an extension instead of a submission.</summary>
    public const string MoreTime = "延期";

    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (visit.State != LinkState.Open)
            return null;
        return await WaitsAsync(visit.Of, cancellationToken)
            ? await ShowAsync(AskPlace.OfLink(visit.Id), visit.Of, cancellationToken)
            : DeadLinks.Show(
                StatusCodes.Status410Gone, visit.Id, "已提交或不再需要", renewable: true,
                "本链接要求的内容已经提交，或者事项已进入其他阶段，不需要再用本链接提交。", "还有待办事项的，请打开最新一封邮件中的链接，或者发一个新链接。");
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (sources.FindKind(visit.Of.Subject, visit.Of.Step) is not { } kind)
            return null;
        return kind.Extends && form["act"] == MoreTime
            ? await moreTime.ApplyAsync(client, visit.Link, form, cancellationToken)
            : await TakeAsync(client, AskPlace.OfLink(visit.Id), visit.Of, visit.Link.Hash, form, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) => WaitsAsync(link.Request, cancellationToken);

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await ViewAsync(of, whole: false, cancellationToken)).Told;

    private async Task<LinkView> ViewAsync(LinkRequest of, bool whole, CancellationToken cancellationToken)
    {
        var (kind, ask) = (sources.FindKind(of.Subject, of.Step), await acts.FindAskAsync(of.Subject, of.StepRound, cancellationToken));
        var view = whole ? await reader.ReadWholeAsync(of, ask?.Stage ?? kind?.Stage, cancellationToken) : await reader.ReadAsync(of, cancellationToken);
        return view with
        {
            Act = $"提交{kind?.Title}",
            Summary = ask?.ToDo,
            Article = ask?.Article ?? kind?.Article,
            Deadline = ask?.Deadline,
        };
    }

    private async Task<bool> WaitsAsync(LinkRequest request, CancellationToken cancellationToken) =>
        sources.FindKind(request.Subject, request.Step) is not null && await acts.WaitsAsync(request.Subject, request.StepRound, cancellationToken);

    /// <summary>Shows the form.</summary>
    public async Task<IResult> ShowAsync(AskPlace place, LinkRequest request, CancellationToken cancellationToken) =>
        await FormAsync(place, request, await forms.ReadAsync(PlaceOf(request), cancellationToken), cancellationToken);

    /// <summary>
    /// Accepts a posted form; <paramref name="link"/> is the hash of the link to mark as used, null without one. Returns null if it is
    /// refused because nothing is awaited any more, so that showing the form again is pointless.
    /// </summary>
    public async Task<IResult?> TakeAsync(
        DurableTaskClient client, AskPlace place, LinkRequest request, string? link, IFormCollection form, CancellationToken cancellationToken)
    {
        // The form as it was offered: its fields may depend on the subject.
        var source = sources.Of(request.Subject)!;
        var kind = (await source.OfferAsync(request.Subject, source.Kinds.Of(request.Step), cancellationToken)).Kind;
        // What nobody waits for is kept for nobody. Whatever else is posted the desk answers: it knows a repetition.
        if (form["act"].Count > 0 && !await WaitsAsync(request, cancellationToken))
            return null;
        var post = await forms.TakeAsync(PlaceOf(request), kind, form, request.Person, cancellationToken);
        if (post.Answer is { } answer)
        {
            return post.IsSaved ? new SeeOther(place.At)
                : await WaitsAsync(request, cancellationToken) ? await FormAsync(place, request, answer, cancellationToken) : null;
        }

        var data = SubmissionForm.Read(kind, form);
        var handIn = new HandIn(request.Subject, request.Step, request.Round, data, post.Files, Key: kind.TakenBy is null ? null : link);
        var outcome = await desk.SubmitAsync(client, handIn, request.Person, link, cancellationToken);
        if (outcome.Result is not { } submission)
        {
            return await WaitsAsync(request, cancellationToken)
                ? await FormAsync(place, request, await forms.RefusedAsync(post, outcome.Status, outcome.Faults, cancellationToken), cancellationToken)
                : null;
        }

        await forms.EndAsync(post.Place, request.Person, cancellationToken);
        if (link is not null)
            await links.TryUseAsync(link, cancellationToken);
        return Pages.Show(new MessagePage
        {
            Title = $"{kind.Title}已提交",
            Bare = place.LinkId is not null,
            Paragraphs = (string[])
            [
                $"已于{OfficeText.Time(submission.At)}记录，进入下一步。",
                .. submission.Documents.Select(document => $"“{document.FileName}”，SHA-256：{document.Sha256}。"),
            ],
        });
    }

    private static FormPlace PlaceOf(LinkRequest request) => FormPlace.OfAsk(request.Subject, request.StepRound);

    private async Task<IResult> FormAsync(AskPlace place, LinkRequest request, FormState form, CancellationToken cancellationToken)
    {
        var source = sources.Of(request.Subject)!;
        var view = await ViewAsync(request, whole: true, cancellationToken);
        if (await source.FindAsync(request.Subject, cancellationToken) is { Facts: { } facts })
            view = view with { Summary = $"{view.Summary}\n{facts}" };
        var offer = await source.OfferAsync(request.Subject, source.Kinds.Of(request.Step), cancellationToken);
        return Pages.Show(new ReportPage
        {
            View = view,
            Place = place,
            Now = time.GetChinaNow(),
            Kind = offer.Kind,
            Form = form.Or(offer.Begun),
        }, form.Status);
    }
}
