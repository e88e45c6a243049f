using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Works;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Works;

/// <summary>The progress of long work: a page that htmx updates, or that reloads itself without scripts, and JSON for programs.</summary>
public sealed class WorkFunctions(WorkDesk works, IEnumerable<IWorkView> views, IHostEnvironment environment)
{
    /// <summary>Shows the page; when there is a result page, redirects to it.</summary>
    [OpenTo(Caller.Staff)]
    [Function("WorkPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "works/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(request, id, cancellationToken) is not { } work
            ? Pages.Message(StatusCodes.Status404NotFound, "没有这项工作", "结果保留七天，到期后需要重新办理。")
            : work.State == WorkState.Done && ViewOf(work)?.ResultOf(work) is { } result
                ? new SeeOther(result)
                : Pages.Show(new WorkPage { Work = work, View = ViewOf(work) });

    /// <summary>Returns the part of the page that changes; at the end it makes the browser load the page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("WorkProgress")]
    public async Task<IResult> ProgressAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "works/{id}/progress")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var work = await FindAsync(request, id, cancellationToken);
        if (work is not { EndedAt: null })
        {
            request.HttpContext.Response.Headers["HX-Redirect"] = $"/works/{HeaderAddress.Part(id)}";
            return Results.NoContent();
        }

        return Pages.Show(new WorkStatus { Work = work, View = ViewOf(work) });
    }

    /// <summary>Downloads the resulting file.</summary>
    [OpenTo(Caller.Staff)]
    [Function("WorkFile")]
    public async Task<IResult> FileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "works/{id}/file")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(request, id, cancellationToken) is { State: WorkState.Done } work
        && ViewOf(work)?.File is { } file
        && await works.ResultAsync(id, cancellationToken) is { } content
            ? Results.File(Convert.FromBase64String(content), file.ContentType, file.Name)
            : Problems.NotFound("没有这个文件。");

    /// <summary>Returns the progress as JSON.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetWork")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/works/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(request, id, cancellationToken) is { } work
            ? Results.Json(new
            {
                id = work.Id,
                title = work.Title,
                state = work.State,
                done = work.Done,
                total = work.Total,
                says = work.Says,
                at = work.At,
                endedAt = work.EndedAt,
            })
            : Problems.NotFound("没有这项工作。结果保留七天。");

    private async Task<WorkRow?> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        await works.FindAsync(id, cancellationToken) is { } work && (!work.ForOperators || IsOperator(request)) ? work : null;

    // As on pages for operators: in Development also readers who are not signed in.
    private bool IsOperator(HttpRequest request) =>
        request.HttpContext.Features.Get<PersonRow>() is { } person
            ? person.IsOperator
            : environment.IsDevelopment() && request.HttpContext.Features.Get<UnitCaller>() is null;

    private IWorkView? ViewOf(WorkRow work) => views.FirstOrDefault(view => view.Kind == work.Kind);
}

/// <summary>Determines how a kind of work is displayed.</summary>
public interface IWorkView
{
    /// <summary>Gets the kind.</summary>
    string Kind { get; }

    /// <summary>Gets the navigation entry of its pages.</summary>
    string Section { get; }

    /// <summary>Returns the path of the result page; null if the page of the work itself suffices.</summary>
    string? ResultOf(WorkRow work);

    /// <summary>Gets name and type of the resulting file; null if there is none.</summary>
    (string Name, string ContentType)? File => null;
}
