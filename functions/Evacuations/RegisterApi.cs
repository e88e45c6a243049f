using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Evacuations;

/// <summary>
/// API of the registers for evacuations (达市府办发〔2023〕21号), for programs and signed-in people. Example requests: <c>Evacuations.http</c>.
/// </summary>
public sealed class RegisterApi(RegisterDesk desk, RegisterBook book, PersonalData personal)
{
    private const int MostReadings = 200;
    private const string Example = """{"entries":[{"id":"tcq-01-01-1"}]}""";

    /// <summary>Returns the number of entries of a county's registers and what is missing in them.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetEvacuationRegisters")]
    public async Task<IResult> OverviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/evacuations/registers/{county}")] HttpRequest request, string county, CancellationToken cancellationToken)
    {
        if (await desk.FindCountyAsync(county, Readers.Of(request), cancellationToken) is not { } unit) return NotFound();
        var overview = await book.OverviewAsync(unit.Id, cancellationToken);
        return Results.Json(new
        {
            county = unit.Id,
            name = unit.Name,
            registers = RegisterKind.All.Select(kind => new { register = kind.Key, title = kind.Title, article = kind.Article, entries = overview.Counts[kind.Key] }),
            gaps = overview.Gaps,
        });
    }

    /// <summary>Returns a page of a register: <c>next</c>; <c>names=true</c> shows names and numbers to who is on duty, and is logged.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetEvacuationRegister")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/evacuations/registers/{county}/{register}")] HttpRequest request,
        string county,
        string register,
        CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (await desk.FindAsync(county, register, reader, cancellationToken) is not { } place) return NotFound();
        var page = await desk.PageAsync(place, request.Query["next"].ToString() is { Length: > 0 } next ? next : null, IsTrue(request, "names"), reader, cancellationToken);
        return Results.Json(new { items = page.Entries.Select(entry => new { values = entry.Values, masked = entry.Row.Sealed is not null && !entry.InTheClear, changes = entry.Row.Changes }), next = page.Next });
    }

    /// <summary>
    /// Enters entries: JSON <c>{ "entries": [...] }</c>, or XLSX or CSV with the titles of the columns. With <c>whole=true</c> it is the whole
    /// register, and entries that it lacks are taken out. 422 with all faults, and then nothing was written.
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("ImportEvacuationRegister")]
    public async Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/evacuations/registers/{county}/{register}")] HttpRequest request,
        string county,
        string register,
        CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (await desk.FindAsync(county, register, reader, cancellationToken) is not { } place) return NotFound();
        if (!RegisterDesk.MayKeep(place.County.Id, reader)) return Problems.Forbidden($"登记簿由{place.County.Name}维护。");
        if (!personal.IsReady) return NoKey();
        var isJson = request.HasJsonContentType();
        var sheet = isJson ? await EntriesAsync(request, place.Kind, cancellationToken) : await FileAsync(request, place.Kind, cancellationToken);
        var receipt = await desk.ImportAsync(place, sheet, IsTrue(request, "whole"), reader, cancellationToken);
        var errors = isJson ? RegisterSheets.Faults(receipt.Faults, place.Kind, sheet) : RegisterSheets.Faults(receipt.Faults);
        return Results.Json(
            new { accepted = receipt.Accepted, added = receipt.Added, changed = receipt.Changed, removed = receipt.Removed, article = place.Kind.Article, errors },
            statusCode: errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>Returns an empty workbook with the columns of a register.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetEvacuationRegisterForm")]
    public async Task<IResult> EmptyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/evacuations/registers/{county}/{register}.xlsx")] HttpRequest request,
        string county,
        string register,
        CancellationToken cancellationToken) =>
        await desk.FindAsync(county, register, Readers.Of(request), cancellationToken) is { Kind: var kind }
            ? Results.File(SheetFiles.WriteXlsx([new(kind.Title, new Sheet([.. kind.Columns.Select(column => column.Title)], []))]), SheetUploads.Xlsx, $"{kind.Title}.xlsx")
            : NotFound();

    /// <summary>Returns who read names and numbers of a county, newest first; for the county and 市应急局.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetEvacuationAccess")]
    public async Task<IResult> AccessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/evacuations/access/{county}")] HttpRequest request, string county, CancellationToken cancellationToken) =>
        await desk.FindCountyAsync(county, Readers.Of(request), cancellationToken) is { } unit
            ? Results.Json(new { items = (await book.AccessAsync(unit.Id, MostReadings, cancellationToken)).Select(row => new { at = row.At, person = row.Person, register = row.Register, entries = row.Entries }) })
            : NotFound();

    /// <summary>503: the settings have no key to encrypt with.</summary>
    internal static IResult NoKey() => Problems.Problem(
        StatusCodes.Status503ServiceUnavailable, "未设置密钥", $"个人信息须加密保存，请系统管理员设置 {FieldKeys.Setting} 后再导入。没有写入任何内容。");

    private static bool IsTrue(HttpRequest request, string name) => request.Query[name].ToString() is "true" or "1";

    private static async Task<Sheet> EntriesAsync(HttpRequest request, RegisterKind kind, CancellationToken cancellationToken) =>
        (await JsonBody.ReadObjectAsync(request, Example, cancellationToken))["entries"] is JsonArray { Count: > 0 and <= SheetUploads.MostEntries } entries
            && entries.All(entry => entry is JsonObject)
            ? RegisterSheets.Of(kind, entries)
            : throw new RefusedException(Problems.Refused("登记簿未受理", [new("entries", $"entries 应为1到{SheetUploads.MostEntries}条记录，例如 {Example}。", kind.Article)]));

    private static async Task<Sheet> FileAsync(HttpRequest request, RegisterKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return SheetUploads.SheetOf(await SheetUploads.ReadAsync(request.Body, kind.Title, cancellationToken), kind.Title);
        }
        catch (SheetFileException unreadable)
        {
            throw new RefusedException(Problems.Refused("登记簿未受理", [new("file", unreadable.Message, kind.Article)]));
        }
    }

    private static IResult NotFound() => Problems.NotFound("没有这个登记簿。");
}
