using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>What is handed in by a mailed link, or by whom it was asked of who signed in: records, applications, reports.</summary>
public sealed class ReportLink(
    LinkReader reader, LinkStore links, SubmissionDesk desk, OpenActs acts, LinkExtensions extensions, ExpertChoices experts, TimeProvider time) : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (visit.State != LinkState.Open)
            return null;
        return await WaitsAsync(visit.Link, cancellationToken)
            ? await ShowAsync(AskPlace.OfLink(visit.Id), visit.Of, cancellationToken)
            : DeadLinks.Show(
                StatusCodes.Status410Gone, visit.Id, "已提交或不再需要", renewable: true,
                "本链接对应的事项已经提交，或者项目已进入其他阶段，不需要再用本链接提交。", "还有待办事项的，请打开最新一封邮件中的链接，或者发一个新链接。");
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken) =>
        LinkExtensions.IsAsked(form)
            ? await extensions.ApplyAsync(client, visit.Link, form, cancellationToken)
            : await TakeAsync(client, AskPlace.OfLink(visit.Id), visit.Of, visit.Link.Hash, form, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await acts.WaitsAsync(link.Request.Subject, link.Request.Step, link.Request.Round, cancellationToken);

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await ViewAsync(of, cancellationToken)).Told;

    private async Task<LinkView> ViewAsync(LinkRequest of, CancellationToken cancellationToken)
    {
        var (kind, ask) = (SubmissionKinds.Of(of.Step), await acts.FindAskAsync(of.Subject, of.Step, of.Round, cancellationToken));
        return await reader.ReadAsync(of, cancellationToken) with
        {
            Act = $"提交{kind.Title}",
            Summary = ask?.ToDo,
            Article = ask?.Article ?? kind.Article,
            Deadline = ask?.Deadline,
        };
    }

    /// <summary>The form.</summary>
    public Task<IResult> ShowAsync(AskPlace place, LinkRequest request, CancellationToken cancellationToken) =>
        FormAsync(place, request, StatusCodes.Status200OK, typed: null, [], cancellationToken);

    /// <summary>Takes what was posted; <paramref name="link"/> is the hash of the link that is used up, null without one.</summary>
    public async Task<IResult> TakeAsync(
        DurableTaskClient client, AskPlace place, LinkRequest request, string? link, IFormCollection form, CancellationToken cancellationToken)
    {
        var kind = SubmissionKinds.Of(request.Step);
        if (SubmissionForm.Read(kind, form) is not { } data)
            return SubmissionForm.Unreadable();
        var files = await SubmissionForm.FilesAsync(form.Files, cancellationToken);
        var outcome = await desk.SubmitAsync(client, new HandIn(request.Subject, request.Step, request.Round, data, files, Key: kind.TakenBy is null ? null : link), request.Person, link, cancellationToken);
        if (outcome.Submission is not { } submission)
            return await FormAsync(place, request, outcome.Status, SubmissionForm.Typed(kind, form), outcome.Faults, cancellationToken);
        if (link is not null)
            await links.TryUseAsync(link, cancellationToken);
        return Done(
            place,
            $"{kind.Title}已提交",
            [$"已于{OfficeText.Time(submission.At)}记录，进入下一步。", .. submission.Documents.Select(document => $"“{document.FileName}”，SHA-256：{document.Sha256}。")]);
    }

    private async Task<IResult> FormAsync(
        AskPlace place, LinkRequest request, int status, IReadOnlyDictionary<string, string>? typed, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) =>
        Pages.Show<ReportPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ReportPage.View)] = await ViewAsync(request, cancellationToken),
                [nameof(ReportPage.Place)] = place,
                [nameof(ReportPage.Now)] = time.GetChinaNow(),
                [nameof(ReportPage.Kind)] = SubmissionKinds.Of(request.Step),
                [nameof(ReportPage.Experts)] = await experts.ForAsync(request.Subject, [SubmissionKinds.Of(request.Step)], cancellationToken),
                [nameof(ReportPage.Typed)] = typed,
                [nameof(ReportPage.Faults)] = faults,
            },
            status);

    /// <summary>What was recorded.</summary>
    internal static IResult Done(AskPlace place, string title, IReadOnlyList<string> paragraphs) => Pages.Show<MessagePage>(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Bare)] = place.LinkId is not null,
            [nameof(MessagePage.Paragraphs)] = paragraphs,
        });
}
