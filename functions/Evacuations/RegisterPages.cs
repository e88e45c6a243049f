using Dazhou.Serverless.Evacuations;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Functions.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Evacuations;

/// <summary>Pages of the registers for evacuations (达市府办发〔2023〕21号).</summary>
public sealed class RegisterPages(RegisterDesk desk, RegisterBook book, PersonalData personal)
{
    private const int MostReadings = 20;

    /// <summary>Shows the counties whose registers the reader may see; who sees one only is led there.</summary>
    [OpenTo(Caller.Staff)]
    [Function("EvacuationsPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "evacuations")] HttpRequest request, CancellationToken cancellationToken) =>
        await desk.CountiesAsync(Readers.Of(request), cancellationToken) is [var only]
            ? new SeeOther($"/evacuations/{only.Id}")
            : Pages.Show(new EvacuationsPage { Counties = await desk.CountiesAsync(Readers.Of(request), cancellationToken) });

    /// <summary>Shows a county's registers, what is missing in them, and who read names and numbers.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CountyRegistersPage")]
    public async Task<IResult> CountyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "evacuations/{county}")] HttpRequest request, string county, CancellationToken cancellationToken) =>
        await desk.FindCountyAsync(county, Readers.Of(request), cancellationToken) is { } unit
            ? Pages.Show(new CountyRegistersPage
            {
                County = unit,
                Overview = await book.OverviewAsync(unit.Id, cancellationToken),
                Readings = await book.AccessAsync(unit.Id, MostReadings, cancellationToken),
            })
            : NotFound();

    /// <summary>Shows a page of a register.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RegisterPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "evacuations/{county}/{register}")] HttpRequest request,
        string county,
        string register,
        CancellationToken cancellationToken) =>
        await desk.FindAsync(county, register, Readers.Of(request), cancellationToken) is { } place
            ? await PageAsync(request, place, [], receipt: null, StatusCodes.Status200OK, cancellationToken)
            : NotFound();

    /// <summary>Enters the entries of a file.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ImportRegisterForm")]
    public async Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "evacuations/{county}/{register}")] HttpRequest request,
        string county,
        string register,
        CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (await desk.FindAsync(county, register, reader, cancellationToken) is not { } place) return NotFound();
        if (!RegisterDesk.MayKeep(place.County.Id, reader)) return Problems.Forbidden($"登记簿由{place.County.Name}维护。");
        if (!personal.IsReady) return RegisterApi.NoKey();
        var form = await request.FormAsync(cancellationToken);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
            return await RefusedAsync(request, place, [new(place.Kind.Title, 0, "", "请选择要导入的文件")], cancellationToken);
        try
        {
            await using var content = file.OpenReadStream();
            var sheet = SheetUploads.SheetOf(await SheetUploads.ReadAsync(content, place.Kind.Title, cancellationToken), place.Kind.Title);
            var receipt = await desk.ImportAsync(place, sheet, form["whole"] == "true", reader, cancellationToken);
            return receipt.Faults.Count > 0
                ? await RefusedAsync(request, place, RegisterSheets.Faults(receipt.Faults), cancellationToken)
                : await PageAsync(request, place, [], receipt, StatusCodes.Status200OK, cancellationToken);
        }
        catch (SheetFileException unreadable)
        {
            return await RefusedAsync(request, place, [new(place.Kind.Title, 0, "", unreadable.Message)], cancellationToken);
        }
    }

    private Task<IResult> RefusedAsync(HttpRequest request, RegisterPlace place, IReadOnlyList<RegisterFault> faults, CancellationToken cancellationToken) =>
        PageAsync(request, place, faults, receipt: null, StatusCodes.Status422UnprocessableEntity, cancellationToken);

    private async Task<IResult> PageAsync(
        HttpRequest request, RegisterPlace place, IReadOnlyList<RegisterFault> faults, RegisterReceipt? receipt, int status, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        var names = HttpMethods.IsGet(request.Method) && request.Query["names"] == "true";
        var next = HttpMethods.IsPost(request.Method) ? "" : request.Query["next"].ToString();
        return Pages.Show(
            new RegisterListPage
            {
                Place = place,
                Page = await desk.PageAsync(place, next.Length > 0 ? next : null, names, reader, cancellationToken),
                Names = names,
                MayKeep = RegisterDesk.MayKeep(place.County.Id, reader),
                Faults = faults,
                Receipt = receipt,
            },
            status);
    }

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个登记簿", "请从避险转移登记簿列表打开。");
}
