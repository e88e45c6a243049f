using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>通讯录 for operators: import and export as long work with progress.</summary>
public sealed class DirectoryPages(WorkDesk works)
{
    /// <summary>Shows the page.</summary>
    [OpenTo(Caller.Operator)]
    [Function("DirectoryPage")]
    public static IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "directory")] HttpRequest request) =>
        Page(StatusCodes.Status200OK, []);

    /// <summary>Starts an import.</summary>
    [OpenTo(Caller.Operator)]
    [Function("ImportDirectoryForm")]
    public async Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "directory/import")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
            return Page(StatusCodes.Status422UnprocessableEntity, [new Fault("file", "请选择要导入的文件。")]);
        if (file.Length > SheetUploads.LargestFile)
            return Page(StatusCodes.Status413PayloadTooLarge, [new Fault("file", $"文件不超过{SheetUploads.LargestFile / 1024 / 1024} MB。")]);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        IReadOnlyDictionary<string, Sheet> sheets;
        try
        {
            sheets = SheetFiles.Read(bytes.ToArray(), DirectoryApi.TableOf(form["table"]) ?? DirectorySheets.People, cancellationToken);
        }
        catch (SheetFileException unreadable)
        {
            return Page(StatusCodes.Status422UnprocessableEntity, [new Fault("file", unreadable.Message)]);
        }

        var by = By(request);
        var order = JsonSerializer.Serialize(new ImportOrder(sheets, by), RecordJson.Options);
        return new SeeOther($"/works/{(await works.StartAsync(client, DirectoryImportWork.Name, DirectoryImportWork.Title, order, by, forOperators: true, cancellationToken)).Id}");
    }

    /// <summary>Starts an export.</summary>
    [OpenTo(Caller.Operator)]
    [Function("ExportDirectoryForm")]
    public async Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "directory/export")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        new SeeOther($"/works/{(await works.StartAsync(client, DirectoryExportWork.Name, "导出通讯录", string.Empty, By(request), forOperators: true, cancellationToken)).Id}");

    private static string By(HttpRequest request) => request.HttpContext.Features.Get<PersonRow>()?.Id ?? DirectoryApi.Administrator;

    private static IResult Page(int status, IReadOnlyList<Fault> faults) => Pages.Show(new DirectoryPage { Faults = faults }, status);
}
