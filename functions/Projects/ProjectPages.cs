using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Lists;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Projects for people: the list, a project's page and its files.</summary>
public sealed class ProjectPages(
    ProjectListReader lists, UnitList units, IDirectory directory, IDocumentStore documents, ProjectAccess access, ProjectScreen screen, PageRoles roles,
    TimeProvider time)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The list: filtered, ordered and page by page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectListPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects")] HttpRequest request, CancellationToken cancellationToken)
    {
        var heldTo = ProjectAccess.UnitOf(request);
        var query = ProjectListQuery.Read(request.Query, heldTo);
        if (query.NoSuchStage)
            return NoSuchStage();
        return Pages.Show(
            new ProjectListPage
            {
                Query = query,
                View = await lists.ReadAsync(query, cancellationToken),
                Units = heldTo is null ? await units.ReadAsync(cancellationToken) : [],
                Now = time.GetChinaNow(),
            },
            query.Faults.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    /// <summary>What the list shows on all its pages, as a workbook.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectListExport")]
    public async Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "projects.xlsx")] HttpRequest request, CancellationToken cancellationToken)
    {
        var heldTo = ProjectAccess.UnitOf(request);
        var query = ProjectListQuery.Read(request.Query, heldTo);
        if (query.NoSuchStage)
            return NoSuchStage();
        if (query.Faults.Count > 0)
            return Pages.Message(StatusCodes.Status400BadRequest, "筛选条件不正确", [.. query.Faults.Select(Problems.Sentence), "没有导出。"]);
        var found = await lists.AllAsync(query, cancellationToken);
        var unit = query.Filter.Unit is { } id ? (await directory.FindUnitAsync(id, cancellationToken))?.Name : null;
        return Results.File(ProjectListExport.Write(found, ProjectListWords.Of(query, unit), time.GetChinaNow()), Xlsx, ProjectListExport.FileName);
    }

    /// <summary>A project.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken)
            ? await screen.ShowAsync(
                roles.Of(request), id, StatusCodes.Status200OK, notice: null, [], cancellationToken,
                withQuotations: await access.MayReadQuotationsAsync(request, id, cancellationToken))
            : ProjectScreen.Unknown();

    /// <summary>A file of a project.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken) && await documents.FindAsync(id, name, version, cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");

    private static IResult NoSuchStage() => Pages.Message(StatusCodes.Status404NotFound, "没有这个阶段", "请回到项目列表重新选择。");
}
