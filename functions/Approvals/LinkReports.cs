using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What is handed in by a mailed link, or by whom it was asked of who signed in: records, applications, reports.</summary>
public sealed class LinkReports(LinkReader reader, LinkStore links, SubmissionDesk desk, OpenActs acts, ExpertChoices experts, TimeProvider time)
{
    /// <summary>Whether it is still asked for.</summary>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await acts.WaitsAsync(link.Request.Subject, link.Request.Step, link.Request.Round, cancellationToken);

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
                [nameof(ReportPage.View)] = await reader.ReadAsync(request, cancellationToken),
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
