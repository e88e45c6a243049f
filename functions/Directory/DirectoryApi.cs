using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Takes the directory out and in as files. Requests to try it with: <c>Directory.http</c>.</summary>
public sealed class DirectoryApi(DirectoryTransfer transfer)
{
    /// <summary>Who imports, in the audit trail: the key names nobody.</summary>
    internal const string Administrator = "administrator";

    internal const int LargestFile = 5 * 1024 * 1024;
    internal const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>What the workbook is called.</summary>
    internal const string WorkbookName = "通讯录.xlsx";

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["units"] = DirectorySheets.Units,
        ["people"] = DirectorySheets.People,
        ["substitutes"] = DirectorySheets.Substitutes,
    };

    /// <summary>The whole directory as a workbook.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ExportDirectory")]
    public async Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/directory.xlsx")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.File(SheetFiles.WriteXlsx(await transfer.ExportAsync(cancellationToken)), Xlsx, WorkbookName);

    /// <summary>One table of it as CSV: units, people or substitutes.</summary>
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
    /// Imports a file, sent as the body: a workbook with any of the sheets 单位, 人员 and 替岗, or CSV with
    /// <c>?table=</c>. Every cell that is wrong is named, and then nothing is written.
    /// </summary>
    [OpenTo(Caller.Administrator)]
    [Function("ImportDirectory")]
    public async Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/directory")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Tables.TryGetValue(request.Query["table"].ToString() is { Length: > 0 } asked ? asked : "people", out var table))
            return NoTable();
        if (await ReadAsync(request, cancellationToken) is not { } file)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "内容过大", $"文件不超过{LargestFile / 1024 / 1024} MB。");
        IReadOnlyDictionary<string, Sheet> sheets;
        try
        {
            sheets = SheetFiles.Read(file, table);
        }
        catch (SheetFileException unreadable)
        {
            return Problems.Unreadable(unreadable.Message);
        }

        var import = await transfer.ImportAsync(sheets, Administrator, cancellationToken);
        return import.Faults.Count > 0
            ? Problems.Refused("文件有误，未导入任何内容", [.. import.Faults.Select(fault => new Fault(fault.Cell, $"{fault.Cell}：{fault.Message}"))])
            : Results.Json(new { units = import.Units, people = import.People, substitutes = import.Substitutes });
    }

    /// <summary>The sheet that a table is called in files; null for an unknown one.</summary>
    internal static string? TableOf(string? table) => table is null ? null : Tables.GetValueOrDefault(table);

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > LargestFile)
                return null;
            file.Write(buffer, 0, read);
        }

        return file.ToArray();
    }

    private static IResult NoTable() => Problems.NotFound($"没有这张表，可用的是{string.Join('、', Tables.Keys)}。");
}
