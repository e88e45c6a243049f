using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Works;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>The input of an import.</summary>
/// <param name="Sheets">The sheets of the file.</param>
/// <param name="By">The actor in the audit trail.</param>
public sealed record ImportOrder(IReadOnlyDictionary<string, Sheet> Sheets, string By);

/// <summary>Imports a directory row by row and reports the number of rows written.</summary>
public sealed class DirectoryImportWork(DirectoryTransfer transfer) : ILongWork, IWorkView
{
    private const int MostFaults = 50;

    /// <summary>The kind of work.</summary>
    public const string Name = "directory-import";

    /// <summary>The title.</summary>
    public const string Title = "导入通讯录";

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string Section => "/directory";

    /// <inheritdoc/>
    public string? ResultOf(WorkRow work) => null;

    /// <inheritdoc/>
    public async Task<WorkOutcome> RunAsync(string input, WorkProgress progress, CancellationToken cancellation)
    {
        var order = RecordJson.Read<ImportOrder>(input);
        var import = await transfer.ImportAsync(
            order.Sheets, order.By, cancellation, (written, total) => progress.SayAsync(written, total, $"已写入{written}行，共{total}行。", cancellation));
        var result = JsonSerializer.Serialize(import, RecordJson.Options);
        if (import.Faults.Count == 0)
            return new($"已导入单位{import.Units}个、人员{import.People}人、替岗{import.Substitutes}条。", result);

        var more = import.Faults.Count > MostFaults ? $"\n另有{import.Faults.Count - MostFaults}处。" : "";
        throw new WorkRefusedException(
            $"文件有{import.Faults.Count}处错误，未导入任何内容：\n{string.Join('\n', import.Faults.Take(MostFaults).Select(fault => $"{fault.Cell}：{fault.Message}"))}{more}")
        {
            Result = result,
        };
    }
}

/// <summary>Exports the directory as a workbook.</summary>
public sealed class DirectoryExportWork(DirectoryTransfer transfer) : ILongWork, IWorkView
{
    /// <summary>The kind of work.</summary>
    public const string Name = "directory-export";

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string Section => "/directory";

    /// <inheritdoc/>
    public (string Name, string ContentType)? File => (DirectoryApi.WorkbookName, SheetUploads.Xlsx);

    /// <inheritdoc/>
    public string? ResultOf(WorkRow work) => null;

    /// <inheritdoc/>
    public async Task<WorkOutcome> RunAsync(string input, WorkProgress progress, CancellationToken cancellation)
    {
        var sheets = await transfer.ExportAsync(
            cancellation, (read, total) => progress.SayAsync(read, total, $"已读取{read}个单位和人员，共{total}个。", cancellation));
        var rows = sheets.Values.Sum(sheet => sheet.Rows.Count);
        return new($"已导出{rows}行。", Convert.ToBase64String(SheetFiles.WriteXlsx(sheets)));
    }
}
