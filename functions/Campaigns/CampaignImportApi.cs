using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Directory;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>A unit's project list as XLSX or CSV, in and out (达市府办函〔2023〕53号 四（三）).</summary>
public sealed class CampaignImportApi(CampaignDesk desk, CampaignProjectImports imports)
{
    /// <summary>Returns the projects that the caller may see as XLSX, in the columns of the import; an empty form without projects.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetCampaignProjectList")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}/projects.xlsx")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        return Results.File(SheetFiles.WriteXlsx([new(CampaignProjectList.Title, CampaignProjectList.Write(view.Projects))]), SheetUploads.Xlsx, $"{CampaignProjectList.Title}.xlsx");
    }

    /// <summary>
    /// Takes a list in: XLSX or CSV as body; for the unit. 422 with all faults by cell, and then nothing was listed, and the lines without
    /// one are kept as a draft.
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("ImportCampaignProjects")]
    public async Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/projects/import")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var unit = CampaignDesk.UnitOf(view, request.Query["unit"]);
        try
        {
            var sheets = await SheetUploads.ReadAsync(request.Body, CampaignProjectList.Title, cancellationToken);
            return Answer(await imports.ImportAsync(client, view.Reading.Row, unit, SheetUploads.SheetOf(sheets, CampaignProjectList.Title), view.By, cancellationToken));
        }
        catch (SheetFileException unreadable)
        {
            return Problems.Refused("清单未受理", [new("file", unreadable.Message, CampaignTexts.Document)]);
        }
    }

    /// <summary>Lists the lines that are kept as a draft; for the unit.</summary>
    [OpenTo(Caller.Staff)]
    [Function("TakeCampaignDraft")]
    public async Task<IResult> TakeDraftAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/projects/draft")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var unit = CampaignDesk.UnitOf(view, request.Query["unit"]);
        return await imports.TakeDraftAsync(client, view.Reading.Row, unit, view.By, cancellationToken) is { } receipt
            ? Answer(receipt)
            : Problems.NotFound("没有清单草稿。");
    }

    private static IResult Answer(ProjectListReceipt receipt) => Results.Json(
        new
        {
            listed = receipt.Listed,
            changed = receipt.Changed,
            unchanged = receipt.Unchanged,
            drafted = receipt.Drafted,
            article = CampaignTexts.Document,
            errors = receipt.Faults.Select(fault => new { cell = fault.Cell, error = fault.Message }),
        },
        statusCode: receipt.Faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
