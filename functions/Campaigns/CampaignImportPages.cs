using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Directory;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>The page on which a unit takes its project list in (达市府办函〔2023〕53号 四（三）).</summary>
public sealed class CampaignImportPages(CampaignDesk desk, CampaignProjectImports imports)
{
    /// <summary>Shows the form, and the draft of an earlier list.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignImportPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "campaigns/{id}/import")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await desk.FindAsync(request, id, cancellationToken) is { } view
            ? await PageAsync(view, receipt: null, StatusCodes.Status200OK, cancellationToken)
            : NotFound();

    /// <summary>Takes a file in, or with <c>act=draft</c> lists the draft.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignImportForm")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{id}/import")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request, id, cancellationToken) is not { } view) return NotFound();
        if (view.Unit is not { } unit) return Pages.Message(StatusCodes.Status403Forbidden, "不能导入", "项目清单由填报单位导入。");
        var form = await request.FormAsync(cancellationToken);
        if (form["act"] == "draft")
        {
            // A repeated click finds no draft any more; the projects stand.
            return await imports.TakeDraftAsync(client, view.Reading.Row, unit, view.By, cancellationToken) is { } taken
                ? await DoneAsync(view, taken, cancellationToken)
                : new SeeOther($"/campaigns/{id}#projects");
        }

        if (form.Files.GetFile("file") is not { Length: > 0 } file) return await RefusedAsync("请选择要导入的文件");
        try
        {
            await using var content = file.OpenReadStream();
            var sheet = SheetUploads.SheetOf(await SheetUploads.ReadAsync(content, CampaignProjectList.Title, cancellationToken), CampaignProjectList.Title);
            return await DoneAsync(view, await imports.ImportAsync(client, view.Reading.Row, unit, sheet, view.By, cancellationToken), cancellationToken);
        }
        catch (SheetFileException unreadable)
        {
            return await RefusedAsync(unreadable.Message);
        }

        Task<IResult> RefusedAsync(string message) => DoneAsync(view, new(0, 0, 0, [new(CampaignProjectList.Title, message)], 0), cancellationToken);
    }

    private Task<IResult> DoneAsync(CampaignView view, ProjectListReceipt receipt, CancellationToken cancellationToken) =>
        PageAsync(view, receipt, receipt.Faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, cancellationToken);

    private async Task<IResult> PageAsync(CampaignView view, ProjectListReceipt? receipt, int status, CancellationToken cancellationToken) => Pages.Show(
        new CampaignImportPage
        {
            View = view,
            Receipt = receipt,
            Draft = view.Unit is { } unit ? await imports.DraftAsync(view.Definition.Id, unit, cancellationToken) : null,
        },
        status);

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个行动", "请从百日攻坚列表打开。");
}
