using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>Pages of 运维预算 (第三十二、三十三条): the list with the application form, and each budget with its forms.</summary>
public sealed class OperationPages(OperationDesk desk, OperationBudgets budgets, ActingUnits actors, OperationScreen screen, FormDrafts forms, SubjectAccess access, IDocumentStore documents, TimeProvider time)
{
    private const int PageSize = 100;
    private const int LongestKey = 100;

    /// <summary>Shows the list; <c>system</c> preselects a system in the form.</summary>
    [OpenTo(Caller.Staff)]
    [Function("OperationsPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "operations")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (OperationApi.YearOf(request, time) is not { } year)
            return Pages.Message(StatusCodes.Status400BadRequest, "没有这个年度", "请回到运维预算重新选择。");
        var (rows, next) = await OperationApi.PageAsync(budgets, request, year, PageSize, cancellationToken);
        var begun = request.Query["system"].ToString() is { Length: > 0 } system
            ? OperationBudgetTexts.Typed(new(system, null, time.GetChinaNow().Year + 1, null, null, null, null, null))
            : null;
        var reader = ActingUnits.Of(request) ?? new(UnitCaller.OfDevelopment, Person: null);
        return await ListAsync(request, year, rows, next, (await forms.ReadAsync(OperationDesk.PlaceOf(reader), cancellationToken)).Or(begun), cancellationToken);
    }

    /// <summary>Shows a budget.</summary>
    [OpenTo(Caller.Staff)]
    [Function("OperationPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "operations/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await budgets.FindAsync(id, cancellationToken) is { } budget && await access.MayReadAsync(Readers.Of(request), id, cancellationToken)
            ? await screen.ShowAsync(request, budget, StatusCodes.Status200OK, notice: null, [], refused: null, acting: null, cancellationToken)
            : None();

    /// <summary>Returns a file of a budget.</summary>
    [OpenTo(Caller.Staff)]
    [Function("OperationDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "operations/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken) =>
        await budgets.FindAsync(id, cancellationToken) is { } budget && await access.MayReadAsync(Readers.Of(request), id, cancellationToken)
        && await documents.FindAsync(id, name, version, cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");

    /// <summary>Takes an application from the list's form.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ApplyForOperationForm")]
    public async Task<IResult> ApplyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var sent = await actors.ReadFormAsync(request, OperationKinds.Application, cancellationToken);
        var post = await forms.TakeAsync(OperationDesk.PlaceOf(sent.By), OperationKinds.Application, sent.Form, sent.By.By(sent.By.Caller.Unit), cancellationToken);
        if (post.Answer is { } answer)
            return await ListAsync(request, time.GetChinaNow().Year + 1, [], next: null, answer, cancellationToken);
        var outcome = await desk.ApplyAsync(client, sent.Data, post.Files, sent.By, IdempotencyKey.Of(sent.Form, LongestKey), cancellationToken);
        if (outcome.Result is not { } budget)
        {
            var refused = await forms.RefusedAsync(post, outcome.Status, outcome.Faults, cancellationToken);
            return await ListAsync(request, time.GetChinaNow().Year + 1, [], next: null, refused, cancellationToken);
        }

        await forms.EndAsync(post.Place, post.By, cancellationToken);
        return await screen.ShowAsync(request, budget, StatusCodes.Status200OK, "运维预算申报已提交。", [], refused: null, sent.By, cancellationToken);
    }

    /// <summary>Corrects, assesses, arranges or withdraws from a budget's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ActOnOperationForm")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/{id}/{act}")] HttpRequest request,
        string id,
        string act,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (OperationActs.Of(act) is not { } kind)
            return Problems.NotFound("没有这种事项。");
        var sent = await actors.ReadFormAsync(request, kind, cancellationToken);
        if (await budgets.FindAsync(id, cancellationToken) is not { } before || !sent.By.Reads(before.Unit))
            return None();
        var refused = new RefusedForm(kind.Step, SubmissionForm.Typed(kind, sent.Form));
        if (!await desk.MayAsync(before, kind, sent.By, cancellationToken))
        {
            // The desk says why.
            var refusal = await desk.ActAsync(client, id, kind, sent.Data, [], sent.By, cancellationToken);
            return await screen.ShowAsync(request, before, refusal!.Status, notice: null, refusal.Faults, refused, sent.By, cancellationToken);
        }

        var post = await forms.TakeAsync(OperationDesk.PlaceOf(before, kind), kind, sent.Form, sent.By.By(before.Unit), cancellationToken);
        if (post.Answer is { } answer)
        {
            return await screen.ShowAsync(
                request, before, answer.Status, post.IsSaved ? $"{kind.Title}的草稿已保存，没有提交。" : null, answer.Faults, refused with { Form = answer }, sent.By, cancellationToken);
        }

        var outcome = (await desk.ActAsync(client, id, kind, sent.Data, post.Files, sent.By, cancellationToken))!;
        var budget = (await budgets.FindAsync(id, cancellationToken))!;
        if (outcome.Result is null)
        {
            var form = await forms.RefusedAsync(post, outcome.Status, outcome.Faults, cancellationToken);
            return await screen.ShowAsync(request, budget, outcome.Status, notice: null, outcome.Faults, refused with { Form = form }, sent.By, cancellationToken);
        }

        await forms.EndAsync(post.Place, post.By, cancellationToken);
        return await screen.ShowAsync(request, budget, StatusCodes.Status200OK, $"已提交{kind.Title}，稍后进入下一环节。", [], refused: null, sent.By, cancellationToken);
    }

    private static IResult None() => Pages.Message(StatusCodes.Status404NotFound, "没有这项运维预算", "请从运维预算列表打开。");

    private async Task<IResult> ListAsync(
        HttpRequest request, int year, IReadOnlyList<OperationBudgetRow> rows, string? next, FormState form, CancellationToken cancellationToken) =>
        Pages.Show(new OperationsPage
        {
            Year = year,
            Budgets = rows,
            Next = next,
            FormKey = Guid.NewGuid().ToString("N"),
            SignedIn = await actors.IsSignedInAsync(request, cancellationToken),
            Form = form,
        }, form.Status);
}
