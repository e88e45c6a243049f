using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>API for supervision ledgers, for programs and signed-in people. Example requests: <c>Ledgers.http</c>.</summary>
public sealed class LedgerApi(LedgerIntake intake, LedgerBook book, LedgerDesk desk, TimeProvider time)
{
    private const int PageSize = 100;
    private const string Example = """{"ledger":"fangguanfu-2023"}""";

    /// <summary>Starts a ledger: <c>{ "ledger": "fangguanfu-2023" }</c>, or a definition. 202 for a new one, 200 for a repetition.</summary>
    [OpenTo(Caller.Staff)]
    [Function("StartLedger")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/ledgers")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadObjectAsync(request, Example, cancellationToken);
        var definition = Read(body);
        if (await intake.StartAsync(client, definition, Readers.Of(request), cancellationToken) is not { } receipt)
            return Problems.Forbidden("督办台账由牵头协调单位建立，单位密钥或者登录人与之不一致。");
        return receipt is { Ledger: { } ledger, Failures.Count: 0 }
            ? Results.Json(
                new { id = ledger.Id, href = $"/api/ledgers/{ledger.Id}", tasks = ledger.Tasks },
                statusCode: receipt.IsNew ? StatusCodes.Status202Accepted : StatusCodes.Status200OK)
            : Problems.Refused(
                "督办台账未受理", Faults.Of(receipt.Failures),
                receipt.Ledger is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict);
    }

