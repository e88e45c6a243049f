using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What is handed in by a mailed link: records, applications, reports.</summary>
public sealed class LinkReports(LinkReader reader, LinkStore links, SubmissionDesk desk, OpenActs acts, ExpertChoices experts, TimeProvider time)
{
    /// <summary>Whether it is still asked for.</summary>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await acts.WaitsAsync(link.Request.Subject, link.Request.Step, link.Request.Round, cancellationToken);

    /// <summary>The form.</summary>
    public Task<IResult> ShowAsync(string id, LinkRow link, CancellationToken cancellationToken) =>
        FormAsync(id, link, StatusCodes.Status200OK, typed: null, [], cancellationToken);

    /// <summary>Takes what was posted.</summary>
    public async Task<IResult> TakeAsync(DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        var kind = SubmissionKinds.Of(link.Request.Step);
        JsonObject data;
        try
        {
            data = SubmissionForm.ToJson(kind, form);
        }
        catch (JsonException)
        {
            return Problems.Unreadable("data 不是可读的 JSON 对象。");
        }

        var request = link.Request;
        var files = await SubmissionForm.FilesAsync(form.Files, cancellationToken);
        var outcome = await desk.SubmitAsync(client, new HandIn(request.Subject, request.Step, request.Round, data, files, Key: kind.TakenBy is null ? null : link.Hash), link, cancellationToken);
        if (outcome.Submission is not { } submission)
            return await FormAsync(id, link, outcome.Status, SubmissionForm.Typed(kind, form), outcome.Faults, cancellationToken);
        await links.TryUseAsync(link.Hash, cancellationToken);
        return Done(
            $"{kind.Title}已提交",
            [$"已于{OfficeText.Time(submission.At)}记录，进入下一步。", .. submission.Documents.Select(document => $"“{document.FileName}”，SHA-256：{document.Sha256}。")]);
    }

    private async Task<IResult> FormAsync(
        string id, LinkRow link, int status, IReadOnlyDictionary<string, string>? typed, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) =>
        Pages.Show<ReportPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ReportPage.View)] = await reader.ReadAsync(link.Request, cancellationToken),
                [nameof(ReportPage.LinkId)] = id,
                [nameof(ReportPage.Now)] = time.GetChinaNow(),
                [nameof(ReportPage.Kind)] = SubmissionKinds.Of(link.Request.Step),
                [nameof(ReportPage.Experts)] = await experts.ForAsync(link.Request.Subject, [SubmissionKinds.Of(link.Request.Step)], cancellationToken),
                [nameof(ReportPage.Typed)] = typed,
                [nameof(ReportPage.Faults)] = faults,
            },
            status);

    private static IResult Done(string title, IReadOnlyList<string> paragraphs) => Pages.Show<MessagePage>(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Bare)] = true,
            [nameof(MessagePage.Paragraphs)] = paragraphs,
        });
}
