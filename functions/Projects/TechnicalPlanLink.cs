using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>The technical plan, handed in by a mailed link (第三十六条), which takes 延期申请 too.</summary>
public sealed class TechnicalPlanLink(
    LinkReader reader, ITableStore tables, LinkStore links, TechnicalPlanDesk plans, LinkExtensions extensions, TimeProvider time) : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (visit.State != LinkState.Open)
            return null;
        return await WaitsAsync(visit.Link, cancellationToken)
            ? await FormAsync(visit, [], cancellationToken)
            : DeadLinks.Show(
                StatusCodes.Status410Gone, visit.Id, "文件已提交或不再需要", renewable: true,
                "本链接要求的文件已经提交，或者事项已进入其他阶段，不需要再用本链接提交。", "还有待提交文件的，请打开最新一封邮件中的链接，或者发一个新链接。");
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (LinkExtensions.IsAsked(form))
            return await extensions.ApplyAsync(client, visit.Link, form, cancellationToken);
        if (visit.State != LinkState.Open || !await WaitsAsync(visit.Link, cancellationToken))
            return null;
        var caller = new UnitCaller(visit.Of.Person, ActsForAll: true);
        var outcome = await plans.SubmitAsync(client, visit.Of.Subject, form.Files.GetFile("file"), caller, cancellationToken);
        if (outcome.Document is not { } document)
            return await FormAsync(visit, outcome.Faults, cancellationToken);
        await links.TryUseAsync(visit.Link.Hash, cancellationToken);
        return Pages.Show<MessagePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(MessagePage.Title)] = "文件已提交",
            [nameof(MessagePage.Bare)] = true,
            [nameof(MessagePage.Paragraphs)] = new[]
            {
                $"“{document.FileName}”（第{document.Version}版，{OfficeText.Size(document.Length)}）已保存，SHA-256：{document.Sha256}。",
                "事项已进入下一步，结果会发送到您的邮箱。",
            },
        });
    }

    /// <inheritdoc/>
    public Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        plans.WaitsAsync(link.Request.Subject, link.Request.Round, cancellationToken);

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await ViewAsync(of, cancellationToken)).Told;

    // What the plan is wanted for stands with its deadline.
    private async Task<LinkView> ViewAsync(LinkRequest of, CancellationToken cancellationToken)
    {
        var watched = (await tables.FindAsync<DeadlineRow>(of.Subject, $"{of.Step}|{of.Round}", cancellationToken))?.Value;
        return await reader.ReadAsync(of, cancellationToken) with
        {
            Act = "提交项目建设技术方案",
            Summary = watched?.Plan.ToDo,
            Article = watched?.Deadline.Article,
            Deadline = watched?.Deadline,
        };
    }

    private async Task<IResult> FormAsync(LinkVisit visit, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) => Pages.Show<UploadPage>(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(UploadPage.View)] = await ViewAsync(visit.Of, cancellationToken),
            [nameof(UploadPage.LinkId)] = visit.Id,
            [nameof(UploadPage.Now)] = time.GetChinaNow(),
            [nameof(UploadPage.Faults)] = faults,
        },
        faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