    /// <summary>Lists the ledgers that the reader may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListLedgers")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Json(new
        {
            items = (await desk.ListAsync(Readers.Of(request), cancellationToken))
                .Select(ledger => new { id = ledger.Id, title = ledger.Title, document = ledger.Document, tasks = ledger.Tasks, from = ledger.From, to = ledger.To }),
        });

    /// <summary>Returns a ledger with the number of its tasks by status.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetLedger")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, Readers.Of(request), cancellationToken) is { } ledger
            ? Results.Json(LedgerViews.Of(ledger, await book.IndexAsync(ledger, cancellationToken), time.GetChinaToday()))
            : NotFound();

    /// <summary>Returns a page of tasks: <c>section</c> (number or part of the title), <c>unit</c> (id, name or alias), <c>status</c>, <c>light</c>, <c>text</c>, <c>next</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListLedgerTasks")]
    public async Task<IResult> TasksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}/tasks")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, Readers.Of(request), cancellationToken) is not { } ledger) return NotFound();
        var (filter, faults) = await TaskQuery.ReadAsync(ledger, request.Query, desk.IdOfAsync, cancellationToken);
        if (faults.Count > 0) return Problems.Refused("请求无法读取", faults, StatusCodes.Status400BadRequest);
        if (ListQuery.PlaceOf(request.Query["next"]) is not { } from) return Problems.Unreadable("next 应为上一页返回的值。");
        var (page, today) = (await book.PageAsync(ledger, filter, from, PageSize, cancellationToken), time.GetChinaToday());
        return Results.Json(new
        {
            items = page.Entries.Select(task => LedgerViews.Of(ledger, task, today)),
            next = page.Next?.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Returns a task; with its acts for the coordinating office and the units that take part.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetLedgerTask")]
    public async Task<IResult> TaskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}/tasks/{n}")] HttpRequest request,
        string id,
        string n,
        CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (await desk.FindAsync(id, reader, cancellationToken) is not { } ledger || await book.FindTaskAsync(ledger, n, cancellationToken) is not { } task) return NotFound();
        return Results.Json(LedgerViews.Of(
            ledger, task, LedgerDesk.ReadsReports(ledger, task, reader) ? await book.ActsAsync(task, cancellationToken) : [], time.GetChinaToday()));
    }

    /// <summary>
    /// Acts on a task. Units: <c>progress</c>, <c>extension</c>, <c>sign</c>, <c>return</c>, <c>finish</c>, other leads <c>confirm</c>; the coordinating office: <c>assign</c>,
    /// <c>urge</c>, <c>refuse</c>, <c>close</c>, <c>reopen</c>. JSON, or for progress multipart with the JSON as <c>data</c> and evidence as <c>file</c>.
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("ActOnLedgerTask")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/ledgers/{id}/tasks/{n}/{act}")] HttpRequest request,
        string id,
        string n,
        string act,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var actor = Actor.Of(request);
        if (await desk.FindAsync(id, actor.Reader, cancellationToken) is not { } ledger || !LedgerDesk.Acts.TryGetValue(act, out var kind)) return NotFound();
        var (sent, files) = await SentAsync(request, cancellationToken);
        var outcome = await desk.ActAsync(client, ledger, n, kind, sent, files, actor, IdempotencyKey.Of(request, 100), cancellationToken);
        if (outcome.Result is not { Act: { } recorded } receipt) return Problems.Refused($"{TaskTexts.Chinese(kind)}未受理", outcome.Faults, outcome.Status);
        // The act may have brought a unit into the ledger.
        ledger = (await book.FindAsync(id, cancellationToken))!;
        return Results.Json(
            new
            {
                number = recorded.Number,
                at = recorded.Act.At,
                says = TaskTexts.Says(ledger, recorded.Act),
                task = LedgerViews.Of(ledger, LedgerIndexEntry.Of(ledger, receipt.Task), time.GetChinaToday()),
            },
            statusCode: outcome.Status);
    }

    /// <summary>催办 of several tasks at once: <c>{ "tasks": ["1", "2"], "text": "…" }</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("UrgeLedgerTasks")]
    public async Task<IResult> UrgeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/ledgers/{id}/urge")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var actor = Actor.Of(request);
        if (await desk.FindAsync(id, actor.Reader, cancellationToken) is not { } ledger) return NotFound();
        if (!LedgerDesk.Coordinates(ledger, actor.Reader)) return Problems.Forbidden($"催办由{ledger.CoordinatorName}办理。");
        const string Sample = """{"tasks":["1","2"]}""";
        var body = await JsonBody.ReadAsync<UrgeBody>(request, RecordJson.Options, Sample, cancellationToken);
        if (body.Tasks is not { Count: > 0 and <= 500 } tasks) return Problems.Unreadable($"请列出催办的任务，一次不超过500项，例如 {Sample}。");
        return Results.Json(new { urged = await desk.UrgeAsync(client, ledger, tasks, body.Text, actor, cancellationToken) }, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult NotFound() => Problems.NotFound("没有这个督办台账或者任务。");

    private static LedgerDefinition Read(JsonObject body)
    {
        if (body["ledger"] is JsonValue named && named.TryGetValue<string>(out var id))
        {
            return KnownLedgers.Find(id)
                ?? throw new RefusedException(Problems.Refused("督办台账未受理", [new("ledger", $"没有名为“{id}”的台账，现有{string.Join('、', KnownLedgers.Ids)}，也可以提交台账定义。")]));
        }

        try
        {
            return body.Deserialize<LedgerDefinition>(RecordJson.Options)!;
        }
        catch (JsonException unreadable)
        {
            throw new RefusedException(JsonBody.Refusal(unreadable, Example));
        }
    }

    private static async Task<(SentAct Sent, IReadOnlyList<SubmissionFile> Files)> SentAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return (request.ContentLength == 0 ? new() : await JsonBody.ReadAsync<SentAct>(request, RecordJson.Options, """{"text":"…","percent":60}""", cancellationToken), []);
        var form = await request.ReadFormAsync(cancellationToken);
        try
        {
            var sent = form[SubmissionForm.DataField].ToString() is { Length: > 0 } data ? JsonSerializer.Deserialize<SentAct>(data, RecordJson.Options) : null;
            return (sent ?? new SentAct { Text = form["text"] }, await SubmissionForm.FilesAsync(form.Files, cancellationToken));
        }
        catch (JsonException unreadable)
        {
            throw new RefusedException(JsonBody.Refusal(unreadable));
        }
    }
}

/// <summary>The body of a bulk 催办.</summary>
/// <param name="Tasks">the keys of the tasks</param>
/// <param name="Text">what is said; null for nothing</param>
public sealed record UrgeBody(IReadOnlyList<string>? Tasks, string? Text);
