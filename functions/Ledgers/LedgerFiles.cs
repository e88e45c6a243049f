using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>A ledger as XLSX, in the columns of its document, and what its cycles brought together.</summary>
public sealed class LedgerFiles(LedgerDesk desk, LedgerBook book, LedgerReader pages, TimeProvider time)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int ReadAtOnce = 16;

    /// <summary>What a cycle brought together: a row for each unit, the missing named; for the coordinating office and the assessor.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetLedgerCycleWorkbook")]
    public async Task<IResult> CycleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}/cycles/{mode}/{number}.xlsx")] HttpRequest request,
        string id,
        string mode,
        string number,
        CancellationToken cancellationToken) =>
        PositiveNumber.TryRead(number, out var read) && read is { } of
        && await pages.FindAsync(request, id, cancellationToken) is { } view && await pages.CompiledAsync(view, mode, of, cancellationToken) is { } compiled
            ? Results.File(CompilationSheet.Write(view.Ledger, compiled), Xlsx, $"{view.Ledger.Title}{CompilationTexts.TitleOf(compiled)}.xlsx")
            : Problems.NotFound("没有这一期汇总，或者不由本单位查看。");

    /// <summary>All tasks; what is reported on one for whoever reads it on its page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetLedgerWorkbook")]
    public async Task<IResult> WorkbookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}.xlsx")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (await desk.FindAsync(id, reader, cancellationToken) is not { } ledger) return Problems.NotFound("没有这个督办台账。");
        var lines = new List<LedgerSheetLine>(ledger.Tasks);
        foreach (var tasks in (await book.TasksAsync(ledger, cancellationToken)).Chunk(ReadAtOnce))
        {
            lines.AddRange(await Task.WhenAll(tasks.Select(async task => new LedgerSheetLine(
                task, task.State.Acts > 0 && LedgerDesk.ReadsReports(ledger, task, reader) ? await book.ActsAsync(task, cancellationToken) : []))));
        }

        return Results.File(LedgerSheet.Write(ledger, lines, time.GetChinaToday()), Xlsx, $"{ledger.Title}.xlsx");
    }
}
