using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Pages of supervision ledgers: the list, a ledger's board, a unit's desk, a task with its forms, what a cycle brought together.</summary>
public sealed class LedgerPages(LedgerReader pages, LedgerDesk desk, FormDrafts forms, IDocumentStore documents, TimeProvider time)
{
    private const int LongestKey = 100;
    private const int MostUrged = 500;

    /// <summary>Shows the ledgers that the reader may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgersPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (reader, now) = (Readers.Of(request), time.GetChinaNow());
        return Pages.Show(new LedgersPage { Ledgers = [.. (await desk.ListAsync(reader, cancellationToken)).Select(ledger => new LedgerView(ledger, reader, now))] });
    }

    /// <summary>Shows a ledger: <c>section</c>, <c>unit</c>, <c>status</c>, <c>light</c>, <c>text</c>, <c>from</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerPage")]
    public async Task<IResult> BoardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(request, id, cancellationToken) is not { } view) return NotFound();
        var notice = PositiveNumber.TryRead(request.Query["urged"], out var urged) && urged is { } count ? $"已催办{count}项任务，牵头汇总的单位会收到邮件。" : null;
        return await BoardAsync(view, request.Query, StatusCodes.Status200OK, notice, [], cancellationToken);
    }

    /// <summary>催办 of the ticked tasks; comes back to the list as it was filtered.</summary>
    [OpenTo(Caller.Staff)]
    [Function("UrgeLedgerTasksForm")]
    public async Task<IResult> UrgeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ledgers/{id}/urge")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(request, id, cancellationToken) is not { } view) return NotFound();
        if (!view.Coordinates) return Pages.Message(StatusCodes.Status403Forbidden, "不能催办", $"催办由{view.Ledger.CoordinatorName}办理。");
        var form = await request.FormAsync(cancellationToken);
        var keys = form["tasks"].OfType<string>().Take(MostUrged).ToList();
        var text = form["message"].ToString().Trim();
        if (keys.Count == 0 || text.Length > TaskActRules.LongestText)
        {
            Fault fault = keys.Count == 0 ? new("tasks", "请勾选要催办的任务。") : new("message", $"催办的话不超过{TaskActRules.LongestText}个字。");
            return await BoardAsync(view, request.Query, StatusCodes.Status422UnprocessableEntity, notice: null, [fault], cancellationToken);
        }

        var urged = await desk.UrgeAsync(client, view.Ledger, keys, text.Length == 0 ? null : text, Actor.Of(request), cancellationToken);
        var (filter, _) = await TaskQuery.ReadAsync(view.Ledger, request.Query, desk.IdOfAsync, cancellationToken);
        var query = LedgerWords.QueryOf(filter, FromOf(request.Query));
        return new SeeOther($"{view.Path}{query}{(query.Length == 0 ? '?' : '&')}urged={urged}");
    }

    /// <summary>Shows a unit's desk.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerUnitPage")]
    public async Task<IResult> DeskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/units/{unit}")] HttpRequest request, string id, string unit, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(request, id, cancellationToken) is not { } view || await pages.DeskAsync(view, unit, cancellationToken) is not { } shown) return NotFound();
        var notice = PositiveNumber.TryRead(request.Query["signed"], out var signed) && signed is { } count ? $"已签收{count}项任务。" : null;
        return Pages.Show(new UnitDeskPage { Desk = shown, Notice = notice });
    }

    /// <summary>签收 of the ticked tasks.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SignLedgerTasksForm")]
    public async Task<IResult> SignAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ledgers/{id}/units/{unit}/sign")] HttpRequest request,
        string id,
        string unit,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(request, id, cancellationToken) is not { } view || await pages.DeskAsync(view, unit, cancellationToken) is not { } shown) return NotFound();
        if (!LedgerDesk.ActsFor(view.Reader, unit)) return Pages.Message(StatusCodes.Status403Forbidden, "不能签收", "任务由责任单位自己签收。");
        var keys = (await request.FormAsync(cancellationToken))["tasks"].OfType<string>().Take(MostUrged).ToList();
        if (keys.Count == 0) return Pages.Show(new UnitDeskPage { Desk = shown, Faults = [new("tasks", "请勾选要签收的任务。")] }, StatusCodes.Status422UnprocessableEntity);
        var signed = await desk.SignAsync(client, view.Ledger, unit, keys, Actor.Of(request), cancellationToken);
        return new SeeOther($"{view.DeskOf(unit)}?signed={signed}");
    }

    /// <summary>Shows a task.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerTaskPage")]
    public async Task<IResult> TaskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/tasks/{n}")] HttpRequest request, string id, string n, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(request, id, cancellationToken) is not { } view || await pages.TaskAsync(view, n, cancellationToken) is not { } task) return NotFound();
        // What the notice says is read from the record, so that an address alone claims nothing.
        var done = LedgerDesk.Acts.TryGetValue(request.Query["done"].ToString(), out var kind) ? task.Acts.LastOrDefault(row => row.Act.Kind == kind) : null;
        return Pages.Show(new LedgerTaskPage
        {
            Of = task,
            FormKey = NewKey(),
            Forms = await FormsAsync(task, refused: null, cancellationToken),
            Notice = done is null ? null : $"已记录：{TaskTexts.Says(view.Ledger, done.Act)}。",
        });
    }

    /// <summary>Acts on a task from one of its forms; faults come back beside their fields.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ActOnLedgerTaskForm")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ledgers/{id}/tasks/{n}/{act}")] HttpRequest request,
        string id,
        string n,
        string act,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(request, id, cancellationToken) is not { } view || await pages.TaskAsync(view, n, cancellationToken) is not { } task
            || !LedgerDesk.Acts.TryGetValue(act, out var kind)) return NotFound();
        var typed = await request.FormAsync(cancellationToken);
        var form = TaskActForms.FormOf(task, kind);
        // A form that the reader is not offered is refused whatever is typed, and kept for nobody.
        var post = TaskActForms.Of(task).Any(offered => offered.Act == act)
            ? await forms.TakeAsync(PlaceOf(task, form), form, typed, Actor.Of(request).By ?? AuditEntry.System, cancellationToken)
            : null;
        if (post?.Answer is { } answer)
            return post.IsSaved ? new SeeOther($"{view.PathOf(n)}#{act}") : await ShowAsync(answer, []);
        var (sent, faults) = TaskActForms.Read(form, typed);
        var status = StatusCodes.Status422UnprocessableEntity;
        if (faults.Count == 0)
        {
            var files = kind == TaskActKind.Reported && post is not null ? post.Files : [];
            var outcome = await desk.ActAsync(client, view.Ledger, n, kind, sent, files, Actor.Of(request), IdempotencyKey.Of(typed, LongestKey), cancellationToken);
            if (outcome.Result is not null)
            {
                if (post is not null)
                    await forms.EndAsync(post.Place, post.By, cancellationToken);
                return new SeeOther($"{view.PathOf(n)}?done={act}");
            }

            (status, faults) = (outcome.Status, outcome.Faults);
            if (status == StatusCodes.Status403Forbidden) return Pages.Message(status, "不能办理", [.. faults.Select(Problems.Sentence)]);
        }

        var placed = TaskActForms.Placed(form, faults);
        IReadOnlyList<Fault> ofFields = [.. placed.Where(fault => fault.Field.Length > 0)];
        return await ShowAsync(
            post is null ? new() { Typed = SubmissionForm.Typed(form, typed), Status = status, Faults = ofFields } : await forms.RefusedAsync(post, status, ofFields, cancellationToken),
            [.. placed.Where(fault => fault.Field is "" or "file")]);

        async Task<IResult> ShowAsync(FormState state, IReadOnlyList<Fault> others) => Pages.Show(
            new LedgerTaskPage { Of = task, FormKey = NewKey(), Refused = act, Forms = await FormsAsync(task, (act, state), cancellationToken), Faults = others }, state.Status);
    }

    /// <summary>The forms that a reader is offered with what the reader's unit keeps of each, and the refused one as it is to be shown.</summary>
    private async Task<IReadOnlyDictionary<string, FormState>> FormsAsync(LedgerTaskView task, (string Act, FormState State)? refused, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, FormState>(StringComparer.Ordinal);
        foreach (var (act, form) in TaskActForms.Of(task))
        {
            var state = refused?.Act == act ? refused.Value.State : await forms.ReadAsync(PlaceOf(task, form), cancellationToken);
            // The process ended after it was recorded: what stands there would be handed in a second time.
            if (refused?.Act != act && state.Key is { } key && task.Acts.Any(row => row.Act.Key.EndsWith($"|{key}", StringComparison.Ordinal)))
            {
                await forms.EndAsync(PlaceOf(task, form), AuditEntry.System, cancellationToken);
                state = FormState.New;
            }

            states[act] = state;
        }

        return states;
    }

    private static FormPlace PlaceOf(LedgerTaskView task, SubmissionKind form) =>
        new(LedgerSubject.OfTask(task.View.Ledger.Id, task.Task.Key), form.Step, task.View.Reader.Unit ?? TaskActForms.UnitOf(task) ?? "");

    /// <summary>Shows what a cycle brought together.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerCyclePage")]
    public async Task<IResult> CycleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/cycles/{mode}/{number:int}")] HttpRequest request,
        string id,
        string mode,
        int number,
        CancellationToken cancellationToken) =>
        await pages.FindAsync(request, id, cancellationToken) is { } view && await pages.CompiledAsync(view, mode, number, cancellationToken) is { } compiled
            ? Pages.Show(new LedgerCyclePage
            {
                View = view,
                Compiled = compiled,
                File = await documents.FindAsync(LedgerSubject.Of(id), CompilationDocument.NameOf(compiled.Mode, compiled.Dates.Number), cancellation: cancellationToken),
            })
            : Pages.Message(StatusCodes.Status404NotFound, "没有这一期汇总", "汇总在报送截止后生成，由牵头协调单位查看，请从台账页面打开。");

    /// <summary>Returns a file of a ledger.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerDocument")]
    public Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken) => SendAsync(request, id, key: null, unit: null, name, version, cancellationToken);

    /// <summary>Returns a file of a task: evidence, 通报.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerTaskDocument")]
    public Task<IResult> TaskDocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/tasks/{n}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string n,
        string name,
        int version,
        CancellationToken cancellationToken) => SendAsync(request, id, n, unit: null, name, version, cancellationToken);

    /// <summary>Returns a file that a unit handed in.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerUnitDocument")]
    public Task<IResult> UnitDocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/units/{unit}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string unit,
        string name,
        int version,
        CancellationToken cancellationToken) => SendAsync(request, id, key: null, unit, name, version, cancellationToken);

    private async Task<IResult> BoardAsync(
        LedgerView view, IQueryCollection query, int status, string? notice, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var (filter, unread) = await TaskQuery.ReadAsync(view.Ledger, query, desk.IdOfAsync, cancellationToken);
        var board = await pages.BoardAsync(view, filter, FromOf(query), cancellationToken);
        return Pages.Show(
            new LedgerPage { Board = board, Faults = [.. unread, .. faults], Notice = notice },
            unread.Count > 0 ? StatusCodes.Status400BadRequest : status);
    }

    private async Task<IResult> SendAsync(HttpRequest request, string id, string? key, string? unit, string name, int version, CancellationToken cancellationToken) =>
        await pages.FindAsync(request, id, cancellationToken) is { } view && await pages.DocumentAsync(view, key, unit, name, version, cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");

    private static int FromOf(IQueryCollection query) => ListQuery.PlaceOf(query["from"]) ?? 0;

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个督办台账或者任务", "请从任务台账列表打开。");
}
