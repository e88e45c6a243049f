using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Exports and imports the directory as files. Sample requests: <c>Directory.http</c>.</summary>
public sealed class DirectoryApi(DirectoryTransfer transfer, WorkDesk works)
{
    /// <summary>The actor in the audit trail, since the key identifies no person.</summary>
    internal const string Administrator = "administrator";

    /// <summary>The file name of the workbook.</summary>
    internal const string WorkbookName = "通讯录.xlsx";

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["units"] = DirectorySheets.Units,
        ["people"] = DirectorySheets.People,
        ["substitutes"] = DirectorySheets.Substitutes,
    };

    /// <summary>Exports the whole directory as a workbook.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ExportDirectory")]
    public async Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/directory.xlsx")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.File(SheetFiles.WriteXlsx(await transfer.ExportAsync(cancellationToken)), SheetUploads.Xlsx, WorkbookName);

    /// <summary>Exports one table as CSV: units, people or substitutes.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ExportDirectoryTable")]
    public async Task<IResult> ExportTableAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/directory/{table}.csv")] HttpRequest request,
        string table,
        CancellationToken cancellationToken) =>
        Tables.TryGetValue(table, out var name)
            ? Results.File(SheetFiles.WriteCsv((await transfer.ExportAsync(cancellationToken))[name]), "text/csv; charset=utf-8", $"{name}.csv")
            : NoTable();

    /// <summary>
    /// Imports a file sent as the body: a workbook with any of the sheets 单位, 人员 and 替岗, or CSV with <c>?table=</c>. Returns 202 with the
    /// progress at <c>Location</c>, since importing thousands of rows takes longer than a connection may stay open.
    /// </summary>
    [OpenTo(Caller.Administrator)]
    [Function("ImportDirectory")]
    public async Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/directory")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!Tables.TryGetValue(request.Query["table"].ToString() is { Length: > 0 } asked ? asked : "people", out var table))
            return NoTable();
        if (await ReadAsync(request, cancellationToken) is not { } file)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "内容过大", $"文件不超过{SheetUploads.LargestFile / 1024 / 1024} MB。");
        try
        {
            var order = new ImportOrder(SheetFiles.Read(file, table, cancellationToken), Administrator);
            var work = await works.StartAsync(
                client, DirectoryImportWork.Name, DirectoryImportWork.Title, JsonSerializer.Serialize(order, RecordJson.Options), Administrator, forOperators: true, cancellationToken);
            return Results.Accepted(HrefOf(work), ViewOf(work));
        }
        catch (SheetFileException unreadable)
        {
            return Problems.Unreadable(unreadable.Message);
        }
    }

    /// <summary>
    /// Returns the state of an import: 202 while it is running; 200 with what was written; 422 with all faulty cells if the file has
    /// faults, and then nothing was written. Kept for seven days.
    /// </summary>
    [OpenTo(Caller.Administrator)]
    [Function("GetDirectoryImport")]
    public async Task<IResult> ImportedAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/directory/imports/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (await works.FindAsync(id, cancellationToken) is not { Kind: DirectoryImportWork.Name } work)
            return Problems.NotFound("没有这次导入。结果保留七天。");
        if (work.EndedAt is null)
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return Results.Accepted(HrefOf(work), ViewOf(work));
        }

        // After a system failure there is no result.
        if (await works.ResultAsync(id, cancellationToken) is not { } result)
            return Problems.Problem(StatusCodes.Status503ServiceUnavailable, "没有完成", work.Says ?? "请稍后再试。");

        var import = RecordJson.Read<DirectoryImport>(result);
        return import.Faults.Count > 0
            ? Problems.Refused("文件有误，未导入任何内容", [.. import.Faults.Select(fault => new Fault(fault.Cell, $"{fault.Cell}：{fault.Message}"))])
            : Results.Json(new { id = work.Id, state = work.State, units = import.Units, people = import.People, substitutes = import.Substitutes });
    }

    /// <summary>Returns the sheet for a table name; null if unknown.</summary>
    internal static string? TableOf(string? table) => table is null ? null : Tables.GetValueOrDefault(table);

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > SheetUploads.LargestFile)
                return null;
            file.Write(buffer, 0, read);
        }

        return file.ToArray();
    }

    private static string HrefOf(WorkRow work) => $"/api/directory/imports/{work.Id}";

    private static object ViewOf(WorkRow work) =>
        new { id = work.Id, state = work.State, done = work.Done, total = work.Total, says = work.Says, href = HrefOf(work) };

    private static IResult NoTable() => Problems.NotFound($"没有这张表，可用的是{string.Join('、', Tables.Keys)}。");
}
