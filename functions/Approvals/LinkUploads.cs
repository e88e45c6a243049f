using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Documents handed in by a mailed link.</summary>
public sealed class LinkUploads(LinkPages pages, LinkStore links, TechnicalPlanDesk plans)
{
    /// <summary>Takes the file that the link asks for; the only one so far is the technical plan.</summary>
    public async Task<IResult> UploadAsync(
        DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        if (link.UsedAt is not null || !await plans.WaitsAsync(link.Request.Subject, link.Request.Round, cancellationToken))
            return await pages.ShowAsync(id, new LinkLookup(link.UsedAt is null ? LinkState.Open : LinkState.Used, link), cancellationToken);
        var caller = new UnitCaller(link.Request.Person, ActsForAll: true);
        var outcome = await plans.SubmitAsync(client, link.Request.Subject, form.Files.GetFile("file"), caller, cancellationToken);
        if (outcome.Document is not { } document)
            return await pages.RefusedAsync(id, link, comment: null, outcome.Faults, cancellationToken);
        await links.TryUseAsync(link.Hash, cancellationToken);
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
}
