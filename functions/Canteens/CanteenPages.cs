using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Canteens;

/// <summary>Pages of school canteens: the register, a canteen with its trace, and a batch with its recall (达市府办发〔2023〕11号).</summary>
public sealed class CanteenPages(CanteenDesk desk, CanteenBook book, MovementBook movements, Traces traces, Recalls recalls, IDirectory directory)
{
    private const int PageSize = 25;

    /// <summary>Shows the canteens that the reader may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CanteensPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "canteens")] HttpRequest request, CancellationToken cancellationToken)
    {
        var counties = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var unit in directory.UnitsAsync(cancellationToken)) counties[unit.Id] = unit.Name;
        return Pages.Show(new CanteensPage { Canteens = await desk.ListAsync(Readers.Of(request), cancellationToken), Units = counties });
    }

    /// <summary>Shows a canteen: what moved last, its chain, and what is traced.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CanteenPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "canteens/{canteen}")] HttpRequest request, string canteen, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(canteen, Readers.Of(request), cancellationToken) is not { } row) return NotFound();
        var (query, faults) = TraceQuery.Read(request.Query);
        var next = request.Query["next"].ToString();
        return Pages.Show(
            new CanteenPage
            {
                Canteen = row,
                Query = query,
                Faults = faults,
                Found = faults.Count > 0 ? [] : await query.TraceAsync(traces, row.Id, cancellationToken),
                Entries = await movements.PageAsync(row.Id, PageSize, next.Length > 0 ? next : null, cancellationToken),
                Suppliers = await book.SuppliersAsync(cancellationToken),
                Check = await movements.CheckAsync(row.Id, cancellationToken),
            },
            faults.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    /// <summary>Shows the canteens and meals that a batch reached.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CanteenBatchPage")]
    public async Task<IResult> BatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "canteens/batches/{batch}")] HttpRequest request, string batch, CancellationToken cancellationToken) =>
        await BatchAsync(batch, Readers.Of(request), fault: null, reason: null, StatusCodes.Status200OK, cancellationToken);

    /// <summary>Recalls a batch from its page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RecallBatchForm")]
    public async Task<IResult> RecallAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "canteens/batches/{batch}/recall")] HttpRequest request,
        string batch,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (!CanteenDesk.MayRecall(reader)) return Problems.Forbidden("批次由市市场监管局或者市教育局召回。");
        if (!MovementRules.IsBatch(batch) || (await desk.ReachOfAsync(batch, reader, cancellationToken)).Count == 0) return NoBatch();
        var reason = (await request.FormAsync(cancellationToken))["reason"].ToString();
        if (CanteenApi.ReasonFault(reason) is { } fault)
            return await BatchAsync(batch, reader, fault, reason, StatusCodes.Status422UnprocessableEntity, cancellationToken);
        await desk.RecallAsync(client, batch, reason.Trim(), reader, cancellationToken);
        return new SeeOther($"/canteens/batches/{Uri.EscapeDataString(batch)}");
    }

    private async Task<IResult> BatchAsync(string batch, SubjectReader reader, Fault? fault, string? reason, int status, CancellationToken cancellationToken)
    {
        if (!MovementRules.IsBatch(batch) || await desk.ReachOfAsync(batch, reader, cancellationToken) is not { Count: > 0 } reached) return NoBatch();
        return Pages.Show(
            new CanteenBatchPage
            {
                Batch = batch,
                Reached = reached,
                Recall = await recalls.FindAsync(batch, cancellationToken),
                MayRecall = CanteenDesk.MayRecall(reader),
                Fault = fault,
                Reason = reason,
            },
            status);
    }

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个学校食堂", "请从学校食堂列表打开。");

    private static IResult NoBatch() => Pages.Message(StatusCodes.Status404NotFound, "没有这个批次", "您可以查看的食堂没有收到过这个批次。");
}
