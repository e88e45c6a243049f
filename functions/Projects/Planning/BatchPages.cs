using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>A batch of a year's plan as page and API, with the minutes of its meetings. Example requests: <c>Plans.http</c>.</summary>
public sealed class BatchPages(BatchReader reader, SubjectAccess access, IDocumentStore documents)
{
    /// <summary>Shows a batch.</summary>
    [OpenTo(Caller.Staff)]
    [Function("BatchPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "plans/{year}/batches/{number}")] HttpRequest request,
        string year,
        string number,
        CancellationToken cancellationToken) =>
        await reader.FindAsync(year, number, await HeldToAsync(request, year, number, cancellationToken), cancellationToken) is { } batch
            ? Pages.Show(new BatchPage { Batch = batch })
            : Pages.Message(StatusCodes.Status404NotFound, "没有这个批次", "请从年度计划页面打开。");

    /// <summary>Returns a batch as JSON.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetBatch")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/plans/{year}/batches/{number}")] HttpRequest request,
        string year,
        string number,
        CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(year, number, await HeldToAsync(request, year, number, cancellationToken), cancellationToken) is not { } batch)
            return Problems.NotFound("没有这个批次。");
        var plan = batch.Plan;
        return Results.Json(new
        {
            id = plan.Id,
            year = plan.Year,
            title = plan.Title,
            midYear = plan.MidYear,
            at = plan.At,
            concluded = plan.Agreed is not null,
            projects = plan.Projects.Select(project => new
            {
                project = project.Id,
                name = project.Name,
                unitName = project.UnitName,
                totalInvestment = project.TotalInvestment,
                thisYear = project.ThisYear,
                agreed = plan.Agreed?.Contains(project.Id),
            }),
            meetings = batch.Steps.SelectMany(step => step.Outcome?.Decisions ?? []).Where(decision => decision.Resolution is not null).Select(decision => new
            {
                number = decision.Resolution!.Number,
                date = decision.Resolution.Date,
                minutes = batch.MinutesOf(decision.Resolution) is { } file ? HrefOf(plan, file) : null,
            }),
            documents = batch.Documents.Select(document => new
            {
                name = document.Name,
                version = document.Version,
                fileName = document.FileName,
                length = document.Length,
                sha256 = document.Sha256,
                href = HrefOf(plan, document),
            }),
        });
    }

    /// <summary>Returns a file of a batch.</summary>
    [OpenTo(Caller.Staff)]
    [Function("BatchDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "plans/{year}/batches/{number}/documents/{name}/{version:int}")] HttpRequest request,
        string year,
        string number,
        string name,
        int version,
        CancellationToken cancellationToken) =>
        await reader.DocumentAsync(year, number, name, version, await HeldToAsync(request, year, number, cancellationToken), cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");

    /// <summary>People asked about a batch may read it like those who compile the plan.</summary>
    private async Task<string?> HeldToAsync(HttpRequest request, string year, string number, CancellationToken cancellationToken) =>
        ProjectAccess.UnitOf(request) is { } unit && !await access.MayReadAsync(Readers.Of(request), BatchReader.IdOf(year, number), cancellationToken) ? unit : null;

    private static string HrefOf(AnnualPlanRow plan, DocumentInfo document) => $"{BatchReader.PathOf(plan)}/documents/{document.Name}/{document.Version}";
}
