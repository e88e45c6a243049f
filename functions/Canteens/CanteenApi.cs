using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Canteens;

/// <summary>Why a batch is recalled, as sent.</summary>
/// <param name="Reason">the reason</param>
public sealed record SentRecall(string? Reason);

/// <summary>
/// API of school canteens (达市府办发〔2023〕11号三（一）, （二）, （四）), for programs of schools and suppliers and for signed-in people. Example requests:
/// <c>Canteens.http</c>.
/// </summary>
public sealed class CanteenApi(CanteenDesk desk, CanteenBook book, MovementBook movements, Traces traces, Recalls recalls)
{
    private const string RecallExample = """{"reason":"抽检不合格"}""";

    /// <summary>Lists the canteens that the reader may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListCanteens")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/canteens")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Json(new { items = await desk.ListAsync(Readers.Of(request), cancellationToken) }, RecordJson.Options);

    /// <summary>Registers a canteen (POST: 201, 409 for another with its id) or replaces it (PUT: 200).</summary>
    [OpenTo(Caller.Staff)]
    [Function("KeepCanteen")]
    public async Task<IResult> KeepCanteenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "api/canteens")] HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        var canteen = await CanteenInput.CanteenAsync(request, cancellationToken);
        if (!CanteenDesk.KeepsCanteens(canteen.County, reader)) return Problems.Forbidden("学校食堂由所在县（市、区）或者市教育局登记。");
        // A canteen that moves to another county leaves a register, too.
        if (await book.FindAsync(canteen.Id, cancellationToken) is { } stands && !CanteenDesk.KeepsCanteens(stands.County, reader))
            return Problems.Conflict($"编号{canteen.Id}已经用于其他县（市、区）的食堂。");
        if (await book.CheckAsync(canteen, cancellationToken) is { Count: > 0 } failures) return Refused("学校食堂未登记", failures);
        return Kept(request, canteen.Id, await book.KeepAsync(canteen, HttpMethods.IsPut(request.Method), CanteenDesk.ByOf(reader), cancellationToken));
    }

    /// <summary>Lists the suppliers and carriers.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListSuppliers")]
    public async Task<IResult> SuppliersAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/suppliers")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Json(new { items = await book.SuppliersAsync(cancellationToken) }, RecordJson.Options);

    /// <summary>Registers a supplier or carrier (POST: 201, 409 for another with its id) or replaces it (PUT: 200).</summary>
    [OpenTo(Caller.Staff)]
    [Function("KeepSupplier")]
    public async Task<IResult> KeepSupplierAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "api/suppliers")] HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (!await desk.KeepsSuppliersAsync(reader, cancellationToken)) return Problems.Forbidden("供应商由市市场监管局、市教育局或者县（市、区）登记。");
        var supplier = await CanteenInput.SupplierAsync(request, cancellationToken);
        if (await book.CheckAsync(supplier, cancellationToken) is { Count: > 0 } failures) return Refused("供应商未登记", failures);
        return Kept(request, supplier.Id, await book.KeepAsync(supplier, HttpMethods.IsPut(request.Method), CanteenDesk.ByOf(reader), cancellationToken));
    }

    /// <summary>
    /// Appends entries, in their order; 200 with a result for each: 201 written, 200 there already, 409 id taken by other content, 422 refused.
    /// What failed can be mended and sent again with the rest.
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("AppendMovements")]
    public async Task<IResult> AppendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/canteens/{canteen}/movements")] HttpRequest request, string canteen, CancellationToken cancellationToken)
    {
        var sender = Readers.Of(request);
        if (await desk.FindToWriteAsync(canteen, sender, cancellationToken) is not { } row) return NotFound();
        var sent = await CanteenInput.EntriesAsync(request, cancellationToken);
        var results = new Queue<MovementResult>(await desk.AppendAsync(row, [.. sent.Select(entry => entry.Entry).OfType<Movement>()], sender, cancellationToken));
        return Results.Json(new { items = sent.Select(entry => entry.Entry is null ? Unreadable(entry) : Of(results.Dequeue())).ToList() });
    }

    /// <summary>Traces a batch (<c>batch</c>), a dish (<c>dish</c>, <c>date</c>), a day (<c>date</c>) or a supplier (<c>supplier</c>) through a canteen, both ways.</summary>
    [OpenTo(Caller.Staff)]
    [Function("TraceFood")]
    public async Task<IResult> TraceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/canteens/{canteen}/trace")] HttpRequest request, string canteen, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(canteen, Readers.Of(request), cancellationToken) is not { } row) return NotFound();
        var (query, faults) = TraceQuery.Read(request.Query);
        if (query.IsEmpty && faults.Count == 0) faults = [new("batch", "请写明批次（batch）、菜品和日期（dish、date）、日期（date）或者供应商（supplier）", CanteensPolicy.Sources)];
        if (faults.Count > 0) return Problems.Refused("请求无法读取", faults, StatusCodes.Status400BadRequest);
        return Results.Json(new { canteen = row.Id, items = (await query.TraceAsync(traces, row.Id, cancellationToken)).Select(Of) }, RecordJson.Options);
    }

    /// <summary>Checks a canteen's chain from its first entry: whether an entry was changed, taken out or moved, and the hash of the newest.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CheckCanteenChain")]
    public async Task<IResult> ChainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/canteens/{canteen}/chain")] HttpRequest request, string canteen, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(canteen, Readers.Of(request), cancellationToken) is not { } row) return NotFound();
        var check = await movements.CheckAsync(row.Id, cancellationToken);
        return Results.Json(new { whole = check.Whole, entries = check.Entries, head = check.Head, firstBroken = check.FirstBroken, reason = check.Reason });
    }

    /// <summary>Returns the canteens and meals that a batch reached, as far as the reader may see them, and its recall.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetFoodBatch")]
    public async Task<IResult> BatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/batches/{batch}")] HttpRequest request, string batch, CancellationToken cancellationToken) =>
        MovementRules.IsBatch(batch)
            ? Reach(batch, await recalls.FindAsync(batch, cancellationToken), await desk.ReachOfAsync(batch, Readers.Of(request), cancellationToken))
            : Problems.NotFound("没有这个批次。");

    /// <summary>
    /// Recalls a batch: <c>{ "reason": "…" }</c>. The canteens that it reached are told by mail; a repetition tells those that it reached since.
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("RecallBatch")]
    public async Task<IResult> RecallAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/batches/{batch}/recall")] HttpRequest request,
        string batch,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (!CanteenDesk.MayRecall(reader)) return Problems.Forbidden("批次由市市场监管局或者市教育局召回。");
        var sent = await JsonBody.ReadAsync<SentRecall>(request, RecordJson.Options, RecallExample, cancellationToken);
        if (ReasonFault(sent.Reason) is { } fault) return Problems.Refused("批次未召回", [fault]);
        var reached = await desk.ReachOfAsync(batch, reader, cancellationToken);
        if (reached.Count == 0) return Problems.NotFound("没有食堂收到过这个批次。");
        var recall = await desk.RecallAsync(client, batch, sent.Reason!.Trim(), reader, cancellationToken);
        return Reach(batch, recall, reached);
    }

    /// <summary>Returns what is wrong with the reason of a recall; null if nothing is.</summary>
    internal static Fault? ReasonFault(string? reason) => reason?.Trim() is { Length: > 0 and <= 300 } text && FieldText.IsText(text)
        ? null
        : new("reason", $"召回原因须填写，不超过300个字，例如 {RecallExample}", CanteensPolicy.Safety);

    private static IResult Kept(HttpRequest request, string id, bool kept) => kept
        ? Results.Json(new { id }, statusCode: HttpMethods.IsPut(request.Method) ? StatusCodes.Status200OK : StatusCodes.Status201Created)
        : Problems.Conflict($"编号{id}已经登记，内容与本次不同；修改请用 PUT。");

    private static IResult Reach(string batch, RecallRow? recall, IReadOnlyList<Reached> reached) => Results.Json(
        new
        {
            batch,
            recalledAt = recall?.At,
            reason = recall?.Reason,
            canteens = reached.Select(to => new { id = to.Canteen.Id, name = to.Canteen.Title, county = to.Canteen.County, told = recall?.Told?.Contains(to.Canteen.Id) ?? false }),
            meals = reached.SelectMany(to => to.Trace.Dishes.Select(dish => new { canteen = to.Canteen.Id, date = ChinaTime.DayOf(dish.At!.Value), meal = dish.Meal, dish = dish.Item })),
        },
        RecordJson.Options);

    private static object Of(BatchTrace trace) => new
    {
        batch = trace.Batch,
        gaps = trace.Gaps,
        steps = trace.Steps.Select(step => new { sequence = step.Entries[0].Sequence, movement = step.Now, cancelled = step.IsCancelled, corrections = step.Entries.Count(row => row.Record!.Corrected is not null) }),
    };

    private static object Of(MovementResult result) => new
    {
        id = result.Id,
        status = result.Outcome switch
        {
            MovementOutcome.Written => StatusCodes.Status201Created,
            MovementOutcome.Known => StatusCodes.Status200OK,
            MovementOutcome.Taken => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status422UnprocessableEntity,
        },
        sequence = result.Sequence,
        errors = result.Outcome == MovementOutcome.Taken
            ? [new("id", $"编号{result.Id}已经用于另一条记录；改正请报送更正（correction）", CanteensPolicy.Operation)]
            : Faults.Of(result.Failures),
    };

    private static object Unreadable(SentMovement entry) => new
    {
        id = entry.Id,
        status = StatusCodes.Status422UnprocessableEntity,
        sequence = (long?)null,
        errors = (IReadOnlyList<Fault>)[new(entry.Field, entry.Unreadable, CanteensPolicy.Sources)],
    };

    private static IResult Refused(string title, IReadOnlyList<RuleFailure> failures) => Problems.Refused(title, Faults.Of(failures));

    private static IResult NotFound() => Problems.NotFound("没有这个学校食堂。");
}
